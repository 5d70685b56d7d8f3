"""Runs programs as a user would, and watches their memory and processor time, those of their children included."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

BENCH: Final = Path(__file__).parent
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_EVERY: Final = 0.25
_SAID: Final = 1500
"""Letters of a failed program's last words that are kept."""


class Ran(NamedTuple):
    """How a program went. Bytes are peaks over all its processes; `shared` counts shared pages in full."""

    status: int
    seconds: float
    cpu: float
    said: str
    memory: int
    shared: int
    exact: bool
    """Whether `memory` counts shared pages once (PSS); else it is the same as `shared`."""

    def check(self, *good: int) -> Ran:
        """The same; an error if the exit status is none of `good` (0)."""
        if self.status not in (good or (0,)):
            raise RuntimeError(f"exit status {self.status}: {self.said[-_SAID:]}")
        return self

    def number(self, pattern: str) -> float:
        """The number that the first group of `pattern` finds in what was said."""
        found = re.search(pattern, self.said)
        if found is None:
            raise RuntimeError(f"nothing like {pattern!r} in: {self.said[-_SAID:]}")
        return float(found[1].replace(",", ""))


def run(*arguments: str, watch: bool = False) -> Ran:
    """`countermark ARGUMENTS`."""
    return _run([sys.executable, "-c", "from countermark.cli import main; main()", *arguments], watch=watch)


def program(path: str, *arguments: str, watch: bool = False, live: bool = False) -> Ran:
    """A Python program of the benchmarks; `live`: what it says beside its results is shown at once."""
    return _run([sys.executable, "-u", str(BENCH / path), *arguments], watch=watch, live=live)


def _run(arguments: list[str], *, watch: bool, live: bool = False) -> Ran:
    began, before = time.perf_counter(), os.times()
    child = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace",
    )  # fmt: skip
    watcher = Watcher(child.pid) if watch else None
    try:
        text = "".join(_said(child, live=live))
        status = child.wait()
    except BaseException:
        child.send_signal(signal.SIGTERM)
        child.wait()
        raise
    finally:
        if watcher is not None:
            watcher.stop()
    seconds, after = time.perf_counter() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    peaks = (watcher.memory, watcher.shared, watcher.exact) if watcher else (0, 0, False)
    return Ran(status, seconds, cpu, text, *peaks)


def _said(child: subprocess.Popen[str], *, live: bool) -> Iterator[str]:
    """What the program says, line by line; shown as it comes, results for programs apart."""
    assert child.stdout is not None
    for line in child.stdout:
        if live and not line.startswith("{"):
            print(f"    {line.rstrip()}", file=sys.stderr, flush=True)
        yield line


class Watcher:
    """Looks a few times a second how much memory a process and its descendants hold."""

    def __init__(self, pid: int) -> None:
        self.memory = self.shared = 0
        self.exact = True
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            family = list(descendants(self._pid))
            shared = sum(map(_resident, family))
            own = [_proportional(pid) for pid in family]
            self.exact = self.exact and None not in own
            self.shared = max(self.shared, shared)
            self.memory = max(self.memory, sum(size or 0 for size in own) if self.exact else shared)


def descendants(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    children = defaultdict(list)
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                told = Path(entry.path, "stat").read_text()
            except OSError:
                continue  # it has ended since
            children[int(told.rpartition(")")[2].split()[1])].append(int(entry.name))
    waiting = [pid]
    while waiting:
        found = waiting.pop()
        waiting.extend(children[found])
        yield found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int | None:
    """PSS; None where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0 if not Path(f"/proc/{pid}").exists() else None
    except OSError:
        return None
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
