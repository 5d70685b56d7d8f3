"""Looking things up in the entries of a segment: which of its rows have a word, all words of a phrase, a
GTIN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from countermark.text.keys import I64, U64

U16 = NDArray[np.uint16]
_NONE: Final[U16] = np.empty(0, dtype=np.uint16)


class Named(Protocol):
    """Arrays by name: mapped from a file, or just made."""

    def __getitem__(self, name: str, /) -> NDArray[Any]: ...


class Texts(NamedTuple):
    """Texts one behind the other in `bytes`; text n begins at `starts[n]` and has `sizes[n]` bytes."""

    bytes: NDArray[np.uint8]
    starts: I64
    sizes: I64

    def text(self, number: int) -> str:
        """Text `number`. One that was cut in the middle of a letter lacks that letter."""
        start = int(self.starts[number])
        return self.bytes[start : start + int(self.sizes[number])].tobytes().decode(errors="ignore")


class Index:
    """The entries of one segment. Rows are in ascending order, each once."""

    def __init__(self, arrays: Named) -> None:
        self._arrays = arrays

    def texts(self, kind: str) -> Texts:
        """The texts of all entries of a kind (`word` or `chunk`)."""
        sizes = self._arrays[f"{kind}.sizes"].astype(np.int64)
        return Texts(self._arrays[f"{kind}.text"], np.cumsum(sizes) - sizes, sizes)

    def numbers(self, kind: str) -> U64:
        """The keys of all entries of a kind (`word`, `letter` or `gtin`), ascending."""
        return self._arrays[f"{kind}.keys"]

    def turned(self) -> U16:
        """The rows that are shown in another order than they are stored in."""
        return self._arrays["turned.rows"]

    def entries(self, folded: U64) -> dict[int, NDArray[np.int64]]:
        """The words that fold to a word, by the place of its word key in `folded`; only those that are
        there.
        """
        plain = _ranges(self._arrays["word.keys"], folded)
        odd = _ranges(self._arrays["odd.keys"], folded)
        found = {place: np.arange(low, high) for place, low, high in plain}
        for place, low, high in odd:
            words = self._arrays["odd.words"][low:high].astype(np.int64)
            found[place] = np.concatenate([found[place], words]) if place in found else words
        return found

    def find(self, kind: str, keys: U64) -> NDArray[np.int64]:
        """The entries of a kind that have one of `keys`."""
        ranges = _ranges(self._arrays[f"{kind}.keys"], keys)
        return np.concatenate(
            [np.empty(0, dtype=np.int64), *(np.arange(low, high) for _, low, high in ranges)]
        )

    def rows(self, kind: str, entries: Sequence[int] | NDArray[np.int64]) -> U16:
        """The rows that have one of `entries`."""
        if not len(entries):
            return _NONE
        at, rows = self._arrays[f"{kind}.at"], self._arrays[f"{kind}.rows"]
        several = [rows[at[entry] : at[entry + 1]] for entry in entries]
        return several[0] if len(several) == 1 else np.unique(np.concatenate(several))

    def with_all(self, folded: U64) -> U16:
        """The rows that have every one of the folded words (wherever they stand)."""
        found = self.entries(folded)
        if not found or len(found) < len(folded):
            return _NONE
        return common([self.rows("word", entries) for entries in found.values()])

    def with_gtin(self, gtins: U64) -> U16:
        """The rows that have one of `gtins`."""
        return self.rows("gtin", self.find("gtin", gtins))


def common(several: Sequence[U16]) -> U16:
    """The rows that stand in all of `several`, the shortest first looked at."""
    ordered = sorted(several, key=len)
    found = ordered[0]
    for rows in ordered[1:]:
        if not len(found):
            break
        places = np.minimum(np.searchsorted(rows, found), len(rows) - 1)
        found = found[rows[places] == found]
    return found


def any_of(several: Sequence[U16]) -> U16:
    """The rows that stand in any of `several`."""
    some = [rows for rows in several if len(rows)]
    if not some:
        return _NONE
    return some[0] if len(some) == 1 else np.unique(np.concatenate(some))


def _ranges(keys: U64, wanted: U64) -> list[tuple[int, int, int]]:
    """(place in `wanted`, first, behind the last) of every key that is there, as it stands in `keys`."""
    low = np.searchsorted(keys, wanted)
    there = (
        np.flatnonzero(keys[np.minimum(low, len(keys) - 1)] == wanted) if len(keys) else np.empty(0, np.int64)
    )
    high = np.searchsorted(keys, wanted[there], "right")
    return list(zip(there.tolist(), low[there].tolist(), high.tolist(), strict=True))
