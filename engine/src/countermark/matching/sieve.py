"""Telling at the cost of one look that nothing has a key."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.text.keys import U64

EXACT: Final = 1
PREFIX: Final = 2
LETTERS: Final = 4
BEGINS: Final = 8


class Sieve:
    """A table of flags by the upper bits of a key."""

    def __init__(self, expected: int) -> None:
        # Sixteen places an entry keep false hits under 6 %; 8 MB still lies in the last-level cache.
        self._bits = int(np.clip(np.ceil(np.log2(max(expected, 1) * 16)), 16, 23))
        self._shift = np.uint64(64 - self._bits)
        self._table = np.zeros(1 << self._bits, dtype=np.uint8)

    def _places(self, keys: U64) -> U64:
        return (keys * np.uint64(0x9E3779B97F4A7C15)) >> self._shift

    def add(self, keys: U64, flag: int) -> None:
        """Let `test` of each key answer with `flag` among its flags."""
        places = self._places(keys)
        self._table[places] = self._table[places] | flag

    def test(self, keys: U64) -> NDArray[np.uint8]:
        """Flags that each key may have; a flag that is not set is certain."""
        return self._table[self._places(keys)]


class Seen:
    """Remembers keys in a table of fixed size: `unseen` is right whenever it says a key was seen, forgetful otherwise."""

    def __init__(self, bits: int = 20) -> None:
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, dtype=np.uint64)
        self._table[0] = 1  # a key that belongs elsewhere: an empty place 0 would hold the key 0

    def unseen(self, keys: U64) -> NDArray[np.bool_]:
        """Which of `keys` are not remembered."""
        return self._table[(keys * np.uint64(0x9E3779B97F4A7C15)) >> self._shift] != keys

    def add(self, keys: U64) -> None:
        """Remember `keys`, forgetting what stood in their places."""
        self._table[(keys * np.uint64(0x9E3779B97F4A7C15)) >> self._shift] = keys
