"""From `screen --history` to `hunt`, as it is typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from countermark.cli import main
from history.kept import keep, row

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types a command: exit status, what it says, what it complains of."""

    def type_it(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["countermark", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, told.out, told.err

    return type_it


def references(folder: Path, *names: str) -> Path:
    folder.mkdir()
    brands = [{"id": name.lower(), "name": name, "words": [name]} for name in names]
    (folder / "references.yaml").write_text(yaml.safe_dump({"brands": brands}), encoding="utf-8")
    return folder


def ids(path: Path) -> list[str]:
    return [json.loads(line)["listing_id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_screening_keeps_what_a_new_brand_is_hunted_for_in(typed: Typed, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    several = [row(1, "Nor\u200brvik parka"), row(2, "0strefell hat"), row(3), row(3)]
    feed.write_text("".join(json.dumps(one) + "\n" for one in several), encoding="utf-8")
    before, after = (
        references(tmp_path / "before", "Norrvik"),
        references(tmp_path / "after", "Norrvik", "Ostrefell"),
    )
    history, out = tmp_path / "history", tmp_path / "out.jsonl"
    status, told, _ = typed(
        "screen", feed, "--references", before, "--out", out, "--history", history, "--workers", 1
    )
    assert status == 1, "L3 stands there twice"
    assert "3 listings added to the history, 1 were there that day" in told
    assert ids(out) == ["L1"]
    hunt = ("hunt", "--history", history, "--out", out, "--overwrite", "--references")
    status, told, _ = typed(*hunt, before)
    assert (status, ids(out)) == (0, ["L1"])
    status, told, _ = typed(*hunt, after)
    assert (status, ids(out)) == (0, ["L2"])
    assert "3 listings searched for ostrefell, 1 of them screened again" in told
    assert f"1 findings in {out}" in told
    status, told, _ = typed(*hunt, after)
    assert (status, ids(out)) == (0, [])
    assert "nothing is new or changed since the last hunt" in told
    assert ids(out) == []
    status, told, _ = typed(*hunt, after, "--brand", "norrvik", "--brand", "ostrefell")
    assert (status, ids(out)) == (0, ["L1", "L2"])
    assert "hunted for 2 brands and 0 phrases" in typed("history", "info", "--history", history)[1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"--history": "nothing"}, "no such folder"),
        ({"--history": "references"}, "holds no history"),
        ({"--references": "nothing"}, "no such file or folder"),
        ({"--out": "out.csv"}, ".parquet or .jsonl"),
        ({"--out": "there.jsonl"}, "is there already"),
        ({"--out": "nothing/out.jsonl"}, "no such folder"),
        ({"--brand": "norvik"}, "Did you mean 'norrvik'?"),
        ({"--workers": "0"}, "--workers"),
    ],
)
def test_what_cannot_be_used_is_told_at_once_with_what_to_do(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], message: str
) -> None:
    keep(tmp_path / "h", row(1))
    references(tmp_path / "references", "Norrvik")
    (tmp_path / "there.jsonl").write_text("of an older hunt")
    monkeypatch.chdir(tmp_path)
    facts = {"--history": "h", "--references": "references", "--out": "out.jsonl", **change}
    status, _, err = typed("hunt", *(part for pair in facts.items() for part in pair))
    assert status == 2
    assert message in err
    assert "Mend:" in err or "Usage:" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h", "references", "there.jsonl"]
    assert (tmp_path / "there.jsonl").read_text() == "of an older hunt"
