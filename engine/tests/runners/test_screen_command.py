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

import pytest

from countermark.cli import main
from runners.conftest import rejections, rows, write_lines

COMMAND = (
    "import sys; import countermark.commands.progress as progress; import countermark.runners.local as local;"
    "progress._SECONDS = 0.0; local.CHECKPOINT_SECONDS = 0.0; from countermark.cli import main; main()"
)
"""The command, telling and keeping what is done after every chunk instead of every so many seconds."""
FEEDS, ROWS = 6, 4000


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


def found(path: Path) -> list[str]:
    """The ids of the listings found."""
    return [json.loads(line)["listing_id"] for line in path.read_text(encoding="utf-8").splitlines()]


HIDDEN = [f"L{n}" for n in range(2, FEEDS * ROWS, 4)]
"""What a whole run finds."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feeds that keep a process busy for a while: chunk after chunk."""
    folder = tmp_path_factory.mktemp("feeds")
    for n in range(FEEDS):
        write_lines(folder / f"{n}.jsonl", rows(n * ROWS, ROWS))
    return folder


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
    folder: Path, index: Path, tmp_path: Path, how: str
) -> None:
    out = tmp_path / "findings.jsonl"
    call = ["screen", folder, "--references", index, "--out", out, "--workers", 2 if how == "Ctrl-C" else 1]
    process = begun(*call)
    if how == "Ctrl-C while it starts":
        while not out.with_name("findings.jsonl.partial").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3)
        workers = []
    else:
        told = lines(process)
        assert "Norrvik" in next(told), "one line a chunk"
        assert " suspect" in next(told)
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
    if how == "Ctrl-C while it starts":
        return
    status, told_last, said = screen(*call[1:], "--resume")
    assert status == 0
    assert said.count(" suspect") < FEEDS, "what was finished is not done again"
    assert f"{FEEDS * ROWS:,} listings screened" in told_last
    assert f"{len(HIDDEN):,} findings in {out}" in told_last
    assert found(out) == HIDDEN
    assert [path.name for path in tmp_path.iterdir()] == ["findings.jsonl"]


def test_rejected_rows_are_an_exit_status_of_their_own_and_old_findings_are_replaced_if_asked(
    index: Path, tmp_path: Path
) -> None:
    several = rows(0, 8)
    several[3]["price"] = "-3 EUR"
    feed, out = write_lines(tmp_path / "feed.jsonl", several), tmp_path / "out.jsonl"
    out.write_text("of an older run")
    status, told, _ = screen(feed, "--references", index, "--out", out, "--workers", 1, "--overwrite")
    assert status == 1
    assert "1 rows rejected" in told
    assert str(tmp_path / "out.rejected.jsonl") in told
    assert found(out) == ["L2", "L6"]
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
def test_what_cannot_be_used_is_told_at_once_with_what_to_do(  # fixtures
    index: Path, tmp_path: Path, change: dict[str, str], message: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write_lines(tmp_path / "feed.jsonl", rows(0, 4))
    (tmp_path / "there.jsonl").write_text("of an older run")
    before = sorted(path.name for path in tmp_path.iterdir())
    facts = {"feed": "feed.jsonl", "--references": str(index), "--out": "out.jsonl", **change}
    options = [part for name, value in facts.items() if name != "feed" for part in (name, value)]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["countermark", "screen", facts["feed"], *options])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert message in said
    assert "Mend:" in said or "Usage:" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "there.jsonl").read_text() == "of an older run"
