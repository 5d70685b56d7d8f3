"""A listing's digest: which offer was screened, so that a finding can be told from one about a changed offer.

It is the SHA-256, in hexadecimal, of the listing's canonical form: a JSON object in UTF-8 without spaces,
with everything of the listing but its volatile fields (`tables.VOLATILE_FIELDS`) and what is null or empty.
Keys are sorted by code point; text stands as it is, escaped only where JSON demands it; a price is text
without trailing zeros (`"12.5"`); territories keep their order; a photo is `{"sha256": …}`, of its bytes
where they are given, else as stated, or `{"url": …}` where there is no hash; of two attributes of one name
the last counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa

from countermark.tables import LISTING, VOLATILE_FIELDS

_FIELDS: Final = tuple(name for name in LISTING.names if name not in VOLATILE_FIELDS)


def digests(table: pa.Table, rows: Iterable[int] | np.ndarray) -> list[str]:
    """The digests of the listings of `table` (`tables.LISTING`) at `rows`, in that order."""
    chosen = np.fromiter(rows, dtype=np.int64)
    picked = table.select([name for name in _FIELDS if name in table.schema.names]).take(chosen)
    return [hashlib.sha256(canonical(listing)).hexdigest() for listing in picked.to_pylist()]


def canonical(listing: Mapping[str, Any]) -> bytes:
    """The canonical form of one listing, given as the Python values of its Arrow row."""
    shape = {name: _plain(name, listing[name]) for name in _FIELDS if listing.get(name) not in (None, "")}
    kept = {name: value for name, value in shape.items() if value not in (None, [], {})}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _plain(name: str, value: Any) -> Any:
    if name == "photos":
        return [shape for photo in value if (shape := _photo(photo))]
    if name == "attributes":
        return {key: text for key, text in value if text}
    if isinstance(value, Decimal):
        return _number(value)
    return value


def _number(value: Decimal) -> str:
    """Without trailing zeros or an exponent: the same however many places a feed writes."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _photo(photo: Mapping[str, Any] | None) -> dict[str, str]:
    if not photo:
        return {}
    if photo.get("bytes"):
        return {"sha256": hashlib.sha256(photo["bytes"]).hexdigest()}
    kind = "sha256" if photo.get("sha256") else "url"
    return {kind: photo[kind]} if photo.get(kind) else {}
