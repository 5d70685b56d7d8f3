"""What a feed is to the rest of the engine: a file whose listings come in chunks, with the rows rejected."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import Rejection, UnusableInput
from countermark.listings import Presumed, conform

Rows = NDArray[np.int64]

ROWS: Final = 16384
"""Rows of a chunk, if no one says otherwise."""
CHUNK_BYTES: Final = 64 << 20
"""A chunk ends here even if it has fewer rows: long descriptions and photos must not fill the memory."""
RECORD_BYTES: Final = 16 << 20
"""No row is longer. What is, is skipped without being read into memory, and rejected."""


class Format(StrEnum):
    """The formats that feeds come in."""

    PARQUET = "parquet"
    JSON_LINES = "json-lines"
    JSON_ARRAY = "json-array"
    JSON_LD = "json-ld"
    JSON_LD_LINES = "json-ld-lines"
    CSV = "csv"
    MERCHANT_CSV = "google-merchant-csv"
    MERCHANT_XML = "google-merchant-xml"
    SHOPIFY_CSV = "shopify-csv"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a feed: the good ones as `tables.LISTING`, the others as rejections.

    `rows_read` counts both; `position` is how many bytes of the file were read, for showing progress; `lines`
    says where each row of the table stands in the file.
    """

    index: int
    table: pa.Table
    rejected: list[Rejection]
    rows_read: int
    position: int
    lines: Rows


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk not read yet: cut off quickly by `Feed.pieces`, made a chunk by `Feed.read` in any process."""

    index: int
    position: int
    payload: Any
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True)
class Feed(ABC):
    """A file of listings. It can be pickled, and read any number of times.

    Where the chunks end depends on the file and on `rows` alone. A feed that breaks off gives the rows before
    the break, then raises `UnreadableFeed`. `presumed` counts where a listing does not say.
    """

    path: str
    format: Format
    encoding: str | None
    size: int
    presumed: Presumed = field(default=Presumed(), kw_only=True)

    def chunks(self, rows: int = ROWS, start: int = 0) -> Iterator[Chunk]:
        """The chunks from number `start` on."""
        return map(self.read, self.pieces(rows, start))

    @abstractmethod
    def pieces(self, rows: int = ROWS, start: int = 0) -> Iterator[Piece]:
        """The same chunks, not read yet: cheap to cut here and to be read elsewhere."""

    @abstractmethod
    def read(self, piece: Piece) -> Chunk:
        """The chunk that `piece` holds."""

    def splits(self, rows: int = ROWS) -> list[range] | None:
        """Runs of chunks that can be read without what stands before them; None if there are none."""
        del rows
        return None

    def _chunk(
        self, piece: Piece, table: pa.Table, lines: Sequence[int] | Rows, rejected: list[Rejection]
    ) -> Chunk:
        """`table` conformed; its row `n` stands at `lines[n]`."""
        stands = np.asarray(lines, dtype=np.int64)
        try:
            listings, bad, kept = conform(table, file=self.path, lines=stands, presumed=self.presumed)
        except UnusableInput as error:
            raise UnusableInput(f"{self.path}: {error.args[0]}", mend=error.mend) from error
        together = sorted([*rejected, *bad], key=lambda rejection: rejection.line)
        return Chunk(
            piece.index, listings, together, listings.num_rows + len(together), piece.position, stands[kept]
        )
