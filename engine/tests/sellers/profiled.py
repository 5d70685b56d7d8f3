"""Listings of a small market, and their profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from countermark.listings import conform
from countermark.references import References
from countermark.references.examples import references_from
from countermark.sellers.profile import Profile, Profiler

RATES: Final = {"EUR": 1.0, "USD": 1.25}
BRANDS: Final = {
    "brands": [
        {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik", {"text": "Arctic", "common": True}]},
        {"id": "arctic-fox", "name": "Arctic Fox", "words": ["Arctic Fox"]},
        {"id": "velmora", "name": "Velmora", "words": ["Velmora", {"text": "薇莫拉", "renders": "Velmora"}]},
    ]
}
Row = Mapping[str, Any]


def brands(folder: Path) -> References:
    return references_from(BRANDS, folder)


def table_of(rows: Sequence[Row]) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    listed = [{name: row.get(name) for name in names} | {"listing_id": str(n)} for n, row in enumerate(rows)]
    table, rejected, _ = conform(pa.Table.from_pylist([{"title": "x", **row} for row in listed]), file="test")
    assert not rejected
    return table


def profile(
    folder: Path,
    rows: Sequence[Row],
    references: References | None = None,
    *,
    batch: int = 1000,
    learn: bool = False,
) -> Profile:
    folder.mkdir(parents=True, exist_ok=True)
    profiler = Profiler(folder, references, RATES, learn=learn)
    table = table_of(rows)
    for first in range(0, table.num_rows, batch):
        profiler.take(table.slice(first, batch))
    return profiler.finish()


def facts(found: Profile) -> dict[str, dict[str, Any]]:
    """The facts of each seller by its id."""
    return {str(row["seller_id"]): row for row in found.sellers.to_pylist()}
