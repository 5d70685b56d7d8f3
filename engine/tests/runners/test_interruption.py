"""A run that is stopped, whenever, keeps what it finished, and goes on as if nothing had been."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from countermark.errors import Interrupted, UnusableInput
from countermark.runners import journal, local
from countermark.runners.journal import Journal
from countermark.screener import Screener
from countermark.tables import FINDING
from runners.conftest import Watcher, screen, write_lines, written


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_a_run_stopped_between_chunks_goes_on_to_the_same_bytes(
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "findings.parquet"
    with pytest.raises(Interrupted, match="kept") as stopped:
        screen(feeds, out, screener, Watcher(2, interrupt))
    assert "--resume" in stopped.value.mend
    assert not out.exists()
    state = screen(feeds, out, screener, resume=True)
    assert written(tmp_path) == whole
    assert state.findings == 5249


@pytest.mark.parametrize("where", ["a chunk is counted", "a part is written", "the output is written"])
def test_a_run_stopped_in_the_middle_of_keeping_its_books_keeps_them_right(  # noqa: PLR0917  # fixtures
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:  # fmt: skip
    owners: dict[str, tuple[Any, str]] = {
        "a chunk is counted": (Journal, "add"),
        "a part is written": (np, "save"),
        "the output is written": (journal, "_write_parquet"),
    }
    owner, name = owners[where]
    inner: Callable[..., Any] = getattr(owner, name)
    calls = []

    def interrupted(*args: Any) -> None:
        inner(*args)
        calls.append(name)
        if len(calls) == (1 if name == "_write_parquet" else 3):
            interrupt()

    monkeypatch.setattr(owner, name, interrupted)
    monkeypatch.setattr(local, "CHECKPOINT_SECONDS", 0.0)
    out = tmp_path / "findings.parquet"
    if name == "_write_parquet":
        screen(feeds, out, screener)  # too late: everything is done but this
    else:
        with pytest.raises(Interrupted):
            screen(feeds, out, screener)
        screen(feeds, out, screener, resume=True)
    assert written(tmp_path) == whole


def test_a_finished_run_is_not_resumed(screener: Screener, tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", [{"listing_id": "1", "title": "Nor\u200brvik"}])
    out = tmp_path / "out.jsonl"
    screen([feed], out, screener, workers=1, resume=True)
    with pytest.raises(UnusableInput, match="finished"):
        screen([feed], out, screener, workers=1, resume=True)


class TestJournal:
    """What stands on disk between a stop and a resumption."""

    def test_a_run_is_resumed_with_the_same_feeds_references_and_scoring_only(self, tmp_path: Path) -> None:
        kept = Journal(tmp_path / "out.jsonl", "one", resume=False)
        kept.checkpoint()
        with pytest.raises(UnusableInput, match="other feeds") as refused:
            Journal(tmp_path / "out.jsonl", "another", resume=True)
        assert refused.value.mend
        assert Journal(tmp_path / "out.jsonl", "one", resume=True).state.parts == 1

    def test_without_resume_a_run_begins_anew(self, tmp_path: Path) -> None:
        Journal(tmp_path / "out.jsonl", "one", resume=False).checkpoint()
        assert Journal(tmp_path / "out.jsonl", "one", resume=False).state.parts == 0

    def test_what_stands_in_no_state_never_happened(self, tmp_path: Path) -> None:
        kept = Journal(tmp_path / "out.jsonl", "one", resume=False)
        kept.add(FINDING.empty_table(), [], np.array([1, 2], dtype=np.uint64))
        kept.checkpoint()
        (kept.folder / "000001.parquet").write_bytes(b"half a part")
        (kept.folder / "state.tmp").write_bytes(b"{")
        again = Journal(tmp_path / "out.jsonl", "one", resume=True)
        assert again.seen.add(np.array([2, 3], dtype=np.uint64)).tolist() == [True, False]
        again.finish()
        assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]

    @pytest.mark.parametrize("damage", ["{", "{}", ""])
    def test_books_that_cannot_be_read_are_told(self, tmp_path: Path, damage: str) -> None:
        kept = Journal(tmp_path / "out.jsonl", "one", resume=False)
        kept.checkpoint()
        (kept.folder / "state.json").write_text(damage)
        with pytest.raises(UnusableInput, match="cannot be read") as refused:
            Journal(tmp_path / "out.jsonl", "one", resume=True)
        assert "--resume" in refused.value.mend

    def test_ids_that_are_gone_are_told(self, tmp_path: Path) -> None:
        kept = Journal(tmp_path / "out.jsonl", "one", resume=False)
        kept.checkpoint()
        (kept.folder / "000000.ids.npy").unlink()
        with pytest.raises(UnusableInput, match="cannot be read"):
            Journal(tmp_path / "out.jsonl", "one", resume=True)
