"""`countermark screen` as it is run in a shell: what it says, how it ends, and what a stop leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runners.conftest import rejections, rows, write_lines

COMMAND = (
    "import sys; import countermark.commands.progress as progress; import countermark.runners.local as local;"
    "progress._SECONDS = 0.0; local.CHECKPOINT_SECONDS = 0.0; from countermark.cli import main; main()"
)
"""The command, telling and keeping what is done after every chunk instead of every so many seconds."""
FEEDS = 8


def begun(*arguments: object) -> subprocess.Popen[str]:
    """A run in a process group of its own, as a shell starts it."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def screen(*arguments: object) -> tuple[int, str, str]:
    return ended(begun("screen", *arguments))


def findings(path: Path) -> list[dict[str, Any]]:
    """Findings without the time at which they were made."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{name: value for name, value in one.items() if name != "screened_at"} for one in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feeds that keep a process busy for a while: chunk after chunk."""
    folder = tmp_path_factory.mktemp("feeds")
    for n in range(FEEDS):
        write_lines(folder / f"{n}.jsonl", rows(n * 6000, 6000))
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path, index: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    out = tmp_path_factory.mktemp("whole") / "findings.jsonl"
    status, told, progress = screen(folder, "--references", index, "--out", out, "--workers", 2)
    assert (status, progress.count(" suspect")) == (0, FEEDS), (
        "one line of progress a chunk, and it ends well"
    )
    assert f"{FEEDS * 6000:,} listings screened" in told
    assert f"{FEEDS * 1500:,} findings in {out}" in told
    assert "Norrvik" in progress
    return findings(out)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a run has started."""
    found = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    assert found
    return found


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stderr is not None
    yield from process.stderr


def gone(pids: list[int], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}/status").exists() and not is_zombie(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def is_zombie(pid: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True


@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-C while it starts", "kill -9"])
def test_a_run_that_is_stopped_goes_on_to_the_same_findings(
    folder: Path, index: Path, whole: list[dict[str, Any]], tmp_path: Path, how: str
) -> None:
    out = tmp_path / "findings.jsonl"
    call = ["screen", folder, "--references", index, "--out", out, "--workers", 2]
    process = begun(*call)
    if how == "Ctrl-C while it starts":
        while not out.with_name("findings.jsonl.partial").exists():
            time.sleep(0.01)
        time.sleep(0.3)
        workers = []
    else:
        told = lines(process)  # one line a chunk
        _ = next(told), next(told)
        workers = workers_of(process)
    if how == "kill -9":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it, too
    status, _, said = ended(process)
    assert gone(workers), "no worker is left behind"
    assert not out.exists()
    if how != "kill -9":
        assert status == 130
        assert "--resume" in said
        assert "Traceback" not in said
    status, _, said = screen(*call[1:], "--resume")
    assert status == 0
    assert said.count(" suspect") < FEEDS or how == "Ctrl-C while it starts", (
        "what was finished is not done again"
    )
    assert findings(out) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["findings.jsonl"]


def test_rejected_rows_are_an_exit_status_of_their_own(index: Path, tmp_path: Path) -> None:
    several = rows(0, 8)
    several[3]["price"] = "-3 EUR"
    feed = write_lines(tmp_path / "feed.jsonl", several)
    status, told, _ = screen(feed, "--references", index, "--out", tmp_path / "out.parquet", "--workers", 1)
    assert status == 1
    assert "1 rows rejected" in told
    assert str(tmp_path / "out.rejected.jsonl") in told
    (rejected,) = rejections(tmp_path / "out.rejected.jsonl")
    assert (rejected["file"], rejected["line"], rejected["listing_id"]) == (str(feed), 4, "L3")
    assert "-3" in rejected["row"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"feed": "nothing.jsonl"}, "nothing.jsonl"),
        ({"--references": "nothing"}, "no such file or folder"),
        ({"--out": "out.csv"}, ".parquet or .jsonl"),
        ({"--out": "there.jsonl"}, "is there already"),
        ({"--out": "nothing/out.jsonl"}, "no such folder"),
        ({"--scoring": "v0"}, "no scoring"),
        ({"--tables": "nothing"}, "nothing"),
        ({"--workers": "0"}, "--workers"),
    ],
)
def test_what_cannot_be_used_is_told_at_once_with_what_to_do(
    index: Path, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    write_lines(tmp_path / "feed.jsonl", rows(0, 4))
    (tmp_path / "there.jsonl").write_text("of an older run")
    before = sorted(path.name for path in tmp_path.iterdir())
    facts = {"feed": "feed.jsonl", "--references": str(index), "--out": "out.jsonl", **change}
    options = [part for name, value in facts.items() if name != "feed" for part in (name, value)]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "screen", facts["feed"], *options],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert message in done.stderr
    assert "Mend:" in done.stderr or "Usage:" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "there.jsonl").read_text() == "of an older run"


def test_findings_that_are_there_are_replaced_if_asked(index: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("of an older run")
    feed = write_lines(tmp_path / "feed.jsonl", rows(0, 4))
    status, _, _ = screen(feed, "--references", index, "--out", out, "--workers", 1, "--overwrite")
    assert (status, len(findings(out))) == (0, 1)


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
    folder: Path, index: Path, whole: list[dict[str, Any]], small_disk: Path
) -> None:
    filling = small_disk / "filling"
    filling.write_bytes(b"x" * 900_000)
    call = [folder, "--references", index, "--out", small_disk / "findings.jsonl", "--workers", 2]
    status, _, said = screen(*call)
    assert status == 2
    assert "No space left on device" in said
    assert "--resume" in said
    assert "Traceback" not in said
    filling.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert screen(*call, "--resume")[0] == 0
    assert findings(small_disk / "findings.jsonl") == whole
