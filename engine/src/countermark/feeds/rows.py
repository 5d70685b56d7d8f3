"""Rows as the readers find them, one object each, and the table that many of them make."""

from __future__ import annotations

import json
from collections.abc import Sequence, Sized
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from countermark.errors import Rejection
from countermark.listings import kernels
from countermark.listings.faults import SHOWN_ROW, cut
from countermark.listings.kernels import Column
from countermark.tables import LISTING, PHOTO

Text = str | int | None
Number = str | int | float | None


class Photo(msgspec.Struct, gc=False, omit_defaults=True):
    """A photo as JSON has it; `bytes` in base64."""

    url: str | None = None
    sha256: str | None = None
    bytes: str | None = None


class Row(msgspec.Struct, gc=False):
    """A listing as JSON has it: loosely typed, checked by `listings.conform`; other keys are left out."""

    listing_id: Text = None
    title: Text = None
    marketplace: Text = None
    seller_id: Text = None
    seller_name: Text = None
    seller_kind: Text = None
    description: Text = None
    brand: Text = None
    category: Text = None
    condition: Text = None
    price: Any = None
    currency: Text = None
    quantity: Number = None
    gtin: Text = None
    photos: list[str | Photo | None] | Photo | str | None = None
    territories: list[str] | str | None = None
    ships_from: Text = None
    language: Text = None
    url: Text = None
    views: Number = None
    sold: Number = None
    attributes: dict[str, Any] | str | None = None
    first_seen_at: Text = None
    updated_at: Text = None


class Refusal(NamedTuple):
    """Why something that was read is no row: a stable code, and a reason that says how to mend it."""

    code: str
    reason: str

    def of(self, file: str, line: int, shown: str) -> Rejection:
        """The rejection of what stands in `file` at `line`, `shown` being its text."""
        return Rejection(file=file, line=line, code=self.code, reason=self.reason, row=cut(shown, SHOWN_ROW))


def row_of(value: Any) -> Row | Refusal:
    """A JSON value as a row, if it is one."""
    try:
        return msgspec.convert(value, Row)
    except UnicodeEncodeError:
        return row_of(json.loads(_whole_pairs(json.dumps(value, ensure_ascii=False))))
    except msgspec.ValidationError as error:
        return Refusal("bad-row", f"this is no listing: {error}; see `countermark schema listing`")


_NESTED: Final = {"photos", "territories", "attributes"}
_COUNTS: Final = {name for name in LISTING.names if LISTING.field(name).type == pa.int64()}
_STRINGS: Final = pa.list_(pa.string())


def table_of(rows: Sequence[Row]) -> pa.Table:
    """`rows` as a table that `conform` takes. Columns that none of them has are left out."""
    columns: dict[str, Column] = {}
    for name in LISTING.names:
        values = list(map(attrgetter(name), rows))
        if name in {"listing_id", "title"} or any(value is not None for value in values):
            columns[name] = _nested(name, values) if name in _NESTED else _plain(name, values)
    return pa.table(columns)


def _plain(name: str, values: list[Any]) -> Column:
    try:
        return kernels.column(values, pa.int64() if name in _COUNTS else pa.string())
    except (TypeError, ValueError, OverflowError):  # of several types, or with half a surrogate pair
        return kernels.column([None if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    return _whole_pairs(value if isinstance(value, str) else json.dumps(value))


def _whole_pairs(text: str) -> str:
    """`text` without halves of surrogate pairs: what is left where a program cuts text inside an emoji."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _nested(name: str, values: list[Any]) -> Column:
    values = [[value] if isinstance(value, Photo) else value for value in values]
    kinds = {type(value) for value in values} - {type(None)}
    if name == "attributes" and kinds == {dict}:
        return _attributes(values)
    if kinds == {list}:
        flat = [part for value in values if value for part in value]
        if all(type(part) is str for part in flat):
            return _lists(values, flat)
        photos = [None if value is None else [_photo(part) for part in value if part] for value in values]
        return kernels.column(photos, pa.list_(pa.struct([(part.name, pa.string()) for part in PHOTO])))
    return _plain(name, [value if isinstance(value, str | None) else _json(value) for value in values])


def _lists(values: list[list[str] | None], flat: list[str]) -> Column:
    return pa.ListArray.from_arrays(_offsets(values), _plain("", flat))


def _offsets(values: Sequence[Sized | None]) -> Column:
    """Where the values of each row begin in one flat column; null where a row has none, as Arrow wants it."""
    ends = np.cumsum([0, *(len(value) if value else 0 for value in values)], dtype=np.int32)
    return kernels.column(ends, mask=np.array([*(value is None for value in values), False]))


def _photo(part: str | Photo) -> dict[str, str | None]:
    if isinstance(part, str):
        return {"url": _text(part)}
    return {"url": part.url, "sha256": part.sha256, "bytes": part.bytes}


def _attributes(values: list[dict[str, Any] | None]) -> Column:
    kept = [value and {key: part for key, part in value.items() if part is not None} for value in values]
    keys = [key for value in kept if value for key in value]
    parts = [part for value in kept if value for part in value.values()]
    texts = [part if type(part) is str else _json(part) for part in parts]
    return pa.MapArray.from_arrays(_offsets(kept), _plain("", keys), _plain("", texts))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=msgspec.to_builtins)
