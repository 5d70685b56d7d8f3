"""`countermark explain` and `countermark open`, as a person at a terminal meets them."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from countermark.commands.explain import explain, open_report
from countermark.errors import UnusableInput

Finding = dict[str, Any]
Write = Callable[[Sequence[Finding]], Path]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def asked(path: Path, listing: str, *more: str) -> Result:
    return CliRunner().invoke(explain, [str(path), "--listing", listing, *more], catch_exceptions=False)


def test_one_listing_is_explained_with_its_marks_reason_weights_and_versions(
    parquet: Write, told: list[Finding]
) -> None:
    result = asked(parquet(told), "L-00001")
    assert result.exit_code == 0
    assert "[N\u043errvik]¹ Arctic Parka, [mirror quality]² , free" in result.output.replace("]²,", "]² ,")
    assert "Reads as Norrvik (\u043e is Cyrillic)" in result.output
    assert "score >0.99 · band high" in result.output
    assert "39 EUR; genuine 420–560 EUR" in result.output
    assert "+10.60" in result.output
    assert "−0.40" in result.output
    assert (
        "scoring v1 · calibration none · references b7c1f09e · screened 21 November 2026, 22:36 UTC"
        in result.output
    )


def test_a_line_of_the_table_names_signal_fact_place_and_weight(parquet: Write, told: list[Finding]) -> None:
    lines = asked(parquet(told), "L-00005").output.splitlines()
    (line,) = [line for line in lines if "Fair use: compatible" in line]
    assert line.split()[0] == "3"
    assert 'names Norrvik after "compatible with"' in line
    assert "title" in line
    assert "−2.60" in line


def test_json_lines_are_explained_alike(parquet: Write, lines: Write, told: list[Finding]) -> None:
    assert asked(parquet(told), "L-00002").output == asked(lines(told), "L-00002").output


def test_every_brand_of_a_listing_is_explained(parquet: Write, told: list[Finding]) -> None:
    output = asked(parquet(told), "L-00008").output
    assert "agora · L-00008 · kaferhaus" in output
    assert "agora · L-00008 · ostara" in output


def test_unseen_characters_are_named_and_none_reaches_the_terminal(
    parquet: Write, told: list[Finding]
) -> None:
    hostile = told[1] | {
        "listing": told[1]["listing"] | {"title": "a\x1b]0;gone\x07 \u202eb [red]c[/red] :boom: \x00"}
    }
    output = asked(parquet([hostile | {"signals": []}]), "L-00002").output
    assert "a⟨ESC⟩]0;gone⟨BEL⟩ ⟨RLO⟩b [red]c[/red] :boom: ⟨NUL⟩" in output
    assert not set("\x1b\x07\u202e\x00") & set(output)


def test_a_narrow_terminal_loses_no_text(
    parquet: Write, told: list[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    output = asked(parquet(told), "L-00001").output
    assert max(map(len, output.splitlines())) <= 60
    assert "many brands" in " ".join(output.split())


def test_a_marketplace_can_be_named(parquet: Write, told: list[Finding]) -> None:
    path = parquet([told[0], told[0] | {"marketplace": "bazaar"}])
    assert asked(path, "L-00001").output.count("Verdict") == 2
    assert asked(path, "L-00001", "--marketplace", "bazaar").output.count("Verdict") == 1


def test_an_unknown_listing_is_a_clear_error_with_similar_ids(parquet: Write, told: list[Finding]) -> None:
    with pytest.raises(UnusableInput, match="no finding of listing 'L-0001'") as refusal:
        asked(parquet(told), "L-0001")
    assert "'L-00001'" in str(refusal.value)


def test_a_report_is_opened_where_there_is_a_display(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def opens(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", opens)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    result = CliRunner().invoke(open_report, [str(report)])
    assert (opened, result.output) == ([report.as_uri()], "")


def test_elsewhere_its_path_is_printed(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert CliRunner().invoke(open_report, [str(report)]).output.strip() == str(report)


def test_a_report_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="there is no such report"):
        CliRunner().invoke(open_report, [str(tmp_path / "none.html")], catch_exceptions=False)
