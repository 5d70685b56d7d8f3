"""Telling at the cost of one look that nothing has a key."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from countermark.text.keys import I64, U64, kernels

EXACT: Final = 1
PREFIX: Final = 2
LETTERS: Final = 4
BEGINS: Final = 8
WORD_LETTERS: Final = 16
WORD_BEGINS: Final = 32


class Sieve:
    """A table of flags by the upper bits of a key."""

    def __init__(self, expected: int) -> None:
        # Sixteen places an entry keep false hits under 6 %; 8 MB still lies in the last-level cache.
        self._bits = int(np.clip(np.ceil(np.log2(max(expected, 1) * 16)), 16, 23))
        self._shift = np.uint64(64 - self._bits)
        self.table = np.zeros(1 << self._bits, dtype=np.uint8)

    def _places(self, keys: U64) -> U64:
        return (keys * np.uint64(0x9E3779B97F4A7C15)) >> self._shift

    def add(self, keys: U64, flag: int) -> None:
        """Let `test` of each key answer with `flag` among its flags."""
        places = self._places(keys)
        self.table[places] = self.table[places] | flag

    def test(self, keys: U64) -> NDArray[np.uint8]:
        """Flags that each key may have; a flag that is not set is certain."""
        return self.table[self._places(keys)]


class _Slots:
    """Keys by some of their bits, the last one put in each place."""

    def __init__(self, bits: int, factor: int) -> None:
        self._shift = np.uint64(64 - bits)
        self.factor = np.uint64(factor)
        # An empty place holds a key that belongs elsewhere, so that it is equal to no key asked for. It takes no
        # memory until it is written to.
        self.table = np.zeros(1 << bits, dtype=np.uint64)
        self.table[0] = 1

    def places(self, keys: U64) -> U64:
        """The place of each key."""
        return (keys * self.factor) >> self._shift

    def taken(self, keys: U64) -> NDArray[np.bool_]:
        """For which of `keys` another stands in the place."""
        held = self.table[self.places(keys)]
        others: NDArray[np.bool_] = (held > 1) & (held != keys)
        return others

    def put(self, keys: U64) -> None:
        """Put `keys` in their places."""
        self.table[self.places(keys)] = keys


class Seen:
    """Remembers keys in tables of fixed size: `unseen` is right whenever it says a key was seen, forgetful otherwise.

    A key has two places, one in each table, so that few of some hundred thousand words push each other out.
    """

    def __init__(self, bits: int = 20) -> None:
        self._first = _Slots(bits, 0x9E3779B97F4A7C15)
        self._second = _Slots(bits, 0xC2B2AE3D27D4EB4F)

    def unseen(self, keys: U64) -> I64:
        """Which of `keys` (their indices) are not remembered."""
        found = np.empty(len(keys), dtype=np.int64)
        one, other = self._first, self._second
        count = kernels().lacking(keys, one.table, other.table, one.factor, other.factor, found)
        return found[:count]

    def add(self, keys: U64) -> None:
        """Remember `keys`, in a free place if they have one, else in place of another."""
        second = self._first.taken(keys) & ~self._second.taken(keys)
        self._second.put(keys[second])
        self._first.put(keys[~second])
