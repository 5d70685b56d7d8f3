"""`conform`: any table with a listing's columns becomes `tables.LISTING`; bad rows become rejections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from countermark.errors import Rejection, UnusableInput
from countermark.listings import kernels, nested
from countermark.listings.columns import Rows, counts, instants, text
from countermark.listings.faults import Faults
from countermark.listings.kernels import Column, pc
from countermark.listings.presumed import Presumed
from countermark.listings.prices import currencies, prices
from countermark.listings.vocabulary import read
from countermark.tables import CONDITIONS, INSTANT, LISTING, SELLER_KINDS

REQUIRED: Final = ("listing_id", "title")
_CHOICES: Final = {"condition": pa.array(CONDITIONS), "seller_kind": pa.array(SELLER_KINDS)}
_NESTED: Final = {
    "photos": nested.photos,
    "territories": nested.territories,
    "attributes": nested.attributes,
}
_NOTHING: Final = Presumed()
_AT_ONCE: Final = 65536
_AT_ONCE_BYTES: Final = 256 << 20
"""Rows are worked on in slices that fit columns of 32-bit offsets and leave memory alone."""


def conform(
    table: pa.Table | pa.RecordBatch,
    *,
    file: str,
    first_line: int = 1,
    lines: Sequence[int] | Rows | None = None,
    presumed: Presumed = _NOTHING,
) -> tuple[pa.Table, list[Rejection], Rows]:
    """The good rows of `table` as `tables.LISTING`, the bad ones as rejections, the good ones' row numbers.

    Row `n` of `table` stands in `file` at line `lines[n]`, or at `first_line + n` where lines are not given.
    `presumed` counts where a listing does not say.
    Raises `UnusableInput` where no row could be read: a column is missing, or of a type that cannot hold it.
    """
    _check(table.schema)
    known = [name for name in LISTING.names if name in table.schema.names]
    stands = np.arange(first_line, first_line + table.num_rows) if lines is None else lines
    whole = pa.table(table) if isinstance(table, pa.RecordBatch) else table
    good: list[pa.RecordBatch] = []
    rejected: list[Rejection] = []
    kept: list[Rows] = []
    start = 0
    for batch in _slices(whole.select(known)):
        faults = Faults()
        listings = _listings(batch, faults, presumed)
        rows = np.arange(batch.num_rows)
        if faults:
            rejected += faults.rejections(batch, file, stands[start : start + batch.num_rows])
            rows = np.delete(rows, faults.rows)
            listings = listings.take(kernels.column(rows))
        good.append(listings)
        kept.append(rows + start)
        start += batch.num_rows
    return pa.Table.from_batches(good, LISTING), rejected, np.concatenate([*kept, np.arange(0)])


def _check(schema: pa.Schema) -> None:
    missing = [name for name in REQUIRED if name not in schema.names]
    if missing:
        raise UnusableInput(
            f"there is no column {' and no column '.join(f'`{name}`' for name in missing)}",
            mend=f"Name them as `countermark schema listing` says. There are: {', '.join(schema.names)}.",
        )
    twice = sorted({name for name in LISTING.names if schema.names.count(name) > 1})
    if twice:
        raise UnusableInput(f"there are two columns `{twice[0]}`", mend="Keep one of them.")


def _slices(table: pa.Table) -> Iterator[pa.RecordBatch]:
    if not table.num_rows:
        return iter(())
    schema = pa.schema([field.with_type(kernels.without_views(field.type)) for field in table.schema])
    if schema != table.schema:
        table = table.cast(schema)
    rows = max(1, min(_AT_ONCE, int(table.num_rows * _AT_ONCE_BYTES / max(table.nbytes, 1))))
    return iter(table.to_batches(max_chunksize=rows))


def _listings(batch: pa.RecordBatch, faults: Faults, presumed: Presumed) -> pa.RecordBatch:
    """Every row of `batch` in the types of a listing; rows with faults hold anything."""
    given = dict(zip(batch.schema.names, batch.columns, strict=True))
    found = {name: _column(name, given[name], faults) for name in given if name != "price"}
    currency = found.get("currency", kernels.nulls(batch.num_rows, pa.string()))
    if "price" in given:
        found["price"], currency = prices(given["price"], currency, faults)
    found["currency"] = currencies(currency, faults)
    if "price" in found:
        found["currency"] = presumed.currencies(found["currency"], found["price"])
    stated = found.get("marketplace", kernels.nulls(batch.num_rows, pa.string()))
    found["marketplace"] = presumed.marketplaces(stated)
    for field in LISTING:
        if field.name not in found:
            found[field.name] = kernels.nulls(batch.num_rows, field.type)
    columns = [found[name] for name in LISTING.names]
    return pa.RecordBatch.from_arrays(columns, schema=LISTING)


def _column(name: str, column: Column, faults: Faults) -> Column:
    if name in _NESTED:
        return _NESTED[name](column, faults)
    wanted = LISTING.field(name).type
    if wanted == pa.int64():
        return counts(column, name, faults)
    if wanted == INSTANT:
        return instants(column, name, faults)
    found = text(column, name, faults, required=name in REQUIRED)
    return _chosen(name, found) if name in _CHOICES else found


def _chosen(name: str, column: Column) -> Column:
    """`column` in the few words of its vocabulary; null where a spelling means nothing to us."""
    if pc.all(pc.or_(pc.is_in(column, value_set=_CHOICES[name]), pc.is_null(column))).as_py() is not False:
        return column
    coded = column.dictionary_encode()
    words = kernels.column([read(name, written) for written in coded.dictionary.to_pylist()], pa.string())
    return words.take(coded.indices)
