"""One file of references as it was read: its values, what is wrong with their shape, where each stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from countermark.errors import Fault
from countermark.references.model import ReferenceSet

_LONGEST: Final = 300
Path = tuple[str | int, ...]
"""The way to a value: `("brands", 0, "words", 2, "text")`."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the value at `path`, before it is known where in the file that is."""

    path: Path
    what: str
    mend: str


def told(place: str, what: str, mend: str) -> Fault:
    """A fault fit for a terminal: long values that it quotes are cut, and what no one sees is spelt out."""
    return Fault(place, _shown(what), _shown(mend))


def _shown(text: str) -> str:
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in cut)


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds. Blanks fill in for values whose shape is wrong, so that paths keep their indices."""

    file: str
    references: ReferenceSet = field(default_factory=ReferenceSet)
    misshapen: tuple[Flaw, ...] = ()
    blanks: frozenset[Path] = frozenset()
    """Where a blank stands: nothing at or below these says anything about the brand."""
    unreadable: tuple[Fault, ...] = ()
    locate: Callable[[Path], str] = str
    """The place of a path within the file: a line, or a row and the column in it."""

    def fault(self, flaw: Flaw) -> Fault:
        """`flaw` with its place."""
        return told(self.place(flaw.path), flaw.what, flaw.mend)

    def place(self, path: Path) -> str:
        """Where `path` stands, for a person."""
        return f"{self.file}:{self.locate(path)}"
