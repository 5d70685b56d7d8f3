"""String keys of parts of many short words at once: every beginning, part, and word with a letter left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.text.keys import I64, PRIME, U64, canonical, rotate, shift_of

LONGEST: Final = 32
"""Code points of a word that are looked at. Longer words are cut: no mark to be found in parts is longer."""


class Letters:
    """`words` as a table of code points, with the string key of every beginning."""

    def __init__(self, words: Sequence[str]) -> None:
        table = np.array(words, dtype=f"<U{LONGEST}") if len(words) else np.empty(0, dtype=f"<U{LONGEST}")
        codes = np.ascontiguousarray(table).view(np.uint32).reshape(len(words), LONGEST)
        self.lengths: I64 = (codes != 0).sum(axis=1)
        width = int(self.lengths.max(initial=0))
        self.codes: NDArray[np.uint32] = codes[:, :width]

    @cached_property
    def _bytes(self) -> tuple[U64, NDArray[np.int64]]:
        """Each code point's UTF-8 bytes as a little-endian number, and where they begin in the word (width + 1)."""
        # One place of all words after the other: so are they worked on.
        values = self.codes.astype(np.uint64, order="F")
        widths = (self.codes != 0).astype(np.int64, order="F")
        beyond = np.nonzero(self.codes >= 0x80)
        values[beyond], widths[beyond] = _encoded(values[beyond])
        places = np.zeros((len(values), values.shape[1] + 1), dtype=np.int64, order="F")
        np.cumsum(widths, axis=1, out=places[:, 1:])
        return values, places

    @cached_property
    def beginnings(self) -> U64:
        """String keys of the first n letters of each word, n from 0 to the width of the table."""
        values, places = self._bytes
        keys = np.zeros((len(values), values.shape[1] + 1), dtype=np.uint64, order="F")
        for place in range(values.shape[1]):
            turned = rotate(values[:, place], shift_of(places[:, place]))
            keys[:, place + 1] = canonical(keys[:, place] + turned)
        return keys

    @property
    def whole(self) -> U64:
        """String keys of the whole words."""
        return self.beginnings[np.arange(len(self.lengths)), self.lengths]

    def parts(self, rows: I64, begins: I64, ends: I64) -> U64:
        """String keys of letters `begins` to `ends` of the words `rows`."""
        low = self.beginnings[rows, begins]
        high = self.beginnings[rows, ends]
        places = (self._bytes[1][rows, begins] * 8) % 61
        return canonical(rotate(canonical(high + (PRIME - low)), ((61 - places) % 61).astype(np.uint64)))

    def without_one(self, shortest: int = 1) -> tuple[I64, I64, U64]:
        """Every word of at least `shortest` letters with one letter left out: word, place of the letter, string key.

        Places whose letter repeats the one before are left out: they give the same string.
        """
        width = self.codes.shape[1]
        places = np.arange(width)
        here = (places[None, :] < self.lengths[:, None]) & (self.lengths[:, None] >= shortest)
        here[:, 1:] &= self.codes[:, 1:] != self.codes[:, :-1]
        rows, left_out = np.nonzero(here)
        return rows, left_out, self._less(rows, left_out, left_out + 1)

    def without_between(self, shortest: int) -> tuple[I64, U64]:
        """Every word of at least `shortest` letters with what parts two equal letters left out, and one of these.

        `felolow` is `felow`, as is every word without its doubled letters. Word and string key.
        """
        width = self.codes.shape[1]
        here = np.zeros((len(self.lengths), width), dtype=np.bool_)
        if width > 2:
            codes = self.codes
            here[:, 1:-1] = (codes[:, 2:] == codes[:, :-2]) & (codes[:, 2:] != 0)
        here &= self.lengths[:, None] >= shortest
        rows, left_out = np.nonzero(here)
        return rows, self._less(rows, left_out, left_out + 2)

    def _less(self, rows: I64, begins: I64, ends: I64) -> U64:
        """String keys of the words `rows` with letters `begins` to `ends` left out."""
        before = self.beginnings[rows, begins]
        behind = self.parts(rows, ends, self.lengths[rows])
        turns = ((self._bytes[1][rows, begins] * 8) % 61).astype(np.uint64)
        return canonical(before + rotate(behind, turns))


def _encoded(codes: U64) -> tuple[U64, I64]:
    """The UTF-8 bytes of code points beyond ASCII as little-endian numbers, and how many these are."""
    six = np.uint64(0x3F)

    def tail(places: int) -> U64:
        return (codes >> np.uint64(places)) & six | np.uint64(0x80)

    eight, sixteen, twenty_four = np.uint64(8), np.uint64(16), np.uint64(24)
    two = (codes >> np.uint64(6) | np.uint64(0xC0)) | tail(0) << eight
    three = (codes >> np.uint64(12) | np.uint64(0xE0)) | tail(6) << eight | tail(0) << sixteen
    four = (
        (codes >> np.uint64(18) | np.uint64(0xF0))
        | tail(12) << eight
        | tail(6) << sixteen
        | tail(0) << twenty_four
    )
    values = np.where(codes < 0x800, two, np.where(codes < 0x10000, three, four))
    return values, np.where(codes < 0x800, 2, np.where(codes < 0x10000, 3, 4))
