"""Marks broken up into several words: the rows that have words which put together are the letters of a mark.

Whether the words stand side by side the index does not know; the screening of the rows found here does. Rows
are sets of bits, as Python's whole numbers, which are joined and cut a hundred times faster than lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.history.index import U16, Index
from countermark.hunt.quarry import Sought, parts_of

_MANY: Final = 4
"""Words from which on the number of them no longer counts."""


class Rows:
    """The rows of some words of one segment, as lists and as sets of bits, each worked out when first asked
    for.
    """

    def __init__(self, index: Index, entries: Mapping[str, NDArray[np.int64]], rows: int) -> None:
        self._index = index
        self._entries = entries
        self._bytes = (rows + 7) // 8
        self._rows: dict[str, U16] = {}
        self._sets: dict[str, int] = {}

    def __contains__(self, word: object) -> bool:
        return word in self._entries

    def of(self, word: str) -> U16:
        """The rows that have `word`."""
        found = self._rows.get(word)
        if found is None:
            found = self._rows[word] = self._index.rows("word", self._entries.get(word, ()))
        return found

    def __getitem__(self, word: str) -> int:
        """The rows that have `word`, as a set."""
        found = self._sets.get(word)
        if found is None:
            flags = np.zeros(self._bytes * 8, dtype=np.uint8)
            flags[self.of(word)] = 1
            packed = np.packbits(flags, bitorder="little").tobytes()
            found = self._sets[word] = int.from_bytes(packed, "little")
        return found

    def rows(self, members: int) -> U16:
        """The rows of a set."""
        packed = np.frombuffer(members.to_bytes(self._bytes, "little"), dtype=np.uint8)
        return np.flatnonzero(np.unpackbits(packed, bitorder="little")).astype(np.uint16)


def parted(term: Sought, rows: Rows) -> int:
    """The rows that may have a term in parts."""
    letters, size = term.letters, len(term.letters)
    standing = {part for part in parts_of(letters) if part in rows}
    if not standing:
        return 0
    found = 0
    for cut in term.cuts.in_two:
        if letters[:cut] in standing and letters[cut:] in standing:
            found |= rows[letters[:cut]] & rows[letters[cut:]]
    for one, two in term.cuts.in_three:
        if {letters[:one], letters[one:two], letters[two:]} <= standing:
            found |= rows[letters[:one]] & rows[letters[one:two]] & rows[letters[two:]]
    return found | _in_many(letters, size, standing, rows)


def _in_many(letters: str, size: int, standing: set[str], rows: Rows) -> int:
    """The rows that have the letters in four or more words."""
    # reached[n][end]: rows that have letters[:end] in n words (the last: in that many or more).
    reached = [[0] * (size + 1) for _ in range(_MANY + 1)]
    for end in range(1, size + 1):
        for begin in range(end):
            part = letters[begin:end]
            if part not in standing:
                continue
            if begin == 0:
                reached[1][end] = rows[part]
                continue
            for words in range(1, _MANY + 1):
                before = reached[words][begin]
                if before:
                    reached[min(words + 1, _MANY)][end] |= before & rows[part]
    return reached[_MANY][size]
