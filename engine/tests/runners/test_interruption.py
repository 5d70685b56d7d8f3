"""A run that is stopped, whenever, keeps what it finished, and goes on as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from countermark.errors import Interrupted, OutputFailed, UnusableInput
from countermark.runners import journal, local
from countermark.runners.journal import Journal
from countermark.screener import Screener
from countermark.tables import FINDING
from runners.conftest import screen, write_lines, written


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("where", ["a chunk is counted", "the output is written"])
def test_a_run_stopped_in_the_middle_of_keeping_its_books_keeps_them_right(  # fixtures
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, where: str,
) -> None:  # fmt: skip
    owners: dict[str, tuple[Any, str]] = {
        "a chunk is counted": (Journal, "add"),
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where one may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"no small disk to fill can be mounted here: {made.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], small_disk: Path
) -> None:
    filling = small_disk / "filling"
    filling.write_bytes(b"x" * 1_000_000)
    out = small_disk / "findings.parquet"
    with pytest.raises(OutputFailed, match="No space left on device") as failed:
        screen(feeds, out, screener)
    assert "--resume" in failed.value.mend
    filling.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    screen(feeds, out, screener, resume=True)
    assert written(small_disk) == whole


def test_a_finished_run_is_not_resumed(screener: Screener, tmp_path: Path) -> None:
    feed = write_lines(tmp_path / "feed.jsonl", [{"listing_id": "1", "title": "Nor\u200brvik"}])
    out = tmp_path / "out.jsonl"
    screen([feed], out, screener, resume=True)
    with pytest.raises(UnusableInput, match="finished"):
        screen([feed], out, screener, resume=True)


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
