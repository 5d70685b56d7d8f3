"""Locks between processes of one machine: they end with the process, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock file at `path`; false if another has it, or took it away. The file itself stays."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _taken(path, handle)
    finally:
        os.close(handle)


def _taken(path: Path, handle: int) -> bool:
    try:
        _take(handle)
        # Between opening and taking it another may have taken and removed it: then it guards nothing.
        return path.stat().st_ino == os.fstat(handle).st_ino
    except OSError:
        return False
