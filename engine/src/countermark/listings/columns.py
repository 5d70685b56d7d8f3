"""The plain columns of a listing: text, counts, instants. Each is read from almost any Arrow type.

What a type's kernel reads is read in one go; only the rows that it cannot read are looked at one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import UnusableInput
from countermark.listings import kernels
from countermark.listings.faults import Faults, shown
from countermark.listings.kernels import Column, pc
from countermark.tables import INSTANT

Rows = NDArray[np.int64]

LONGEST: Final = {
    "listing_id": 1000,
    "title": 5000,
    "description": 200_000,
    "attributes": 200_000,
    "photos": 1 << 24,  # their bytes, where text holds them
}
LONGEST_OTHER: Final = 10_000
"""Characters that a field may have. Who writes more hides something, or sends a broken file."""
_OWN_CODE: Final = frozenset({"listing_id", "title", "description"})
YEARS: Final = (-62_135_596_800, 253_402_300_800)
"""Seconds from 1970 to the years 1 and 10000."""
INSTANT_FORM: Final = "timestamps, or text such as 2026-11-21T08:30:00Z"

_PUBLIC: Final = {"first_seen_at": "time", "updated_at": "time"}
_NUMBERS: Final = (
    pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp,
)  # fmt: skip
_LARGE: Final = (pa.types.is_binary, pa.types.is_large_string, pa.types.is_large_binary)


def is_one(kind: pa.DataType, kinds: Iterable[Callable[[Any], bool]]) -> bool:
    """Whether a type is one of several kinds."""
    return any(fits(kind) for fits in kinds)


def unfit(name: str, column: Column, wanted: str) -> UnusableInput:
    """The error for a column whose type cannot hold the field `name` at all."""
    return UnusableInput(f"column `{name}` has the type {column.type}", mend=f"Write it as {wanted}.")


def by_row(name: str, column: Column, rows: Rows, parse: Callable[[Any], Any], faults: Faults) -> list[Any]:
    """`parse` of the values of `column` at `rows`; None where it raises `ValueError`: a fault."""
    code = "unknown-currency" if name == "currency" else f"bad-{_PUBLIC.get(name, name)}"
    found: list[Any] = []
    for row, value in zip(rows.tolist(), column.take(kernels.column(rows)).to_pylist(), strict=True):
        try:
            found.append(None if value is None else parse(value))
        except ValueError as error:
            faults.add(row, code, f"{name} {shown(value)} {error}")
            found.append(None)
    return found


def put(column: Column, rows: Rows, values: list[Any]) -> Column:
    """`column` with `values` at `rows`."""
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(column, kernels.column(mask), kernels.column(values, column.type))


def rows_where(mask: Column) -> Rows:
    """The rows at which a boolean column is true."""
    return np.flatnonzero(mask.fill_null(False).to_numpy(zero_copy_only=False))


def text(column: Column, name: str, faults: Faults, *, required: bool = False) -> Column:
    """`column` as strings: valid UTF-8, no longer than allowed, an empty one null."""
    column = _utf8(_strings(column, name, faults), name, faults)
    sizes = pc.binary_length(column)
    extent = pc.min_max(sizes).as_py()
    limit = LONGEST.get(name, LONGEST_OTHER)
    if (extent["max"] or 0) > limit:
        rows = rows_where(pc.greater(sizes, limit))
        lengths = pc.utf8_length(column.take(kernels.column(rows))).to_numpy()
        for row, length in zip(
            rows[lengths > limit].tolist(), lengths[lengths > limit].tolist(), strict=True
        ):
            faults.add(row, _too_long(name), f"{name} has {length:,} characters; the limit is {limit:,}")
    if extent["min"] == 0:
        column = pc.if_else(pc.equal(sizes, 0), kernels.null(pa.string()), column)
    return _present(column, name, faults) if required else column


def _present(column: Column, name: str, faults: Faults) -> Column:
    blank = pc.utf8_is_space(column)
    if column.null_count or pc.any(blank).as_py():
        rows = rows_where(pc.or_kleene(blank, pc.is_null(column)))
        faults.add_all(
            rows.tolist(), f"missing-{_short(name)}", f"{name} is missing; every listing needs one"
        )
        column = column.fill_null("")
    return column


def _short(name: str) -> str:
    return name.removeprefix("listing_")


def _too_long(name: str) -> str:
    return f"{_short(name)}-too-long" if name in _OWN_CODE else "field-too-long"


def _strings(column: Column, name: str, faults: Faults) -> Column:
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_null(kind):
        return kernels.nulls(len(column), pa.string())
    if pa.types.is_dictionary(kind):
        return _strings(column.dictionary_decode(), name, faults)
    if pa.types.is_fixed_size_binary(kind):
        return column.cast(pa.binary()).view(pa.string())
    if is_one(kind, _LARGE):
        return _bounded(column, name, faults).cast(pa.binary()).view(pa.string())
    if pa.types.is_boolean(kind) or is_one(kind, _NUMBERS):
        return column.cast(pa.string())
    raise unfit(name, column, "text")


def _bounded(column: Column, name: str, faults: Faults) -> Column:
    """`column` without the cells that are too long even if every character took four bytes.

    Many of them would not fit a column of 32-bit offsets.
    """
    limit = LONGEST.get(name, LONGEST_OTHER)
    over = pc.greater(pc.binary_length(column), 4 * limit)
    if pc.any(over).as_py():
        reason = f"{name} has more than {limit:,} characters, the limit"
        faults.add_all(rows_where(over).tolist(), _too_long(name), reason)
        column = pc.if_else(over, kernels.null(column.type), column)
    return column


def _utf8(column: Column, name: str, faults: Faults) -> Column:
    """`column`, checked: Arrow takes it on trust that a string column holds UTF-8."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        for row, value in enumerate(column.view(pa.binary()).to_pylist()):
            try:
                (value or b"").decode()
            except UnicodeDecodeError as error:
                faults.add(
                    row, "bad-encoding", f"{name} is no UTF-8 at its byte {error.start}: {shown(value)}"
                )
        decoded = [value and value.decode(errors="replace") for value in column.view(pa.binary()).to_pylist()]
        return kernels.column(decoded, pa.string())
    return column


