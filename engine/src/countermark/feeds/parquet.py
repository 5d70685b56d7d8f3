"""Parquet: read by row group, from any place, by any number of processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from countermark.errors import UnreadableFeed, UnusableInput
from countermark.feeds.feed import CHUNK_BYTES, ROWS, Chunk, Feed, Piece
from countermark.tables import LISTING

MAGIC: Final = b"PAR1"
_FEWEST: Final = 256
"""Rows that a chunk has however wide they are."""
_BUFFER: Final = 1 << 20
_MOST_ROWS: Final = 1 << 31
_TOO_FEW: Final = "it has other rows than it states"
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError)
"""What Arrow raises on a damaged file, depending on where it is damaged."""


class Part(NamedTuple):
    """Where a chunk stands: in whole row groups, or in one from row `skip` on, cut every `step` rows.

    `first` is its first row in the file, `rows` how many it has.
    """

    groups: tuple[int, ...]
    skip: int
    step: int
    rows: int
    first: int


@dataclass(frozen=True)
class Parquet(Feed):
    """A feed in Parquet. No chunk holds a part of one row group and rows of another."""

    def pieces(self, rows: int = ROWS, start: int = 0) -> Iterator[Piece]:
        """The chunks as the places where they stand."""
        for index, part in enumerate(self._reader.plan(rows)):
            if index >= start:
                yield Piece(index, self._position(part), part)

    def read(self, piece: Piece) -> Chunk:
        """The chunk at a piece's place. Quick in the order of the file; going back is slow."""
        part: Part = piece.payload
        lines = np.arange(part.first + 1, part.first + part.rows + 1)
        return self._chunk(piece, self._reader.table(part), lines, [])

    def opened(self) -> Parquet:
        """The feed itself, now known to be whole and to have a listing's columns."""
        self._reader.plan(ROWS)
        return self

    def read_chunk(self, index: int, rows: int = ROWS) -> Chunk:
        """Chunk number `index`."""
        part = self._reader.plan(rows)[index]
        return self.read(Piece(index, self._position(part), part))

    def splits(self, rows: int = ROWS) -> list[range]:
        """The chunks of each row group; small row groups that share a chunk count as one."""
        numbered = enumerate(self._reader.plan(rows))
        runs = [
            [index for index, _ in run] for _, run in groupby(numbered, key=lambda entry: entry[1].groups)
        ]
        return [range(run[0], run[-1] + 1) for run in runs]

    @cached_property
    def _reader(self) -> _Reader:
        return _Reader(self.path)

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to know: not the open file."""
        return {name: value for name, value in self.__dict__.items() if name != "_reader"}

    def _position(self, part: Part) -> int:
        return self.size * (part.first + part.rows) // max(self._reader.total, 1)


class _Reader:
    """An open file, and where in it the last reading ended."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            self._file = pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
            names = self._file.schema_arrow.names
            self._sizes = _row_groups(self._file.metadata)
        except _DAMAGE as error:
            raise UnreadableFeed(
                f"{path} is damaged or not whole: {_first_line(error)}",
                mend="Write or copy it again; a whole Parquet file ends with `PAR1`.",
            ) from error
        self.total = sum(rows for rows, _ in self._sizes)
        self._columns = [name for name in names if name in LISTING.names]
        if not {"listing_id", "title"} <= set(names):
            raise UnusableInput(
                f"{path} has no columns `listing_id` and `title`",
                mend=f"Name them as `countermark schema listing` says. There are: {', '.join(names)}.",
            )
        self._plans: dict[int, list[Part]] = {}
        self._open: tuple[int, int, int] | None = None
        self._batches: Iterator[pa.RecordBatch] = iter(())
        self._rest: pa.RecordBatch | None = None

    def plan(self, rows: int) -> list[Part]:
        """The chunks: small row groups together, large ones cut."""
        if rows not in self._plans:
            self._plans[rows] = list(_parts(self._sizes, rows))
        return self._plans[rows]

    def table(self, part: Part) -> pa.Table:
        """The rows of a part."""
        try:
            within = part.rows < self._sizes[part.groups[0]][0]
            return self._within(part) if within else self._whole(part)
        except _DAMAGE as error:
            raise UnreadableFeed(
                f"{self._path} breaks off in row group {part.groups[0] + 1}, near row {part.first + 1:,}: "
                f"{_first_line(error)}",
                mend="Write or copy it again; rows before this one were read.",
            ) from error

    def _whole(self, part: Part) -> pa.Table:
        """A part that is whole row groups."""
        found = self._file.read_row_groups(list(part.groups), columns=self._columns, use_threads=False)
        if found.num_rows != part.rows:
            raise ValueError(_TOO_FEW)
        return found

    def _within(self, part: Part) -> pa.Table:
        """A part of a row group; reading goes on where it last ended, if that is not behind the part."""
        group, step = part.groups[0], part.step
        at = self._open[2] if self._open and self._open[:2] == (group, step) else None
        if at is None or at > part.skip:
            self._batches = self._file.iter_batches(step, [group], self._columns, use_threads=False)
            self._rest, at = None, 0
        self._open = None  # until this has gone well
        self._take(part.skip - at)
        found = self._take(part.rows)
        self._open = (group, step, part.skip + part.rows)
        return pa.Table.from_batches(found)

    def _take(self, rows: int) -> list[pa.RecordBatch]:
        """The next rows of the open row group. Its reader may give them in batches of any size."""
        found: list[pa.RecordBatch] = []
        while rows:
            batch = self._rest or next(self._batches, None)
            if batch is None:
                raise ValueError(_TOO_FEW)
            self._rest = batch.slice(rows) if batch.num_rows > rows else None
            found.append(batch.slice(0, rows))
            rows -= found[-1].num_rows
        return found


def _parts(sizes: list[tuple[int, int]], rows: int) -> Iterator[Part]:
    """The chunks of row groups of these rows and bytes."""
    waiting: list[int] = []
    held, first = 0, 0
    for number, (count, size) in enumerate(sizes):
        step = min(rows, max(_FEWEST, int(CHUNK_BYTES * count / max(size, 1))))
        if waiting and held + count > step:
            yield Part(tuple(waiting), 0, held, held, first - held)
            waiting, held = [], 0
        if count > step:
            for skip in range(0, count, step):
                yield Part((number,), skip, step, min(step, count - skip), first + skip)
        elif count:
            waiting.append(number)
            held += count
        first += count
    if waiting:
        yield Part(tuple(waiting), 0, held, held, first - held)


def _row_groups(metadata: pq.FileMetaData) -> list[tuple[int, int]]:
    """The rows and bytes of each row group."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if not all(0 <= group.num_rows < _MOST_ROWS for group in groups):
        raise ValueError("a row group states an impossible number of rows")
    return [(group.num_rows, group.total_byte_size) for group in groups]


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
