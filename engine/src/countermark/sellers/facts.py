"""Facts about sellers, found by marketplace and seller id for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.listings.kernels import Column
from countermark.sellers.keys import seller_keys
from countermark.sellers.risk import UNDATED, usual
from countermark.text.keys import I64, U64

Values = NDArray[Any]

_COLUMNS: Final[dict[str, tuple[str, Any, Any]]] = {
    "listings": ("listings", np.int64, None),
    "brands": ("brands", np.int32, None),
    "first_seen": ("first_seen_at", np.int64, UNDATED),
    "copied": ("copied_share", np.float32, None),
    "median_price": ("median_price_eur", np.float64, np.nan),
    "private": ("private_share", np.float32, np.nan),
    "risk": ("risk", np.float32, None),
}
"""Field of `Sellers`: column of the table, type, what stands for null."""


@dataclass(frozen=True)
class Sellers:
    """Columns with one entry a seller, in the order of their keys: 44 bytes a seller, and no strings."""

    keys: U64
    listings: I64
    brands: NDArray[np.int32]
    first_seen: I64
    """Microseconds since 1970, UTC; `UNDATED` where it is not known."""
    copied: NDArray[np.float32]
    median_price: NDArray[np.float64]
    private: NDArray[np.float32]
    risk: NDArray[np.float32]
    oldest: int
    """The earliest `first_seen`; `UNDATED` if none is known. How far back the table can tell."""
    usually_copied: float
    """See `risk.usual`."""

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, marketplaces: Column, sellers: Column) -> I64:
        """The place of each seller in the columns; -1 for one that is not known, or not named."""
        keys, named = seller_keys(marketplaces, sellers)
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        # Most rows of a batch are of few sellers, and a search in sorted order stays in the cache.
        asked, back = np.unique(keys, return_inverse=True)
        places = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        found = np.where(self.keys[places] == asked, places, -1)[back]
        return np.where(named, found, -1).astype(np.int64)


def sellers_of(tables: Iterable[pa.Table]) -> tuple[Sellers, list[tuple[int, int]]]:
    """The sellers of `tables` (`tables.SELLERS`), and pairs of rows that tell of one seller.

    Rows are counted through all tables. Of two rows about one seller the first counts.
    """
    keys: list[U64] = [np.empty(0, dtype=np.uint64)]
    parts: dict[str, list[Values]] = {name: [np.empty(0, kind)] for name, (_, kind, _) in _COLUMNS.items()}
    for table in tables:
        for batch in table.to_batches():
            keys.append(seller_keys(batch["marketplace"], batch["seller_id"])[0])
            for name, (column, kind, nothing) in _COLUMNS.items():
                parts[name].append(_values(batch[column], nothing).astype(kind))
    together = np.concatenate(keys)
    order = np.argsort(together, kind="stable")
    ordered = together[order]
    again = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    twice = [(int(order[place - 1]), int(order[place])) for place in again.tolist()]
    kept = np.delete(order, again)
    columns: dict[str, Any] = {name: _frozen(np.concatenate(parts.pop(name))[kept]) for name in _COLUMNS}
    found = Sellers(
        keys=_frozen(together[kept]),
        oldest=int(columns["first_seen"].min(initial=UNDATED)),
        usually_copied=usual(columns["copied"], columns["listings"]),
        **columns,
    )
    return found, twice


def _values(column: Column, nothing: Any) -> Values:
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    if column.null_count:
        column = column.fill_null(pa.scalar(nothing, column.type))
    values: Values = column.to_numpy(zero_copy_only=False)
    return values


def _frozen(values: NDArray[Any]) -> NDArray[Any]:
    values.flags.writeable = False
    return values
