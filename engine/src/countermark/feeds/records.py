"""Feeds that are read record by record, and the pieces that records make."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from countermark.errors import Rejection, UnreadableFeed
from countermark.feeds.feed import CHUNK_BYTES, ROWS, Chunk, Feed, Piece
from countermark.feeds.rows import Row, table_of
from countermark.feeds.source import Blocks, Source


class Record(NamedTuple):
    """A row, the bytes that hold one, or a rejection; the line that it begins in; how large it is."""

    line: int
    found: Row | bytes | Rejection
    size: int


def gathered(records: Iterator[Record], blocks: Blocks, rows: int, start: int) -> Iterator[Piece]:
    """Pieces of `rows` records each. If the feed breaks off, what is before comes first, then the error."""
    index, size = 0, 0
    held = Piece(0, 0, [])
    broken: UnreadableFeed | None = None
    while True:
        try:
            line, found, length = next(records)
        except StopIteration:
            break
        except UnreadableFeed as error:
            broken = error
            break
        if isinstance(found, Rejection):
            held.rejected.append(found)
        else:
            held.payload.append(found)
            held.lines.append(line)
        size += length
        if len(held.lines) + len(held.rejected) == rows or size >= CHUNK_BYTES:
            if index >= start:
                yield Piece(index, blocks.position, held.payload, held.lines, held.rejected)
            index, size, held = index + 1, 0, Piece(0, 0, [])
    if index >= start and (held.lines or held.rejected):
        yield Piece(index, blocks.position, held.payload, held.lines, held.rejected)
    if broken:
        raise broken


@dataclass(frozen=True)
class RecordFeed(Feed):
    """A feed whose records only reading it all can tell apart. A piece holds its rows; `read` checks them."""

    source: Source

    @abstractmethod
    def records(self, blocks: Blocks) -> Iterator[Record]:
        """The records of the feed, in order."""

    def pieces(self, rows: int = ROWS, start: int = 0) -> Iterator[Piece]:
        """The chunks as their rows."""
        blocks = Blocks(self.source)
        yield from gathered(self.records(blocks), blocks, rows, start)

    def read(self, piece: Piece) -> Chunk:
        """The chunk of a piece's rows."""
        found: list[Row] = piece.payload
        return self._chunk(piece, table_of(found), piece.lines, piece.rejected)
