"""The pictures that references name: they must lie in the folder, and be files of a kind that is read."""

from __future__ import annotations

import re
import stat
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from countermark.references.suggestions import nearest

SUFFIXES: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|~")
Complaint = tuple[str, str]
"""What is wrong, and how to mend it."""


class PictureFolder:
    """The folder of a reference set, asked about one picture after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real = folder.resolve()
        self._names = lru_cache(maxsize=1024)(_names_in)
        self._holds = lru_cache(maxsize=4096)(self._leads_into)

    def complaint(self, name: str) -> Complaint | None:
        """What is wrong with the picture `name`, a path relative to the folder; None if nothing is."""
        if not name.strip() or not name.isprintable():
            return f"the picture's name {name!r} is empty or unprintable", "Write a path: logos/mark.svg."
        if "\\" in name:
            return f'"{name}" has a backslash', f'Write "{name.replace(chr(92), "/")}".'
        path = PurePosixPath(name)
        if _ELSEWHERE.match(name) or ".." in path.parts:
            mend = f"Put the picture into the folder and name it by its path there: logos/{path.name}."
            return f'"{name}" is no path within the folder', mend
        if path.suffix.lower() not in SUFFIXES:
            return f'"{name}" is no picture that is read', f"Save it as one of {', '.join(SUFFIXES)}."
        return self._file_complaint(path)

    def _file_complaint(self, name: PurePosixPath) -> Complaint | None:
        path = self._folder / name
        try:
            found = path.lstat()
            linked = stat.S_ISLNK(found.st_mode)
            if not self._holds(path.parent) or (linked and not self._leads_into(path)):
                return f'"{name}" leads out of the folder through a link', "Copy the picture into the folder."
            found = path.stat() if linked else found
        except OSError:
            return f'there is no picture "{name}"', self._missing_mend(name)
        if not stat.S_ISREG(found.st_mode):
            return f'"{name}" is not a file', "Name the picture itself."
        return None if found.st_size else (f'the picture "{name}" is empty', "Copy it here again.")

    def _leads_into(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._real)

    def _missing_mend(self, name: PurePosixPath) -> str:
        near = nearest(name.name, self._names(self._folder / name.parent))
        return f'Did you mean "{name.parent / near}"?' if near else "Put it there, or take its name out."


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError:
        return frozenset()
