"""Two runs that would write to the same place: the second is refused, and the first never notices."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from countermark.errors import OutputFailed, UnusableInput
from countermark.runners.journal import claimed
from countermark.screener import Screener
from runners.conftest import Watcher, screen, written


@pytest.mark.parametrize("resume", [False, True])
def test_the_second_run_is_told_which_process_writes_there_and_the_first_ends_as_ever(
    feeds: tuple[Path, ...], screener: Screener, whole: dict[str, bytes], tmp_path: Path, *, resume: bool
) -> None:
    out, refused = tmp_path / "findings.parquet", []

    def second() -> None:
        with pytest.raises(UnusableInput) as error:
            screen(feeds, out, screener, resume=resume)
        refused.append(str(error.value))

    screen(feeds, out, screener, Watcher(1, second))
    (told,) = refused
    assert f"{out}: another run (process {os.getpid()}) is writing to it" in told
    assert "Mend: wait until it has ended, or give another --out" in told
    assert written(tmp_path) == whole


def test_a_lock_that_a_killed_run_left_behind_keeps_no_one_out(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / ".out.jsonl.lock").write_text("1\n")
    with claimed(out):
        assert (tmp_path / ".out.jsonl.lock").read_text() == f"{os.getpid()}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_given_back_when_a_run_fails_and_other_outputs_are_free(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with pytest.raises(OutputFailed, match="broke"), claimed(out):
        raise OutputFailed("broke")
    with claimed(out), claimed(tmp_path / "other.jsonl"), pytest.raises(UnusableInput), claimed(out):
        pytest.fail("two hold the same output")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".out.jsonl.lock").mkdir()
    with pytest.raises(OutputFailed, match="cannot be written") as failed, claimed(tmp_path / "out.jsonl"):
        pytest.fail("written where a folder stands")
    assert "--out" in failed.value.mend
