"""A hunt through a history: what it remembers, how it is stopped and goes on, and who may disturb it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from countermark.errors import Interrupted, OutputFailed, UnusableInput
from countermark.history import History, HistoryWriter
from countermark.history.cursor import Cursor, read_cursor, write_cursor
from countermark.history.rewriting import erase
from countermark.hunt import Hunt, changes_since
from countermark.references.examples import references_from
from countermark.runners import hunting
from countermark.screener import Screener
from history.kept import DAY, NOW, keep, listings, row
from hunt.chased import Watcher, hunt_through

SEGMENTS, EACH = 7, 6
NORRVIK: dict[str, Any] = {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik"]}
OTHER: dict[str, Any] = {"id": "ostrefell", "name": "Ostrefell", "words": ["Ostrefell"]}


def title(number: int) -> str:
    return ("wool socks", "Nor\u200brvik parka", "0strefell hat")[number % 3] + f" {number}"


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return screener_of(tmp_path_factory.mktemp("references"), NORRVIK, OTHER)


def screener_of(folder: Path, *brands: dict[str, Any], **more: Any) -> Screener:
    return Screener(references_from({"brands": list(brands), **more}, folder).path)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Some listings a segment, in two days."""
    adding = HistoryWriter(tmp_path / "history")
    for part in range(SEGMENTS):
        some = [row(n, title(n)) for n in range(part * EACH, (part + 1) * EACH)]
        adding.add(listings(*some), now=NOW + DAY * (part // 4))
    return tmp_path / "history"


def told(out: Path) -> list[tuple[str, str]]:
    rows = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    return [(one["listing_id"], one["brand_id"]) for one in rows]


EXPECTED = [(f"L{n}", "norrvik" if n % 3 == 1 else "ostrefell") for n in range(SEGMENTS * EACH) if n % 3]


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_what_is_new_is_hunted_for_once(history: Path, screener: Screener, tmp_path: Path) -> None:
    out, watcher = tmp_path / "out.jsonl", Watcher()
    state = hunt_through(history, out, screener, watcher)
    assert told(out) == EXPECTED
    assert (watcher.brands, watcher.listings, watcher.searched) == (["norrvik", "ostrefell"], 42, 42)
    assert (state.findings, state.read) == (28, 28), "only who may be suspect is screened again"
    hunt_through(history, out, screener, watcher)
    assert (watcher.brands, told(out)) == ([], []), "the cursor knows"
    hunt_through(history, out, screener, watcher, ["norrvik"])
    assert told(out) == [pair for pair in EXPECTED if pair[1] == "norrvik"], "who asks by name gets it again"


def test_changed_brands_and_phrases_are_hunted_for_again_and_removed_ones_forgotten(
    history: Path, screener: Screener, tmp_path: Path
) -> None:
    hunt_through(history, tmp_path / "1.jsonl", screener)
    phrase = {"text": "moonlight goods", "weight": "strong"}
    later = screener_of(tmp_path / "later", {**NORRVIK, "nicknames": ["NRVK"]}, phrases=[phrase])
    changes = changes_since(read_cursor(history), later.references)
    assert (list(changes.brands), [one.text for one in changes.phrases]) == (["norrvik"], ["moonlight goods"])
    hunt_through(history, tmp_path / "2.jsonl", later)
    cursor = read_cursor(history)
    assert list(cursor.brands) == ["norrvik"]
    assert cursor.references_version == later.references.version
    assert not changes_since(cursor, later.references)
    graver = screener_of(tmp_path / "graver", {**NORRVIK, "nicknames": ["NRVK"]},
                         phrases=[{**phrase, "weight": "weak"}])  # fmt: skip
    assert changes_since(cursor, graver.references).phrases
    assert list(changes_since(cursor, screener.references).brands) == ["norrvik", "ostrefell"]


@pytest.mark.parametrize("after", [1, 4, SEGMENTS])
@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_a_hunt_that_is_stopped_goes_on_without_loss_or_repeats(  # fixtures
    history: Path,
    screener: Screener,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    seconds: float,
) -> None:
    monkeypatch.setattr(hunting, "_CHECKPOINT_SECONDS", seconds)
    out = tmp_path / "out.parquet"
    hunt_through(history, tmp_path / "whole.parquet", screener)
    (history / "cursor.json").unlink()
    with pytest.raises(Interrupted, match=f"{after} of {SEGMENTS} segments") as stopped:
        hunt_through(history, out, screener, Watcher(after, interrupt))
    assert "--resume" in stopped.value.mend
    assert not out.exists()
    assert read_cursor(history) == Cursor(), "what is not done is not remembered as done"
    keep(history, row(999, "Nor\u200brvik, added while the hunt was at rest"))
    watcher = Watcher()
    hunt_through(history, out, screener, watcher, resume=True)
    assert watcher.segments == SEGMENTS - after, "what was finished is not done again"
    assert out.read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert set(read_cursor(history).brands) == {"norrvik", "ostrefell"}
    assert sorted(path.name for path in tmp_path.glob("*.partial")) == []


def test_a_hunt_killed_between_its_steps_goes_on_after_the_last_one(
    history: Path, screener: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hunting, "_CHECKPOINT_SECONDS", 0.0)
    out = tmp_path / "out.jsonl"

    class Killed(BaseException):
        """Stands for a kill: nobody tidies up."""

    def kill() -> None:
        raise Killed

    with pytest.raises(Killed):
        hunt_through(history, out, screener, Watcher(3, kill))
    watcher = Watcher()
    hunt_through(history, out, screener, watcher, resume=True)
    assert watcher.segments == SEGMENTS - 2
    assert told(out) == EXPECTED


def test_who_stops_a_hunt_while_the_output_is_written_is_too_late(
    history: Path, screener: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = write_cursor

    def stopped(*args: Any) -> None:
        interrupt()
        inner(*args)

    monkeypatch.setattr(hunting, "write_cursor", stopped)
    hunt_through(history, tmp_path / "out.jsonl", screener)
    assert told(tmp_path / "out.jsonl") == EXPECTED
    assert read_cursor(history).brands


def test_a_cursor_that_cannot_be_written_leaves_the_findings(
    history: Path, screener: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OutputFailed("no room")

    monkeypatch.setattr(hunting, "write_cursor", full)
    with pytest.raises(OutputFailed, match="no room"):
        hunt_through(history, tmp_path / "out.jsonl", screener)
    assert told(tmp_path / "out.jsonl") == EXPECTED


def test_workers_find_the_same(history: Path, screener: Screener, tmp_path: Path) -> None:
    hunt_through(history, tmp_path / "one.parquet", screener)
    (history / "cursor.json").unlink()
    hunt_through(history, tmp_path / "two.parquet", screener, workers=2)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_an_offer_that_stood_for_days_is_looked_at_once(screener: Screener, tmp_path: Path) -> None:
    for day in range(3):
        keep(tmp_path / "h", row(1, "Nor\u200brvik parka", views=day), now=NOW + day * DAY)
    keep(tmp_path / "h", row(1, "Nor\u200brvik parka", price="9 EUR"), now=NOW + 3 * DAY)
    state = hunt_through(tmp_path / "h", tmp_path / "out.jsonl", screener)
    assert (state.read, state.findings) == (2, 2), "and at another price again"


def test_what_was_erased_meanwhile_is_not_found_and_the_hunt_is_begun_anew(
    history: Path, screener: Screener, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        hunt_through(history, out, screener, Watcher(2, interrupt))
    erase(History.open(history), marketplace="default", listing_id="L40")
    with pytest.raises(UnusableInput, match="erased") as refused:
        hunt_through(history, out, screener, resume=True)
    assert "without --resume" in refused.value.mend
    hunt_through(history, out, screener)
    assert told(out) == [pair for pair in EXPECTED if pair[0] != "L40"]


def test_two_do_not_hunt_in_one_history(history: Path, screener: Screener, tmp_path: Path) -> None:
    def again() -> None:
        hunt_through(history, tmp_path / "other.jsonl", screener)

    with pytest.raises(UnusableInput, match="another process"):
        hunt_through(history, tmp_path / "out.jsonl", screener, Watcher(1, again))


def test_a_damaged_part_stops_the_hunt_and_what_is_finished_is_kept(
    history: Path, screener: Screener, tmp_path: Path
) -> None:
    last = History.open(history).segments()[-1]
    content = (last.folder / "rows.parquet").read_bytes()
    (last.folder / "rows.parquet").write_bytes(content[:100])
    out = tmp_path / "out.jsonl"
    with pytest.raises(UnusableInput, match="this part of the history cannot be read") as told_of:
        hunt_through(history, out, screener)
    assert str(last.folder) in str(told_of.value)
    (last.folder / "rows.parquet").write_bytes(content)
    watcher = Watcher()
    hunt_through(history, out, screener, watcher, resume=True)
    assert watcher.segments < SEGMENTS
    assert told(out) == EXPECTED


def test_a_brand_that_is_not_there_is_told_with_the_nearest(
    history: Path, screener: Screener, tmp_path: Path
) -> None:
    with pytest.raises(UnusableInput, match="there is no brand 'norvik'") as refused:
        hunt_through(history, tmp_path / "out.jsonl", screener, brands=["norvik"])
    assert "norrvik" in refused.value.mend


def test_a_plan_that_cannot_be_read_is_told(history: Path, screener: Screener, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        hunt_through(history, out, screener, Watcher(2, interrupt))
    (tmp_path / "out.jsonl.partial" / "plan.json").write_text("[")
    with pytest.raises(UnusableInput, match=r"plan\.json") as refused:
        hunt_through(history, out, screener, resume=True)
    assert "without --resume" in refused.value.mend


def test_segments_with_an_index_of_older_rules_are_hunted_through_as_well(
    history: Path, screener: Screener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = changes_since(Cursor(), screener.references, ["norrvik"])
    segment = History.open(history).segments()[0]
    expected = Hunt(screener, asked).trail(segment)
    monkeypatch.setattr("countermark.history.segment.rules", lambda: "newer")
    assert Hunt(screener, asked).trail(segment).rows.tolist() == expected.rows.tolist()
    hunt_through(history, tmp_path / "out.jsonl", screener)
    assert told(tmp_path / "out.jsonl") == EXPECTED
