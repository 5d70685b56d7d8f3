"""Marks in scripts written without spaces: the rows that have all of their letters, wherever they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermark.history.index import U16, Index, common
from countermark.text.chars import plain


class Letters:
    """For each letter of the terms the code points that it may be written with; those met before are
    remembered.
    """

    def __init__(self, letters: Sequence[str]) -> None:
        self._written: dict[str, set[int]] = {letter: set() for letter in letters}
        self._met: set[int] = set()

    def rows(self, index: Index, letters: Sequence[str]) -> U16:
        """The rows that have every one of `letters`."""
        codes = index.numbers("letter")
        for code in set(codes.tolist()) - self._met:
            self._met.add(code)
            for letter, written in self._written.items():
                if _may_be(chr(code), letter):
                    written.add(code)
        return common([self._with(index, codes, letter) for letter in letters])

    def _with(self, index: Index, codes: NDArray[np.uint64], letter: str) -> U16:
        written = np.array(sorted(self._written[letter]), dtype=np.uint64)
        return index.rows("letter", np.flatnonzero(np.isin(codes, written)))


def _may_be(char: str, letter: str) -> bool:
    """Whether a character is a letter, or a part of one that is written in several characters, or holds
    it.
    """
    if char == letter or letter in plain(char):
        return True
    # Syllables of Hangul and voiced kana come in one character or in several, full width or half.
    one, whole = unicodedata.normalize("NFKD", char), unicodedata.normalize("NFKD", letter)
    return one in whole or whole in one
