"""What the matcher reads in a word or chunk by itself: whole terms, and single words of phrases.

Whether a word says enough to make up its phrase depends on what stands around it: two doubtful ones do. Here
every word counts that the matcher reads at all, and the screening of the rows found decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from countermark.matching.matcher import Matcher
from countermark.text.tokens import tokenise


class Read(NamedTuple):
    """(place among the texts, term) of every whole term, and (place, word) of every word of a phrase."""

    terms: set[tuple[int, int]]
    words: set[tuple[int, str]]


class Reader(Matcher):
    """A matcher that tells of every piece by itself what may be read in it."""

    def read(self, texts: Sequence[str]) -> Read:
        """What may be read in disguise in each of `texts`."""
        # The last one is a word, since there may be none in letters of unspaced scripts that pass for others.
        tokens = tokenise([pa.array([*texts, "word"], pa.string())])
        found = self._in_pieces(tokens)
        starts = np.array([disguise.start for disguise, _ in found], dtype=np.int64)
        read = Read(set(), set())
        places = np.searchsorted(tokens.offsets, starts, side="right") - 1
        for at, (disguise, place) in zip(places.tolist(), found, strict=True):
            if at == len(texts):
                continue
            if place < 0:
                read.terms.add((at, disguise.term))
            else:
                read.words.add((at, self.vocabulary.text(disguise.term).folded.split()[place]))
        return read
