"""Adding listings: each call writes a segment of its own, so any number of processes may add at once.

What `add` has returned for is on disk and stays. A listing stands in the history once a day: the same offer
(see `identity`) added again on its day is left out, on a later day it is kept again, since "was listed on
that day" is what a history is asked. Two processes that add the same offer in the same moment may both keep
it; `compact` drops one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import UnusableInput
from countermark.history.folder import History, new_name
from countermark.history.identity import listing_keys, without_bytes
from countermark.history.segment import MOST_ROWS, Segment, tokens_of, write_segment
from countermark.text.keys import U64
from countermark.text.tokens import Tokens

_BITS_EACH: Final = 16
"""Bits of the sieve for each listing of the day: one new listing in sixteen is looked for in vain."""


class Added(NamedTuple):
    """How many listings were added, how many were there already that day, and photos whose bytes were left
    out.
    """

    rows: int
    again: int
    photos: int


class HistoryWriter:
    """Adds listings to the history in a folder. It keeps two bytes of memory for each listing of the day."""

    def __init__(self, folder: Path) -> None:
        self.history = History.create(folder)
        self._day = _Day(self.history, dt.date.min)
        self._parts = 0

    def add(
        self, table: pa.Table, *, now: dt.datetime, tokens: Tokens | None = None, part: int | None = None
    ) -> Added:
        """Add `table` (`tables.LISTING`) on the UTC day of `now`.

        `tokens` are the words of its text fields, where they are known; `part` orders what is added at one
        time.
        """
        day = now.astimezone(dt.UTC).date()
        if self._day.day != day:
            self._day = _Day(self.history, day)
        bare, photos = without_bytes(table)
        number, self._parts = self._parts if part is None else part, self._parts + 1
        rows, again = 0, 0
        for start in range(0, bare.num_rows, MOST_ROWS):
            some = bare
            if bare.num_rows > MOST_ROWS:
                some = bare.take(pa.array(np.arange(start, min(start + MOST_ROWS, bare.num_rows))))
                tokens = None
            name = new_name(now.astimezone(dt.UTC), number, start // MOST_ROWS)
            kept = self._add(some, tokens, now, name)
            rows, again = rows + kept, again + some.num_rows - kept
        return Added(rows, again, photos)

    def _add(self, table: pa.Table, tokens: Tokens | None, now: dt.datetime, name: str) -> int:
        keys = listing_keys(table)
        fresh = self._day.fresh(keys)
        if not fresh.any():
            return 0
        kept = None
        if not fresh.all():
            kept = fresh
            tokens = tokens if tokens is not None else tokens_of(table)
            table, keys = table.filter(pa.array(fresh)), keys[fresh]
        words = None if tokens is None else (tokens, kept)
        with self.history.writing(name, self._day.day) as folder:
            write_segment(folder, table, keys=keys, added_at=now, day=self._day.day, words=words)
        return int(table.num_rows)


class _Day:
    """Which listings a day has already. A sieve in memory says most are new; the segments' files tell the
    others.
    """

    def __init__(self, history: History, day: dt.date) -> None:
        self.day = day
        self._history = history
        self._known: dict[str, U64] = {}
        self._sieve = np.zeros(1 << 14, dtype=np.uint64)
        self._marked = 0

    def fresh(self, keys: U64) -> NDArray[np.bool_]:
        """Which of `keys` stand for the first time in `keys` and in no segment of the day."""
        self._take_up()
        out = np.zeros(len(keys), dtype=np.bool_)
        _, first = np.unique(keys, return_index=True)
        out[first] = True
        words, bits = self._slots(keys)
        doubtful = np.flatnonzero(out & ((self._sieve[words] & bits) > 0))
        asked = keys[doubtful]
        for known in self._known.values():
            places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
            out[doubtful[known[places] == asked]] = False
        return out

    def _take_up(self) -> None:
        """Take up the segments that appeared since: ours, and those of other processes."""
        living = {segment.name: segment for segment in self._history.of_day(self.day)}
        for gone in self._known.keys() - living.keys():
            self._marked -= len(self._known.pop(gone))
        found = dict(self._new(living))
        self._known.update(found)
        new = list(found.values())
        self._marked += sum(map(len, new))
        if self._marked * _BITS_EACH > len(self._sieve) * 64:
            size = 1 << int(self._marked * 2 * _BITS_EACH).bit_length()
            self._sieve = np.zeros(size // 64, dtype=np.uint64)
            new = list(self._known.values())
        for keys in new:
            words, bits = self._slots(keys)
            np.bitwise_or.at(self._sieve, words, bits)

    def _new(self, living: Mapping[str, Segment]) -> Iterator[tuple[str, U64]]:
        """The listings of segments that are not known yet, but for those that are replaced at this moment.

        Of these an offer may be kept twice, which `compact` mends.
        """
        for name, segment in living.items():
            if name not in self._known:
                try:
                    yield name, segment.listing_keys
                except UnusableInput:
                    if segment.folder.is_dir():
                        raise

    def _slots(self, keys: U64) -> tuple[U64, U64]:
        slots = keys >> np.uint64(64 - (len(self._sieve) * 64).bit_length() + 1)
        return slots >> np.uint64(6), np.uint64(1) << (slots & np.uint64(63))
