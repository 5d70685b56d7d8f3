"""The model as Arrow columns: the types that mirror its structs, what may stand in for them, the way back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from countermark.references import scalars
from countermark.references.shape import PLAIN_FORM, Field, Kind, shape_of
from countermark.tables import MONEY

_TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.CHOICE: pa.string(),
    Kind.FLAG: pa.bool_(),
    Kind.INTEGER: pa.int32(),
    Kind.AMOUNT: MONEY,
    Kind.DAY: pa.date32(),
}


class Unfit(Exception):  # noqa: N818  # sends the reader the long way round, is no error of its own
    """A value that does not fit its field. Who wants to know which reads row by row."""


def arrow_schema(struct: type[msgspec.Struct]) -> pa.Schema:
    """The columns of a table with one `struct` a row."""
    fields = shape_of(struct).values()
    return pa.schema(
        [pa.field(field.name, arrow_type(field), nullable=not field.required) for field in fields]
    )


def arrow_type(field: Field) -> pa.DataType:
    """The type of the column that mirrors `field`."""
    kind: Any = pa.struct(list(arrow_schema(field.of))) if field.kind is Kind.STRUCT else _TYPES[field.kind]
    return pa.list_(kind) if field.many else kind


def fits(field: Field, given: Any) -> bool:
    """Whether a column of type `given` can be read as `field`; structs are asked for each of theirs."""
    if pa.types.is_null(given):
        return True
    if field.many:
        if not is_list(given):
            return False
        given = given.value_type
    if pa.types.is_dictionary(given):
        given = given.value_type
    text = pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given)
    number = pa.types.is_integer(given) or pa.types.is_floating(given) or pa.types.is_decimal(given)
    return bool(
        {
            Kind.STRUCT: pa.types.is_struct(given) or (text and field.of in PLAIN_FORM),
            Kind.FLAG: pa.types.is_boolean(given),
            Kind.INTEGER: pa.types.is_integer(given),
            Kind.AMOUNT: number or text,
            Kind.DAY: pa.types.is_date(given) or text,
        }.get(field.kind, text)
    )


def is_list(given: Any) -> bool:
    """Whether `given` is a list type that is read."""
    return bool(pa.types.is_list(given) or pa.types.is_large_list(given))


def structs_of(struct: type[msgspec.Struct], array: Any) -> list[Any]:
    """The rows of a struct array, each a `struct`, None for null rows. `Unfit` where a value does not fit."""
    columns = dict(zip((field.name for field in array.type), array.flatten(), strict=True))
    read: dict[str, list[Any]] = {}
    for field in shape_of(struct).values():
        column = columns.get(field.name)
        if column is None:
            if field.required and len(array) > array.null_count:
                raise Unfit
            continue
        if field.required and column.null_count > array.null_count:
            raise Unfit
        read[field.name] = _values(field, column)
    names = tuple(read)
    # With keywords: the structs know no other way, and the order of columns is the file's.
    rows = (dict(zip(names, row, strict=True)) for row in zip(*read.values(), strict=True))
    if not array.null_count:
        return [struct(**row) for row in rows]
    valid = array.is_valid().to_pylist()
    return [struct(**row) if here else None for row, here in zip(rows, valid, strict=True)]


def _values(field: Field, column: Any) -> list[Any]:
    if not field.many:
        ones = _ones(field, column)
        return ones if field.default is None else [field.default if one is None else one for one in ones]
    if pa.types.is_null(column.type):
        return [()] * len(column)
    inner = column.flatten()
    if inner.null_count:
        raise Unfit
    each = iter(_ones(field, inner))
    lengths: Iterable[int] = pc.fill_null(pc.list_value_length(column), 0).to_pylist()
    return [tuple(islice(each, length)) if length else () for length in lengths]


def _ones(field: Field, column: Any) -> list[Any]:
    values: list[Any]
    if field.kind is Kind.STRUCT:
        if pa.types.is_struct(column.type):
            return structs_of(field.of, column)
        plain = PLAIN_FORM.get(field.of, "")
        return [text if text is None else field.of(**{plain: text}) for text in column.to_pylist()]
    values = column.to_pylist()
    if field.kind is Kind.CHOICE:
        return [value if value is None else _choice(field, value) for value in values]
    if field.kind is Kind.AMOUNT:
        return [value if value is None else _amount(value) for value in values]
    if field.kind is Kind.DAY and not pa.types.is_date(column.type):
        return list(_days(values))
    return values


def _choice(field: Field, value: str) -> Any:
    try:
        return field.of(value)
    except ValueError:
        raise Unfit from None


def _amount(value: Any) -> Decimal:
    if isinstance(value, float) and not math.isfinite(value):
        raise Unfit
    # A float's shortest form is what its writer meant by it: 419.9, not 419.8999999999999772626.
    read = scalars.amount(value if isinstance(value, str) else f"{Decimal(str(value)):f}")
    if read is None:
        raise Unfit
    return read


def _days(values: list[str | None]) -> Iterator[Any]:
    for value in values:
        day = value if value is None else scalars.day(value)
        if day is None and value is not None:
            raise Unfit
        yield day
