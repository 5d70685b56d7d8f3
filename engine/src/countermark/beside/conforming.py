"""Brings what a file holds into the types of its table, naming every value that does not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.beside.checks import CHECKS
from countermark.beside.faults import Faults
from countermark.beside.reading import Chunk, read
from countermark.listings import kernels
from countermark.listings.faults import shown
from countermark.listings.kernels import Column, pc
from countermark.tables import BESIDE, INSTANT

Flags = NDArray[np.bool_]

_FORMS: Final[dict[Any, str]] = {
    pa.string(): "text",
    pa.int32(): "a whole number",
    pa.int64(): "a whole number",
    pa.float32(): "a number such as 0.25",
    pa.float64(): "a number such as 7.46",
    pa.date32(): "a day such as 2026-11-20",
    INSTANT: "a time such as 2026-11-20T08:30:00Z",
}


def chunks_of(name: str, file: Path, faults: Faults) -> Iterator[Chunk]:
    """The rows of the table `name` in `file`, in its types, without those that have faults."""
    schema = BESIDE[name]
    check = CHECKS[name]()
    told = False
    for chunk in read(file, schema.names, faults):
        absent = [f.name for f in schema if not f.nullable and f.name not in chunk.table.schema.names]
        if absent and not told:
            needed = ", ".join(f"`{field.name}`" for field in schema if not field.nullable)
            for column in absent:
                faults.add(f"there is no column `{column}`", f"The columns needed are {needed}.")
            told = True
        if absent or told:
            continue
        rows, bad = _conformed(chunk, schema, faults)
        bad |= check(rows, chunk.lines, ~bad, faults)
        if bad.any():
            kept = np.flatnonzero(~bad)
            yield Chunk(rows.take(kernels.column(kept)), [chunk.lines[row] for row in kept.tolist()])
        else:
            yield Chunk(rows, chunk.lines)


def _conformed(chunk: Chunk, schema: pa.Schema, faults: Faults) -> tuple[pa.Table, Flags]:
    """`chunk` in the types of `schema`, and which of its rows have faults (those hold anything)."""
    bad = np.zeros(chunk.table.num_rows, dtype=np.bool_)
    columns = []
    for field in schema:
        if field.name not in chunk.table.schema.names:
            columns.append(kernels.nulls(len(bad), field.type))
            continue
        column = _cast(_plain(chunk.table[field.name]), field, chunk.lines, bad, faults)
        if not field.nullable and column.null_count:
            empty = pc.is_null(column).to_numpy(zero_copy_only=False) & ~bad
            for row in np.flatnonzero(empty).tolist():
                faults.add_row(chunk.lines[row], f"`{field.name}` is missing", f"Write {_FORMS[field.type]}.")
            bad |= empty
        columns.append(column)
    return pa.Table.from_arrays(columns, names=schema.names), bad


def _plain(column: Column) -> Column:
    """`column` as one array, text trimmed, without dictionaries; what is empty is null."""
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        array = array.cast(pa.string())
    if not pa.types.is_string(array.type):
        return array
    trimmed = pc.utf8_trim_whitespace(array)
    return pc.if_else(pc.equal(trimmed, ""), kernels.null(pa.string()), trimmed)


def _cast(column: Column, field: Any, lines: Any, bad: Flags, faults: Faults) -> Column:
    """`column` in the type of `field`; rows whose values do not fit are marked in `bad` and null."""
    wanted = field.type
    if not _may_become(column.type, wanted):
        faults.add(f"the column `{field.name}` is {column.type}", f"Make it {_FORMS[wanted]} in every row.")
        bad[:] = True
        return kernels.nulls(len(column), wanted)
    try:
        if (
            wanted == INSTANT
            and getattr(column.type, "tz", None) is None
            and not pa.types.is_string(column.type)
        ):
            return pc.assume_timezone(column.cast(pa.timestamp("us"), safe=False), "UTC")
        return column.cast(wanted)
    except pa.ArrowInvalid:
        return _cast_slowly(column, field, lines, bad, faults)


def _may_become(given: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_null(given) or pa.types.is_string(given):
        return True
    if wanted in {pa.date32(), INSTANT}:
        return bool(pa.types.is_date(given) or pa.types.is_timestamp(given))
    if wanted == pa.string():
        return bool(pa.types.is_integer(given))
    return bool(pa.types.is_integer(given) or pa.types.is_floating(given) or pa.types.is_decimal(given))


def _cast_slowly(column: Column, field: Any, lines: Any, bad: Flags, faults: Faults) -> Column:
    parse = _PARSERS[field.type]
    found: list[Any] = []
    for row, value in enumerate(column.to_pylist()):
        try:
            found.append(None if value is None else parse(value))
        except (ValueError, OverflowError):
            found.append(None)
            bad[row] = True
            what = f"`{field.name}` is {shown(value)}"
            faults.add_row(lines[row], what, f"Write {_FORMS[field.type]}.")
    return kernels.column(found, field.type)


def _whole(value: Any) -> int:
    number = int(value)
    if number != float(value) or abs(number) >= 1 << 31:
        raise ValueError
    return number


def _instant(value: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(value)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


_PARSERS: Final[dict[Any, Callable[[Any], Any]]] = {
    pa.string(): str,
    pa.int32(): _whole,
    pa.int64(): _whole,
    pa.float32(): float,
    pa.float64(): float,
    pa.date32(): lambda value: dt.date.fromisoformat(str(value)[:10]),
    INSTANT: _instant,
}