def scalar(column: Column, name: str, wanted: str, faults: Faults) -> Column:
    """`column` without dictionaries, text as plain strings, empty ones null; lists and structs refused."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return scalar(column.dictionary_decode(), name, wanted, faults)
    if is_one(kind, _NUMBERS):
        return column
    if pa.types.is_nested(kind) or pa.types.is_boolean(kind):
        raise unfit(name, column, wanted)
    return text(column, name, faults)


def counts(column: Column, name: str, faults: Faults) -> Column:
    """`column` as whole numbers, none below zero."""
    column = scalar(column, name, "whole numbers", faults)
    if pa.types.is_temporal(column.type):
        raise unfit(name, column, "whole numbers")
    try:
        found = column.cast(pa.int64())
    except pa.ArrowInvalid:
        found = kernels.column(by_row(name, column, np.arange(len(column)), _count, faults), pa.int64())
    if (pc.min(found).as_py() or 0) < 0:
        for row in rows_where(pc.less(found, 0)).tolist():
            faults.add(
                row, f"bad-{name}", f"{name} {found[row]} is below zero; leave it out if it is not known"
            )
    return found


def _count(value: Any) -> int | None:
    written = value.strip() if isinstance(value, str) else value
    if written == "":
        return None
    try:
        number = Decimal(written)
        whole = number == number.to_integral_value() and abs(number) < 1 << 63
    except (ValueError, ArithmeticError):  # words; NaN and infinity
        whole = False
    if not whole:
        raise ValueError("is no whole number; write digits only")
    return int(number)


def instants(column: Column, name: str, faults: Faults) -> Column:
    """`column` as instants in UTC. A time without a zone is taken as UTC; nanoseconds are cut off."""
    column = scalar(column, name, INSTANT_FORM, faults)
    if pa.types.is_null(column.type):
        return kernels.nulls(len(column), INSTANT)
    if pa.types.is_string(column.type):
        column = _read_instants(column, name, faults)
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    if not pa.types.is_timestamp(column.type):
        raise unfit(name, column, INSTANT_FORM)
    column = _of_our_era(column, name, faults)
    if column.type == INSTANT:
        return column
    if column.type.tz:
        return column.cast(INSTANT, safe=False)
    return pc.assume_timezone(column.cast(pa.timestamp("us"), safe=False), "UTC")


def _of_our_era(column: Column, name: str, faults: Faults) -> Column:
    """`column` without times that Python, and who reads them, has no date for: before year 1, after 9999."""
    if column.type.unit == "ns":
        return column
    scale = {"s": 1, "ms": 1000, "us": 1_000_000}[column.type.unit]
    first, last = YEARS[0] * scale, YEARS[1] * scale
    ticks = column.view(pa.int64())
    extent = pc.min_max(ticks).as_py()
    if extent["min"] is None or (first <= extent["min"] and extent["max"] < last):
        return column
    outside = pc.or_(pc.less(ticks, first), pc.greater_equal(ticks, last))
    faults.add_all(rows_where(outside).tolist(), "bad-time", f"{name} is not between the years 1 and 9999")
    return pc.if_else(outside, kernels.null(column.type), column)


def _read_instants(column: Column, name: str, faults: Faults) -> Column:
    try:
        return column.cast(INSTANT)
    except pa.ArrowInvalid:
        pass  # some have no zone, or are in a form that only Python reads
    try:
        return column.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:
        return kernels.column(by_row(name, column, np.arange(len(column)), _instant, faults), INSTANT)


def _instant(value: str) -> dt.datetime | None:
    if not value.strip():
        return None
    try:
        found = dt.datetime.fromisoformat(value.strip())
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no time; write it like 2026-11-21T08:30:00Z") from None
