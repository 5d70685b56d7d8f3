"""A history's folder: which segments count, and how a new one comes to count.

    HISTORY/
      history.json                     that this is a history, and of which format
      segments/<day>/<name>/           see `segment`; what stands here counts
      unfinished/<name>/, <name>.lock  being written, by whoever holds the lock
      cursor.json                      what was hunted for, see `cursor`
      lock                             held by who rewrites or hunts; nobody needs it to add

A segment is written in `unfinished` and moved to its day in one step, so that there is no list of segments
that two processes could fight over or a kill could tear. A segment that stands in for others names them: from
the step on in which it appears they no longer count, whether they have been removed yet or not.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from countermark.errors import OutputFailed, UnusableInput
from countermark.history.index import U16
from countermark.history.lock import held
from countermark.history.segment import FORMAT, Segment, read_facts
from countermark.text.fold import fold
from countermark.text.keys import keys_of_texts

_MARKER: Final = "history.json"
_PARTS: Final = ("segments", "unfinished")
_TRIES: Final = 8
"""How often a lock of a name is asked for that someone sweeping may hold for a moment."""
_ROOM: Final = "make room or choose another --history; what was added before is kept"


class _Marker(msgspec.Struct):
    format: str


class History:
    """The listings of a history's folder. Opening one reads nothing but names and facts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, str], Segment] = {}

    @classmethod
    def open(cls, folder: Path) -> History:
        """The history in `folder`."""
        if not (folder / _MARKER).is_file():
            what = "holds no history" if folder.is_dir() else "no such folder"
            raise UnusableInput(f"{folder}: {what}", mend=f"countermark history add FEED --history {folder}")
        try:
            format_ = msgspec.json.decode((folder / _MARKER).read_bytes(), type=_Marker).format
        except (OSError, msgspec.MsgspecError) as error:
            raise UnusableInput(
                f"{folder / _MARKER}: cannot be read ({error})", mend="copy it back from a backup"
            ) from error
        if format_ != FORMAT:
            raise UnusableInput(
                f"{folder}: a history of format {format_}; this version of countermark reads {FORMAT}",
                mend="use the version of countermark that wrote it",
            )
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> History:
        """The history in `folder`, a new one if there is none. A folder with other content is refused."""
        if (folder / _MARKER).is_file():
            return cls.open(folder)
        try:
            # One that is being made, or whose making was cut short, has some of the parts.
            there = {path.name for path in folder.iterdir()} if folder.exists() else set()
            if _MARKER in there:  # someone else was quicker
                return cls.open(folder)
            if {name for name in there if not name.startswith(".")} - set(_PARTS):
                raise UnusableInput(
                    f"{folder}: holds other things", mend="give a new or an empty folder for the history"
                )
            for name in _PARTS:
                (folder / name).mkdir(parents=True, exist_ok=True)
            replace_file(folder / _MARKER, msgspec.json.encode(_Marker(FORMAT)))
        except OSError as error:
            raise OutputFailed(
                f"{folder}: cannot be written ({error.strerror or error})", mend=_ROOM
            ) from error
        return cls(folder)

    def days(self) -> list[dt.date]:
        """The days on which listings were added."""
        folder = self.folder / "segments"
        try:
            return sorted(_day(path) for path in _listed(folder))
        except OSError as error:
            raise UnusableInput(
                f"{folder}: this part of the history cannot be read ({error.strerror or error})",
                mend="copy it back from a backup",
            ) from error

    def segments(self) -> list[Segment]:
        """The segments that count now, in the order of days and of adding."""
        return [segment for day in self.days() for segment in self.of_day(day)]

    def of_day(self, day: dt.date) -> list[Segment]:
        """The segments of one day, in the order of adding."""
        folder = self.folder / "segments" / day.isoformat()
        while True:
            try:
                return self._counting(folder) if folder.is_dir() else []
            except FileNotFoundError as missing:
                # One was replaced while we read: what stands in for it is there now. A folder goes in one step.
                gone = Path(missing.filename or folder)
                if gone != folder and gone.parent.is_dir():
                    raise _incomplete(gone) from missing

    def _counting(self, folder: Path) -> list[Segment]:
        names = sorted(path.name for path in _listed(folder))
        found = {name: self._segment(folder, name) for name in names}
        replaced = {name for segment in found.values() for name in segment.facts.replaces}
        return [segment for name, segment in found.items() if name not in replaced]

    def _segment(self, folder: Path, name: str) -> Segment:
        known = self._known.get((folder.name, name))
        if known is None:
            known = self._known[folder.name, name] = Segment(folder / name, read_facts(folder / name))
        return known

    @contextmanager
    def writing(self, name: str, day: dt.date) -> Iterator[Path]:
        """A folder to write a segment into; it counts when the block ends well, and never was if it does
        not.
        """
        part = self.folder / "unfinished" / name
        lock = part.with_name(f"{name}.lock")
        target = self.folder / "segments" / day.isoformat() / name
        try:
            with ExitStack() as locks:
                if not any(locks.enter_context(held(lock)) for _ in range(_TRIES)):
                    raise OutputFailed(f"{part}: was taken by another process", mend="add the listings again")
                part.mkdir()
                yield part
                _to_disk(part)
                target.parent.mkdir(exist_ok=True)
                _to_disk(target.parent.parent)
                part.rename(target)
                _to_disk(target.parent)
        except OSError as error:
            raise OutputFailed(
                f"{part}: could not be written ({error.strerror or error})", mend=_ROOM
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
            lock.unlink(missing_ok=True)

    def remove(self, day: dt.date, name: str) -> None:
        """Remove a segment from disk: in one step from the history, then its files."""
        path = self.folder / "segments" / day.isoformat() / name
        gone = self.folder / "unfinished" / f"{name}.gone"
        try:
            path.rename(gone)
            _to_disk(path.parent)
            shutil.rmtree(gone)
            _to_disk(gone.parent)
        except FileNotFoundError:
            shutil.rmtree(gone, ignore_errors=True)
        except OSError as error:
            raise OutputFailed(
                f"{gone}: could not be removed ({error.strerror or error})",
                mend="see that the folder may be written, then run the same command again",
            ) from error
        self._known.pop((day.isoformat(), name), None)

    def sweep(self) -> None:
        """Remove what no longer counts: segments that were replaced, and what dead processes left
        unfinished.
        """
        for day in self.days():
            folder = self.folder / "segments" / day.isoformat()
            for name in {name for segment in self.of_day(day) for name in segment.facts.replaces}:
                if (folder / name).is_dir():
                    self.remove(day, name)
        unfinished = self.folder / "unfinished"
        for lock in unfinished.glob("*.lock"):
            with held(lock) as dead:
                if dead:
                    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                    lock.unlink(missing_ok=True)
        for path in unfinished.iterdir():
            # Who writes makes the lock first.
            if path.suffix == ".gone" or (
                path.suffix != ".lock" and not path.with_name(f"{path.name}.lock").exists()
            ):
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep out everyone else who rewrites or hunts. Adding goes on."""
        with ExitStack() as locks:
            try:
                mine = locks.enter_context(held(self.folder / "lock"))
            except OSError as error:
                raise OutputFailed(
                    f"{self.folder / 'lock'}: could not be written ({error.strerror or error})",
                    mend="see that the history's folder may be written",
                ) from error
            if not mine:
                raise UnusableInput(
                    f"{self.folder}: another process is hunting in this history or rewriting it",
                    mend="wait until it has ended",
                )
            yield

    def find(self, text: str) -> Iterator[tuple[Segment, U16]]:
        """The rows, segment by segment, that have every word of `text` in any field; most have none."""
        words, _ = keys_of_texts(fold(text).split())
        for segment in self.segments():
            rows = segment.index.with_all(words)
            if len(rows):
                yield segment, rows


def new_name(now: dt.datetime, part: int, piece: int = 0) -> str:
    """A name for a segment, unlike any other; names sort by time, then by `part`, then by `piece` of it."""
    return f"{now:%H%M%S%f}-{part:09d}-{piece:04d}-{secrets.token_hex(4)}"


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step. Raises `OSError`."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _to_disk(path.parent)


def _to_disk(folder: Path) -> None:
    """Bring a folder's list of names to the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _listed(folder: Path) -> list[Path]:
    """What stands in a folder, but for what other programs hide there. Raises `OSError`."""
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def _day(path: Path) -> dt.date:
    try:
        return dt.date.fromisoformat(path.name)
    except ValueError as error:
        raise UnusableInput(
            f"{path}: is no day of a history", mend="move it elsewhere: only countermark may write here"
        ) from error


def _incomplete(missing: Path) -> UnusableInput:
    return UnusableInput(
        f"{missing.parent}: this part of the history cannot be read ({missing.name} is missing)",
        mend="copy it back from a backup; or remove this folder, and its listings are gone from the history",
    )
