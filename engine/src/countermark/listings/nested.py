"""The columns of a listing that hold more than one value: photos, territories, attributes."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from countermark.listings import kernels
from countermark.listings.columns import LONGEST, by_row, is_one, rows_where, scalar, unfit
from countermark.listings.faults import Faults
from countermark.listings.kernels import Column, pc
from countermark.tables import LISTING, PHOTO

PHOTOS: Final = LISTING.field("photos").type
TERRITORIES: Final = LISTING.field("territories").type
ATTRIBUTES: Final = LISTING.field("attributes").type

_BETWEEN_PHOTOS: Final = re.compile(r"[|\n]")
_BETWEEN_TERRITORIES: Final = re.compile(r"[\s,;|]+")
_LISTS: Final = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
_NO_CAST: Final = (pa.ArrowInvalid, pa.ArrowNotImplementedError)
_FORM: Final = {
    "photos": "a list of URLs or paths, or of {url, sha256, bytes}, or text such as a.jpg|b.jpg",
    "territories": "a list of country codes, or text such as DE FR",
    "attributes": "a map, a struct, or a JSON object",
}


def photos(column: Column, faults: Faults) -> Column:
    """Photos from lists of URLs or paths, lists of structs, or text (`a.jpg|b.jpg`, or JSON)."""
    column = _sound(_of_text(column, "photos"), "photos", faults)
    if is_one(column.type, _LISTS):
        column = column.cast(pa.list_(column.type.value_type))
        parts = column.flatten()
        if column.type == PHOTOS and not _empties(parts):
            return column
        if pa.types.is_struct(parts.type):
            found = _photo_structs(parts)
        else:
            urls = None if pa.types.is_nested(parts.type) else _flat(column, "photos", faults)
            found = None if urls is None else _structs([urls, None, None])
        if found is not None and not parts.null_count and not _empties(found):
            return _relisted(column, found)
    return _read(column, "photos", _photos, faults, PHOTOS)


def _empties(photos: Column) -> bool:
    """Whether some of the photos are nothing at all; such ones are left out, which takes a closer look."""
    nothing = [pc.is_null(photos.field(part.name)) for part in PHOTO]
    return bool(photos.null_count or pc.any(pc.and_(pc.and_(nothing[0], nothing[1]), nothing[2])).as_py())


def _of_text(column: Column, name: str) -> Column:
    """`column`, if it is no list of numbers."""
    if is_one(column.type, _LISTS) and pa.types.is_primitive(column.type.value_type):
        raise unfit(name, column, _FORM[name])
    return column


def _photo_structs(given: Column) -> Column | None:
    """Structs of other types as photos; None where a kernel does not know how."""
    kinds = {field.name: field.type for field in given.type}
    if not kinds.keys() & {field.name for field in PHOTO}:
        raise unfit("photos", given, _FORM["photos"])
    if is_one(kinds.get("bytes", pa.null()), (pa.types.is_string, pa.types.is_large_string)):
        return None  # text for bytes is base64, which no kernel reads
    try:
        return _structs(
            [given.field(part.name).cast(part.type) if part.name in kinds else None for part in PHOTO]
        )
    except _NO_CAST:
        return None


def _structs(parts: list[Column | None]) -> Column:
    rows = next(len(part) for part in parts if part is not None)
    fields = list(PHOTO)
    whole = [
        kernels.nulls(rows, field.type) if part is None else part
        for part, field in zip(parts, fields, strict=True)
    ]
    return pa.StructArray.from_arrays(whole, fields=fields)


def _relisted(column: Column, values: Column) -> Column:
    """A list column with the shape of `column` and other values."""
    offsets = np.zeros(len(column) + 1, dtype=np.int32)
    np.cumsum(pc.list_value_length(column).fill_null(0).to_numpy(), out=offsets[1:])
    lists: Any = pa.ListArray
    return lists.from_arrays(
        kernels.column(offsets), values, mask=pc.is_null(column) if column.null_count else None
    )


def _flat(column: Column, name: str, faults: Faults) -> Column:
    """The values of a list column as text; their faults are those of the rows that they stand in."""
    inner = Faults()
    values = scalar(column.flatten(), name, _FORM[name], inner)
    if inner:
        faults.lift(inner, pc.list_parent_indices(column).to_pylist())
    return values if pa.types.is_string(values.type) else values.cast(pa.string())


def _photos(value: Any) -> list[dict[str, Any]]:
    parts = _listed(value, _BETWEEN_PHOTOS)
    found = [_photo(part) for part in parts if part]
    return [photo for photo in found if any(photo.values())]


def _photo(part: Any) -> dict[str, Any]:
    if isinstance(part, str):
        return {"url": part}
    if not isinstance(part, dict):
        raise ValueError("has a photo that is neither text nor {url, sha256, bytes}")  # noqa: TRY004  # data's fault
    data = part.get("bytes")
    if isinstance(data, str):
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error:
            raise ValueError("has bytes that are not base64") from None
    url, sha256 = part.get("url"), part.get("sha256")
    if not (
        isinstance(url, str | None) and isinstance(sha256, str | None) and isinstance(data, bytes | None)
    ):
        raise ValueError("has a photo whose url, sha256 or bytes are no text")  # noqa: TRY004  # data's fault
    return {"url": url, "sha256": sha256, "bytes": data}


def territories(column: Column, faults: Faults) -> Column:
    """Territories from lists of codes, or text (`DE FR`, or JSON)."""
    column = _sound(_of_text(column, "territories"), "territories", faults)
    if is_one(column.type, _LISTS) and not pa.types.is_nested(column.type.value_type):
        column = column.cast(pa.list_(column.type.value_type))
        codes = _flat(column, "territories", faults)
        if not codes.null_count:
            return column if column.type == TERRITORIES else _relisted(column, codes)
    return _read(column, "territories", _territories, faults, TERRITORIES)


def _territories(value: Any) -> list[str]:
    parts = [part for part in _listed(value, _BETWEEN_TERRITORIES) if part is not None]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("has a territory that is no text; write country codes such as DE")
    return [part for part in parts if part]


def attributes(column: Column, faults: Faults) -> Column:
    """Attributes from maps, structs, lists of {key, value} or {name, value}, or text (a JSON object)."""
    column = _sound(column, "attributes", faults)
    if pa.types.is_map(column.type) and column.type != ATTRIBUTES:
        try:
            column = column.cast(ATTRIBUTES)
        except _NO_CAST:
            column = kernels.column(
                [value and _attributes(value) for value in column.to_pylist()], ATTRIBUTES
            )
    if pa.types.is_struct(column.type):
        column = _mapped(column)
    if column.type != ATTRIBUTES or column.items.null_count:
        column = _read(column, "attributes", _attributes, faults, ATTRIBUTES)
    _not_too_long(column, faults)
    return column


def _mapped(column: Column) -> Column:
    """A struct column as maps, without the fields that are null."""
    names = [field.name for field in column.type]
    rows, width = len(column), len(names)
    if not rows or not width:
        return kernels.nulls(rows, ATTRIBUTES)
    cells = pa.concat_arrays([_text_of(part) for part in column.flatten()])
    # From field after field to row after row.
    turned = cells.take(kernels.column(np.arange(rows * width).reshape(width, rows).T.ravel()))
    there = turned.is_valid().to_numpy(zero_copy_only=False)
    offsets = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(there.reshape(rows, width).sum(axis=1), out=offsets[1:])
    keys = kernels.column(names).take(kernels.column(np.tile(np.arange(width), rows)[there]))
    holes = np.append(column.is_null().to_numpy(zero_copy_only=False), [False])
    return pa.MapArray.from_arrays(kernels.column(offsets, mask=holes), keys, turned.drop_null())


def _text_of(part: Column) -> Column:
    if pa.types.is_nested(part.type):
        return kernels.column(
            [None if value is None else _json(value) for value in part.to_pylist()], pa.string()
        )
    return (part.dictionary_decode() if pa.types.is_dictionary(part.type) else part).cast(pa.string())


def _attributes(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        value = _parsed(value, dict) if value.strip() else {}
    pairs = value.items() if isinstance(value, dict) else [_pair(part) for part in value]
    return [
        (str(key), part if isinstance(part, str) else _json(part)) for key, part in pairs if part is not None
    ]


def _pair(part: Any) -> tuple[Any, Any]:
    if isinstance(part, tuple):
        return part[0], part[1]
    key = part.get("key", part.get("name")) if isinstance(part, dict) else None
    if key is None:
        raise ValueError("has an attribute without a name; write a JSON object, or a list of {key, value}")
    return key, part.get("value")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _not_too_long(column: Column, faults: Faults) -> None:
    values, limit = column.items, LONGEST["attributes"]
    if not len(values) or values.nbytes < limit:
        return
    ends = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(pc.binary_length(values).fill_null(0).to_numpy(), out=ends[1:])
    offsets = column.offsets.to_numpy()
    sizes: Any = ends[offsets[1:]] - ends[offsets[:-1]]
    for row in np.flatnonzero(sizes > limit).tolist():
        faults.add(row, "field-too-long", f"attributes have {sizes[row]:,} bytes; the limit is {limit:,}")


def _listed(value: Any, between: re.Pattern[str]) -> list[Any]:
    if not isinstance(value, str):
        return value if isinstance(value, list) else [value]
    written = value.strip()
    return (
        _parsed(written, list)
        if written.startswith("[")
        else [part.strip() for part in between.split(written)]
    )


def _parsed(written: str, kind: type) -> Any:
    try:
        found = msgspec.json.decode(written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(found, kind):
        raise ValueError(f"is no JSON {'object' if kind is dict else 'list'}")  # noqa: TRY004  # the data's fault
    return found


def _sound(column: Column, name: str, faults: Faults) -> Column:
    """`column`, its text checked to be UTF-8; null in the rows where it is not."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        rows = [row for row in range(len(column)) if not _valid(column.take(kernels.column([row])))]
        faults.add_all(rows, "bad-encoding", f"{name} holds text that is no UTF-8; write the feed in UTF-8")
        hole = set(rows)
        return column.take(
            kernels.column([None if row in hole else row for row in range(len(column))], pa.int64())
        )
    return column


def _valid(cell: Column) -> bool:
    try:
        cell.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _read(
    column: Column, name: str, parse: Callable[[Any], Any], faults: Faults, wanted: pa.DataType
) -> Column:
    """`column` value by value; text is what most of these columns are in a CSV file."""
    kind = column.type
    if pa.types.is_null(kind):
        return kernels.nulls(len(column), wanted)
    if not pa.types.is_nested(kind):
        column = scalar(column, name, _FORM[name], faults)
    if not (pa.types.is_string(column.type) or is_one(kind, _LISTS) or pa.types.is_map(kind)):
        raise unfit(name, column, _FORM[name])
    rows = rows_where(pc.is_valid(column))
    found: list[Any] = [None] * len(column)
    for row, value in zip(rows.tolist(), by_row(name, column, rows, parse, faults), strict=True):
        found[row] = value
    return kernels.column(found, wanted)
