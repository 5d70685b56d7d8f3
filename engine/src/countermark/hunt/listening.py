"""Which words of a segment are heard as something that is hunted for: Latin ones, those in letters that are read
as Latin ones, and Cyrillic ones in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from countermark.history.index import Texts
from countermark.hunt.hearing import sounds
from countermark.hunt.likeness import Shapes, cyrillic, sounding, strange
from countermark.matching.candidates import Piece
from countermark.text.fold import fold
from countermark.text.sounds import cyrillic_to_latin, sound, spoken


class Listening:
    """Listens for what is heard of some terms."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = frozenset(wanted)
        # Terms of the same sounds are listened for at once.
        self._ears = sorted({sounds(told) for told in self._wanted})

    def listen(self, found: Shapes, texts: Texts) -> NDArray[np.int64]:
        """The texts that are heard as something that is listened for."""
        heard = [
            entry
            for entry, ways in self._meant(found, texts)
            if not self._wanted.isdisjoint(map(sound, ways))
        ]
        return np.array(heard, dtype=np.int64)

    def _meant(self, found: Shapes, texts: Texts) -> Iterator[tuple[int, Iterable[str]]]:
        """Texts in which something may be heard, each with the Latin words that it may be meant for."""
        if not self._ears:
            return
        maybe = np.any([sounding(found, ears) for ears in self._ears], axis=0)
        for entry in np.flatnonzero(maybe & found.plain).tolist():
            yield entry, spoken(texts.text(entry).lower())
        for entry in np.flatnonzero(maybe & cyrillic(found)).tolist():
            word = texts.text(entry)
            # Folding takes the sign from a letter that is heard with it.
            yield entry, {*cyrillic_to_latin(fold(word)), *cyrillic_to_latin(word.lower())}
        # What is read as another letter is not heard as what it is.
        maybe = np.any([sounding(found, ears, surely=False) for ears in self._ears], axis=0)
        for entry in np.flatnonzero(maybe & strange(found)).tolist():
            piece = Piece.of(texts.text(entry))
            if piece.loose and piece.read:
                yield entry, spoken(piece.read)
