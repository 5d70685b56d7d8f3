"""`countermark history` as it is typed: what it says, how it ends, what it refuses."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.cli import main
from countermark.history import History, HistoryWriter
from history.kept import DAY, NOW, everything_in, keep, kept, row

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Types `countermark history …`: exit status, what it says, what it complains of."""

    def type_it(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["countermark", "history", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, told.out, told.err

    return type_it


def feed(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


def test_feeds_are_added_and_what_is_there_today_is_left_out(typed: Typed, tmp_path: Path) -> None:
    folder = tmp_path / "h"
    some = feed(tmp_path / "a.jsonl", row(1, seller_id="s1"), row(2))
    assert typed("add", some, "--history", folder) == (0, f"2 listings added to {folder}\n", "")
    more = feed(tmp_path / "b.jsonl", row(2), row(3))
    status, out, _ = typed("add", some, more, "--history", folder)
    assert status == 0
    assert f"1 listings added to {folder}" in out
    assert "3 left out" in out
    status, out, _ = typed("info", "--history", folder)
    assert status == 0
    assert "3 listings in 2 segments" in out
    assert f"{dt.datetime.now(dt.UTC):%Y}-" in out
    assert "nothing was hunted for yet" in out


def test_rejected_rows_are_told_counted_and_kept(typed: Typed, tmp_path: Path) -> None:
    bad = [row(n, price="nan") for n in range(8)]
    some, rejected = feed(tmp_path / "a.jsonl", row(99), *bad), tmp_path / "rejected.jsonl"
    status, out, err = typed("add", some, "--history", tmp_path / "h", "--rejected", rejected)
    assert status == 1
    assert "8 rows rejected" in out
    assert err.count(f"{some}:") == 5, "the first ones are told one by one"
    lines = [json.loads(line) for line in rejected.read_text(encoding="utf-8").splitlines()]
    assert [one["line"] for one in lines] == list(range(2, 10))
    assert kept(History.open(tmp_path / "h"), "listing_id") == ["L99"]


def test_a_feed_that_breaks_off_keeps_what_stood_before(typed: Typed, tmp_path: Path) -> None:
    good = feed(tmp_path / "a.jsonl", *(row(n) for n in range(5)))
    broken = tmp_path / "b.xml"
    broken.write_text('<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>', encoding="utf-8")
    status, _, err = typed("add", good, broken, "--history", tmp_path / "h")
    assert status == 2
    assert "b.xml" in err
    assert "5 listings that stood before are in the history" in err
    assert len(kept(History.open(tmp_path / "h"))) == 5


def test_who_stops_adding_keeps_what_is_added(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = feed(tmp_path / "a.jsonl", row(1), row(2)), feed(tmp_path / "b.jsonl", row(3))
    inner = HistoryWriter.add

    def stopped(self: HistoryWriter, table: object, **more: object) -> object:
        if self.history.segments():
            raise KeyboardInterrupt
        return inner(self, table, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(HistoryWriter, "add", stopped)
    status, _, err = typed("add", one, other, "--history", tmp_path / "h")
    assert status == 130
    assert "stopped after 2 listings" in err
    monkeypatch.undo()
    assert kept(History.open(tmp_path / "h"), "listing_id") == ["L1", "L2"]


def test_compacting_erasing_and_forgetting_say_what_they_did(typed: Typed, tmp_path: Path) -> None:
    folder = tmp_path / "h"
    for n in range(3):
        keep(folder, row(n, "zorquenta", seller_id="s1"), row(10 + n, seller_id="s2"), now=NOW)
    keep(folder, row(0, marketplace="bazaar"), now=NOW + DAY)
    assert typed("compact", "--history", folder)[:2] == (
        0,
        "4 segments became 2; 0 listings stood twice\n",
    )
    status, out, err = typed("erase", "--history", folder, "--listing", "L0")
    assert (status, out) == (0, "1 listings erased; 1 segments written anew\n")
    assert "other marketplaces, untouched: bazaar" in err
    assert typed("erase", "--history", folder, "--seller", "s1")[1].startswith("2 listings erased")
    assert "zorquenta" not in everything_in(folder)
    assert typed("erase", "--history", folder, "--seller", "s1")[:2] == (
        0,
        "0 listings erased; 0 segments written anew\n",
    )
    out = typed("forget", "--history", folder, "--before", (NOW + DAY).date())[1]
    assert out == "3 listings removed\n"
    assert kept(History.open(folder), "marketplace") == ["bazaar"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["info", "--history", "nothing"], "no such folder"),
        (["compact", "--history", "."], "holds no history"),
        (["erase", "--history", "h"], "--listing or --seller"),
        (["erase", "--history", "h", "--listing", "1", "--seller", "2"], "--listing or --seller"),
        (["forget", "--history", "h", "--before", "yesterday"], "--before"),
        (["add", "nothing.jsonl", "--history", "new"], "nothing.jsonl"),
        (["add", "a.jsonl", "--history", "."], "holds other things"),
        (["add", "a.jsonl", "--history", "h", "--rejected", "no/r.jsonl"], "no/r.jsonl"),
    ],
)
def test_what_cannot_be_used_is_told_with_what_to_do(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    keep(tmp_path / "h", row(1))
    feed(tmp_path / "a.jsonl", row(2))
    monkeypatch.chdir(tmp_path)
    status, _, err = typed(*words)
    assert status == 2
    assert message in err
    assert "Mend:" in err or "Usage:" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "h"]
    assert kept(History.open(tmp_path / "h"), "listing_id") == ["L1"]
