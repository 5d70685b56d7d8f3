"""All terms of a set of references: the compiled tables of every segment, seen as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.sieve import BEGINS, EXACT, LETTERS, PREFIX, WORD_BEGINS, WORD_LETTERS, Sieve
from countermark.matching.terms import BY_PLACE, OF_WORDS, PARTS, TermKind, TermTable
from countermark.text.fold import fold, skeleton
from countermark.text.keys import I64, U64

I32 = NDArray[np.int32]


class TermText(NamedTuple):
    """A term as text: as its owner wrote it, folded, folded without spaces, and its skeleton."""

    text: str
    folded: str
    letters: str
    skeleton: str


class Vocabulary:
    """Terms numbered through all segments. `brands` counts brands through all segments too; -1 for phrases."""

    def __init__(
        self, segments: Sequence[TermTable], brands: Sequence[I32], alive: Sequence[NDArray[np.bool_]]
    ) -> None:
        """`brands` and `alive` have one array a segment: the brand of each term, and whether the term still counts."""
        self.segments = tuple(segments)
        sizes = [len(segment) for segment in segments]
        self.offsets: I64 = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        self.brands: I32 = np.concatenate([np.empty(0, dtype=np.int32), *brands])
        self.kinds = np.concatenate([np.empty(0, dtype=np.uint8), *(segment.kinds for segment in segments)])
        self.flags = np.concatenate([np.empty(0, dtype=np.uint8), *(segment.flags for segment in segments)])
        self.alive = np.concatenate([np.empty(0, dtype=np.bool_), *alive])
        self.all_alive = bool(self.alive.all())
        # Two, since every word of a text is asked of the first, which then lies in a nearer cache.
        self.plain_sieve = self._sieve(_PLAINLY)
        self.sieve = self._sieve(_OTHERWISE)
        self._texts: dict[int, TermText] = {}

    def __len__(self) -> int:
        return len(self.brands)

    def _sieve(self, sieved: Sequence[tuple[str, int]]) -> Sieve:
        views = [(segment.views[name], flag) for segment in self.segments for name, flag in sieved]
        sieve = Sieve(sum(len(view.keys) for view, _ in views))
        for view, flag in views:
            sieve.add(view.keys, flag)
        return sieve

    def find(self, view: str, keys: U64) -> tuple[I64, I32]:
        """(index into `keys`, term) of every living term (or word of a phrase) that has one of `keys` in `view`."""
        found = [segment.views[view].find(keys) for segment in self.segments]
        scale = PARTS if view in BY_PLACE else 1
        which = np.concatenate([np.empty(0, dtype=np.int64), *(which for which, _ in found)])
        terms = np.concatenate(
            [np.empty(0, dtype=np.int32)]
            + [
                terms + np.int32(offset * scale)
                for (_, terms), offset in zip(found, self.offsets, strict=False)
            ]
        )
        # A word may be one of living phrases, too, whatever has become of the one that stands for them.
        if not self.all_alive and len(terms) and view not in OF_WORDS:
            living = self.alive[terms // scale]
            which, terms = which[living], terms[living]
        return which, terms.astype(np.int32)

    def has(self, view: str, keys: U64) -> NDArray[np.bool_]:
        """Whether any segment has each of `keys` in `view`, living or not."""
        out = np.zeros(len(keys), dtype=np.bool_)
        for segment in self.segments:
            held = segment.views[view].keys
            if len(held):
                out |= held[np.minimum(np.searchsorted(held, keys), len(held) - 1)] == keys
        return out

    def text(self, term: int) -> TermText:
        """The term as text."""
        known = self._texts.get(term)
        if known is None:
            segment = int(np.searchsorted(self.offsets, term, side="right")) - 1
            written = self.segments[segment].texts[int(term - self.offsets[segment])]
            folded = fold(written)
            letters = folded.replace(" ", "")
            known = self._texts[term] = TermText(written, folded, letters, skeleton(letters))
        return known

    def is_mark(self, term: int) -> bool:
        """Whether the term names a brand."""
        return bool(self.kinds[term] != TermKind.PHRASE)


_PLAINLY = (("exact", EXACT), ("prefix", PREFIX))
_OTHERWISE = (
    ("letters", LETTERS), ("begins", BEGINS), ("word_letters", WORD_LETTERS), ("word_begins", WORD_BEGINS),
)  # fmt: skip
