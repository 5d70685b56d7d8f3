"""A batch of listings as signals see it: the table, its words, and the terms found in them, each worked out once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.beside import Beside
from countermark.evidence import Pairs
from countermark.listings.texts import texts
from countermark.matching.hits import Hits
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.tables import TEXT_FIELDS
from countermark.text.tokens import Tokens, tokenise
from countermark.text.words import Word, words


class Place(NamedTuple):
    """A piece of a field of a row, in code points."""

    row: int
    field: str
    start: int
    end: int


class Batch:
    """Listings (a table of `tables.LISTING`), the references they are held against, and the tables beside them."""

    def __init__(
        self, table: pa.Table, references: References, beside: Beside, matcher: Matcher, *, today: dt.date
    ) -> None:
        self.table = table
        self.rows: int = table.num_rows
        self.references = references
        self.beside = beside
        self.matcher = matcher
        self.today = today
        self.notes: Counter[str] = Counter()
        """What was left out and why, with the number of rows: a signal that is silent says so here."""
        self._words: dict[tuple[int, str], list[Word]] = {}
        self._asked: tuple[bytes, Tokens] | None = None

    @cached_property
    def texts(self) -> dict[str, pa.Array]:
        """The text fields as string arrays; `attributes` value by value, joined by newlines."""
        return texts(self.table)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of all text fields; segment = number of the field x rows + row."""
        return tokenise([self.texts[name] for name in TEXT_FIELDS])

    @cached_property
    def hits(self) -> Hits:
        """Every term of the references in the text fields."""
        return self.matcher.match(self.tokens)

    def tokens_of(self, rows: NDArray[np.bool_]) -> Tokens:
        """The words of the rows of a mask, in all text fields. Several signals ask for the same rows."""
        asked = rows.tobytes()
        if self._asked is None or self._asked[0] != asked:
            self._asked = asked, self.tokens.of_segments(np.tile(rows, len(TEXT_FIELDS)))
        return self._asked[1]

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The rows of `pairs` as a mask."""
        out = np.zeros(self.rows, dtype=np.bool_)
        out[pairs.rows] = True
        return out

    def rows_of(self, hits: Hits) -> NDArray[np.int32]:
        """The row of each hit."""
        return hits.segments % np.int32(max(self.rows, 1))

    def place(self, hits: Hits, hit: int) -> Place:
        """Where a hit stands."""
        segment = int(hits.segments[hit])
        start, end = hits.place(self.tokens, hit)
        return Place(segment % self.rows, TEXT_FIELDS[segment // self.rows], start, end)

    def column(self, name: str) -> pa.Array:
        """A column of the table as one array."""
        return _one(self.table[name])

    def value(self, row: int, name: str) -> Any:
        """One field of one row as a Python value."""
        return self.table[name][row].as_py()

    def text(self, row: int, name: str) -> str:
        """One text field of one row; empty if it is null."""
        value = self.texts[name][row].as_py()
        return value or ""

    def words(self, row: int, name: str) -> Sequence[Word]:
        """The words of one text field of one row, folded, with their places; for signals that look at few rows."""
        found = self._words.get((row, name))
        if found is None:
            found = self._words[(row, name)] = words(self.text(row, name))
        return found


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
