"""JSON Lines with the names of `tables.LISTING`: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from countermark.errors import Rejection
from countermark.feeds.feed import ROWS, Chunk, Feed, Piece
from countermark.feeds.lines import numbered, too_long
from countermark.feeds.records import Record, gathered
from countermark.feeds.rows import Refusal, Row, row_of, table_of
from countermark.feeds.source import Blocks, Source

LONGEST_NUMBER: Final = 30
# Prices that stand as numbers are kept as they are written: no float comes in between.
_DECODER: Final = msgspec.json.Decoder(Row, float_hook=str)


@dataclass(frozen=True)
class JsonLines(Feed):
    """A feed in JSON Lines. Cutting it counts lines; all else is done where a piece is read."""

    source: Source

    def pieces(self, rows: int = ROWS, start: int = 0) -> Iterator[Piece]:
        """The chunks as their lines."""
        blocks = Blocks(self.source)
        yield from gathered(self._lines(blocks), blocks, rows, start)

    def _lines(self, blocks: Blocks) -> Iterator[Record]:
        for number, line in numbered(blocks):
            yield Record(number, too_long(self.path, number) if line is None else line, len(line or b""))

    def read(self, piece: Piece) -> Chunk:
        """The chunk of a piece's lines."""
        found, lines, rejected = decoded(self.path, piece.payload, piece.lines)
        return self._chunk(piece, table_of(found), lines, [*piece.rejected, *rejected])


def decoded(path: str, texts: list[bytes], lines: list[int]) -> tuple[list[Row], list[int], list[Rejection]]:
    """The rows of `texts` (one JSON object each), their lines, and the others' rejections."""
    try:
        found = _DECODER.decode_lines(b"\n".join(texts))
        if len(found) == len(texts):
            return found, lines, []
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # one bad line spoils them all; so each is read by itself
    rows, kept, rejected = [], [], []
    for text, line in zip(texts, lines, strict=True):
        row = _row(text)
        if isinstance(row, Row):
            rows.append(row)
            kept.append(line)
        else:
            rejected.append(row.of(path, line, text.decode(errors="backslashreplace")))
    return rows, kept, rejected


def _row(text: bytes) -> Row | Refusal:
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = loaded(text)
        return value if isinstance(value, Refusal) else row_of(value)


def loaded(text: bytes) -> Any | Refusal:
    """What `text` says, read leniently: NaN and halves of surrogate pairs are dealt with later."""
    try:
        return json.loads(text, parse_float=str, parse_int=_whole, parse_constant=str)
    except UnicodeDecodeError as error:
        return Refusal(
            "bad-encoding", f"byte {error.start + 1:,} of the line is no UTF-8; write the feed in UTF-8"
        )
    except RecursionError:
        return Refusal("bad-json", "the line is nested too deep; a listing has two levels")
    except ValueError as error:
        return Refusal("bad-json", f"the line is no JSON: {error}; write one object a line")


def _whole(written: str) -> int | str:
    """A whole number; one of thousands of digits stays text, since working it out takes long."""
    return int(written) if len(written) < LONGEST_NUMBER else written
