"""A segment: some listings added on one day, and the index of what stands in them. Written once, never
changed.

- `rows.parquet`: the listings (`tables.LISTING`), without the bytes of photos
- `index`: entries (see `entries`), a number for each listing, facts
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from countermark.errors import UnusableInput
from countermark.history import mapped
from countermark.history.entries import entries
from countermark.history.index import U16, Index
from countermark.history.reading import rules
from countermark.listings.texts import texts
from countermark.tables import LISTING, TEXT_FIELDS
from countermark.text.keys import U64
from countermark.text.tokens import Tokens, tokenise

FORMAT: Final = "1"
MOST_ROWS: Final = 1 << 16
"""Rows of a segment: their numbers have two bytes each in the index, which are read as they lie."""
_GROUP: Final = 2048
"""Rows of a row group: what must be unpacked to read one listing."""
_FEW_VALUES: Final = [
    "marketplace", "seller_id", "seller_name", "seller_kind", "brand", "category", "condition", "currency",
    "ships_from", "language",
]  # fmt: skip


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a segment says of itself. `replaces` names segments of the same day that it stands in for."""

    format: str = FORMAT
    day: dt.date
    rows: int
    added_at: dt.datetime
    rules: str
    replaces: tuple[str, ...] = ()


def write_segment(
    folder: Path,
    table: pa.Table,
    *,
    keys: U64,
    added_at: dt.datetime,
    day: dt.date,
    words: tuple[Tokens, NDArray[np.bool_] | None] | None = None,
    replaces: Sequence[str] = (),
) -> Facts:
    """Write `table` into `folder`, down to the disk. Raises `OSError`.

    `keys` are its listings' numbers; `words` the words of the table, or of one whose rows of the mask it has.
    """
    told = Facts(day=day, rows=table.num_rows, added_at=added_at, rules=rules(), replaces=tuple(replaces))
    tokens, kept = words if words is not None else (tokens_of(table), None)
    order = np.argsort(keys)
    arrays = {
        **entries(tokens, table, kept),
        "listing.keys": keys[order],
        "listing.rows": order.astype(np.uint16),
    }
    mapped.write(folder / "index", arrays, msgspec.json.encode(told))
    _write_rows(folder / "rows.parquet", table)
    return told


def tokens_of(table: pa.Table) -> Tokens:
    """The words of a table of listings, as a screening reads them."""
    columns = texts(table)
    return tokenise([columns[name] for name in TEXT_FIELDS])


def _write_rows(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        pq.write_table(
            table, file, compression="zstd", compression_level=1, row_group_size=_GROUP,
            use_dictionary=_FEW_VALUES, write_statistics=False,
        )  # fmt: skip
        file.flush()
        os.fsync(file.fileno())


def read_facts(folder: Path) -> Facts:
    """The facts of the segment in `folder`. `FileNotFoundError` where it is gone."""
    try:
        found = msgspec.json.decode(mapped.facts(folder / "index"), type=Facts)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise _damaged(folder, error) from error
    if found.format != FORMAT:
        raise UnusableInput(
            f"{folder}: written by another version of countermark (format {found.format}, not {FORMAT})",
            mend="use the version of countermark that wrote it",
        )
    return found


class Segment:
    """A segment as read. What it holds is left in its files until it is asked for."""

    def __init__(self, folder: Path, facts: Facts) -> None:
        self.folder = folder
        self.name = folder.name
        self.facts = facts

    def __len__(self) -> int:
        return self.facts.rows

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to know: not what is mapped."""
        return {"folder": self.folder, "name": self.name, "facts": self.facts}

    @cached_property
    def _mapped(self) -> mapped.Mapped:
        try:
            return mapped.Mapped(self.folder / "index")
        except (OSError, ValueError) as error:
            raise _damaged(self.folder, error) from error

    @property
    def index(self) -> Index:
        """The index; made anew in memory where it was written by other rules of reading words.

        It is not kept: of a large history that would take all memory.
        """
        if self.facts.rules == rules():
            return Index(self._mapped)
        table = self.table()
        return Index(entries(tokens_of(table), table, None))

    @cached_property
    def listing_keys(self) -> U64:
        """The numbers of the listings, ascending: see `identity`."""
        keys: U64 = self._mapped["listing.keys"]
        return keys

    def keys_by_row(self) -> U64:
        """The numbers of the listings in the order of the rows."""
        out = np.empty(len(self), dtype=np.uint64)
        out[self._mapped["listing.rows"]] = self.listing_keys
        return out

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows, or some columns of them."""
        try:
            with pq.ParquetFile(self.folder / "rows.parquet") as file:
                return _typed(file.read(columns=list(columns) if columns else None, use_threads=False))
        except (OSError, KeyError, pa.ArrowException) as error:
            raise _damaged(self.folder, error) from error

    def take(self, rows: U16 | NDArray[Any]) -> pa.Table:
        """The rows `rows` (ascending), in their order; nothing else is unpacked but what stands beside
        them.
        """
        if len(rows) == len(self):
            return self.table()
        groups, back = np.unique(rows // _GROUP, return_inverse=True)
        try:
            with pq.ParquetFile(self.folder / "rows.parquet", pre_buffer=False) as file:
                read = file.read_row_groups(groups.tolist(), use_threads=False)
        except (OSError, KeyError, pa.ArrowException) as error:
            raise _damaged(self.folder, error) from error
        places = back.astype(np.int64) * _GROUP + rows % _GROUP
        return _typed(read.take(pa.array(places)))

    def sizes(self) -> dict[str, int]:
        """Bytes on disk: of the listings and of the index."""
        return {name: (self.folder / name).stat().st_size for name in ("rows.parquet", "index")}


def _typed(table: pa.Table) -> pa.Table:
    """A part of a listing's columns with the schema that it was written with."""
    schema = pa.schema([LISTING.field(name) for name in table.schema.names], metadata=LISTING.metadata)
    return table.cast(schema)


def _damaged(folder: Path, error: Exception) -> UnusableInput:
    first = str(error).split("\n", 1)[0]
    return UnusableInput(
        f"{folder}: this part of the history cannot be read ({first})",
        mend="copy it back from a backup; or remove this folder, and its listings are gone from the history",
    )
