"""Feeds in separated records: tables with the names of `tables.LISTING`, and Google Merchant's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermark.feeds import google
from countermark.feeds.delimited import cut, table_of_cells
from countermark.feeds.feed import ROWS, Chunk, Feed, Format, Piece
from countermark.feeds.lines import numbered, too_long
from countermark.feeds.records import Record, gathered
from countermark.feeds.rows import Row, table_of
from countermark.feeds.source import Blocks, Source
from countermark.tables import LISTING


@dataclass(frozen=True)
class Tabular(Feed):
    """A feed of one listing a record. Cutting it finds where records end; cells are read with a piece."""

    source: Source
    separator: str
    names: tuple[str, ...]

    def pieces(self, rows: int = ROWS, start: int = 0) -> Iterator[Piece]:
        """The chunks as their records."""
        blocks = Blocks(self.source)
        yield from gathered(self._records(blocks), blocks, rows, start)

    def _records(self, blocks: Blocks) -> Iterator[Record]:
        records = cut(numbered(blocks, blanks=True), self.separator)
        next(records, None)  # the heading
        for line, text in records:
            yield Record(line, too_long(self.path, line) if text is None else text, len(text or b""))

    def read(self, piece: Piece) -> Chunk:
        """The chunk of a piece's records."""
        records: list[bytes] = piece.payload
        table, kept, refused = table_of_cells(records, self.separator, len(self.names))
        rejected = [
            why.of(self.path, piece.lines[place], records[place].decode(errors="backslashreplace"))
            for place, why in refused
        ]
        lines = [piece.lines[place] for place in kept]
        if self.format is Format.MERCHANT_CSV:
            found = table_of(self._merchant_rows(table.to_pydict()))
        else:
            mine = [place for place, name in enumerate(self.names) if name in LISTING.names]
            found = table.select([str(place) for place in mine]).rename_columns(
                [self.names[place] for place in mine]
            )
        return self._chunk(piece, found, lines, [*piece.rejected, *rejected])

    def _merchant_rows(self, columns: dict[str, list[str | None]]) -> list[Row]:
        return [google.of_cells(self.names, row) for row in zip(*columns.values(), strict=True)]
