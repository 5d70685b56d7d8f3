"""Which listings were seen before: a 64-bit number for each, and a set of them that grows to many millions.

Two different listings share a number once in some 10^19 pairs: never in a run of millions.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.text.keys import LONGEST, PAD, keys_of, phrase

U64 = NDArray[np.uint64]

_FAN: Final = 4
"""Runs of one size that are merged into one of the next: fewer merges against more runs to look into."""
_BITS_EACH: Final = 8
_FEWEST_BITS: Final = 1 << 20


def id_hashes(table: pa.Table) -> U64:
    """A number for each listing of `table` (`tables.LISTING`), by its marketplace and id."""
    parts = [
        _hashes(marketplace, listing)
        for marketplace, listing in zip(*_aligned(table, "marketplace", "listing_id"), strict=True)
    ]
    return np.concatenate([*parts, np.empty(0, dtype=np.uint64)])


def _aligned(table: pa.Table, *names: str) -> list[list[Any]]:
    """Columns of `table` as arrays that are cut at the same rows."""
    batches = table.select(list(names)).to_batches()
    return [[batch.column(place) for batch in batches] for place in range(len(names))]


def _hashes(marketplace: Any, listing: Any) -> U64:
    named = marketplace.dictionary_encode()
    return phrase(_texts(named.dictionary)[named.indices.to_numpy()], _texts(listing))


def _texts(column: Any) -> U64:
    """A number for each text of a string column, straight from its buffers."""
    _, ends, data = column.buffers()
    offsets = np.frombuffer(ends, dtype=np.int32)[column.offset : column.offset + len(column) + 1].astype(
        np.int64
    )
    first = int(offsets[0]) if len(column) else 0
    size = int(offsets[-1]) - first if len(column) else 0
    buffer = np.zeros(size + PAD, dtype=np.uint8)
    if size:
        buffer[:size] = np.frombuffer(data, dtype=np.uint8)[first : first + size]
    starts, lengths = offsets[:-1] - first, np.diff(offsets)
    found, _ = keys_of(buffer, starts, np.minimum(lengths, LONGEST))
    # A word key ends with its 64th byte, but listings' ids are whole URLs in some feeds.
    rest = np.flatnonzero(lengths > LONGEST)
    while len(rest):
        starts[rest] += LONGEST
        lengths[rest] -= LONGEST
        part, _ = keys_of(buffer, starts[rest], np.minimum(lengths[rest], LONGEST))
        found[rest] = phrase(found[rest], part)
        rest = rest[lengths[rest] > LONGEST]
    return found


class SeenIds:
    """A set of 64-bit numbers that tells which of those added it had already.

    The numbers are kept in a few sorted runs, which are merged when there are four of about one size. Before
    any run is searched, a sieve with a bit for each slot of the numbers' range says that most are new.
    It takes 9 to 12 bytes a number, twice that for a moment while runs are merged.
    """

    def __init__(self) -> None:
        self._runs: list[U64] = []
        self._sieve = np.zeros(_FEWEST_BITS // 64, dtype=np.uint64)

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, hashes: U64) -> NDArray[np.bool_]:
        """Add `hashes`; true for each that was there before, or stands earlier in `hashes`."""
        order = np.argsort(hashes)
        ordered = hashes[order]
        seen = np.zeros(len(hashes), dtype=bool)
        seen[1:] = ordered[1:] == ordered[:-1]
        if seen.any():
            order = np.argsort(
                hashes, kind="stable"
            )  # the slower sort, which leaves the first of equals first
        words, bits = self._slots(ordered)
        maybe = np.flatnonzero(self._sieve[words] & bits)
        asked = ordered[maybe]
        for run in self._runs:
            places = np.searchsorted(run, asked)
            places[places == len(run)] = 0
            seen[maybe] |= run[places] == asked
        self._push(ordered[~seen])
        mask = np.empty(len(hashes), dtype=bool)
        mask[order] = seen
        return mask

    def _slots(self, hashes: U64) -> tuple[U64, U64]:
        """For each number the word of the sieve that its bit stands in, and the bit."""
        slots = hashes >> np.uint64(64 - (len(self._sieve) * 64).bit_length() + 1)
        return slots >> np.uint64(6), np.uint64(1) << (slots & np.uint64(63))

    def _push(self, run: U64) -> None:
        if not len(run):
            return
        self._runs.append(run)
        while len(self._runs) >= _FAN and len(self._runs[-_FAN]) < _FAN * len(self._runs[-1]):
            merged = np.concatenate(self._runs[-_FAN:])
            merged.sort()
            self._runs[-_FAN:] = [merged]
        if len(self) * _BITS_EACH > len(self._sieve) * 64:
            self._sieve = np.zeros(len(self._sieve) * _FAN, dtype=np.uint64)
            for known in self._runs:
                self._mark(known)
        else:
            self._mark(run)

    def _mark(self, run: U64) -> None:
        words, bits = self._slots(run)
        np.bitwise_or.at(self._sieve, words, bits)

    def save(self, path: Path | str) -> None:
        """Write the set as one sorted `.npy` file, whole or not at all."""
        target = Path(path)
        merged = np.concatenate([*self._runs, np.empty(0, dtype=np.uint64)])
        merged.sort()
        self._runs = [merged] if len(merged) else []
        unfinished = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        with unfinished.open("wb") as file:
            np.save(file, merged, allow_pickle=False)
        unfinished.replace(target)

    @classmethod
    def load(cls, path: Path | str) -> SeenIds:
        """The set that `save` wrote."""
        run = np.load(path, allow_pickle=False)
        if run.dtype != np.uint64 or run.ndim != 1:
            raise ValueError(f"{path} is no set of ids")
        found = cls()
        while len(run) * _BITS_EACH > len(found._sieve) * 64:
            found._sieve = np.zeros(len(found._sieve) * _FAN, dtype=np.uint64)
        found._push(run)
        return found
