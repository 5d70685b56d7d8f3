"""Which words of a segment are heard as a term is: Latin ones, and Cyrillic ones in Latin letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.history.index import Texts
from countermark.hunt.hearing import sounds
from countermark.hunt.likeness import Shapes, cyrillic, sounding
from countermark.text.fold import fold
from countermark.text.sounds import cyrillic_to_latin, sound

_NONE: Final = np.empty(0, dtype=np.int64)


class Told(NamedTuple):
    """Words by what is heard of them."""

    same: dict[str, list[int]]

    def of(self, wanted: str | None) -> NDArray[np.int64]:
        """The words that are heard so."""
        return np.array(self.same.get(wanted, ()), dtype=np.int64) if wanted is not None else _NONE


class Listening:
    """Listens for what is heard of some terms."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = frozenset(wanted)
        # Terms of the same sounds are listened for at once.
        self._ears = sorted({sounds(told) for told in self._wanted})

    def listen(self, found: Shapes, texts: Texts) -> Told:
        """The words that are heard as something that is listened for."""
        same: dict[str, list[int]] = defaultdict(list)
        if self._ears:
            maybe = np.any([sounding(found, ears) for ears in self._ears], axis=0)
            for entry in np.flatnonzero(maybe & found.plain).tolist():
                self._sort(same, entry, (texts.text(entry).lower(),))
            for entry in np.flatnonzero(maybe & cyrillic(found)).tolist():
                word = texts.text(entry)
                # Folding takes the sign from a letter that is heard with it.
                self._sort(same, entry, {*cyrillic_to_latin(fold(word)), *cyrillic_to_latin(word.lower())})
        return Told(same)

    def _sort(self, same: dict[str, list[int]], entry: int, ways: Iterable[str]) -> None:
        for told in {sound(way) for way in ways} & self._wanted:
            same[told].append(entry)
