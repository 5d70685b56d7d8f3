"""The findings of one listing, and what to say when there are none."""

from __future__ import annotations

import heapq
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from countermark.errors import UnusableInput
from countermark.report.findings import FOUND_BY, batches, rows


def findings_of(
    path: Path, listing_id: str, *, marketplace: str | None = None
) -> list[tuple[int, dict[str, Any]]]:
    """The findings of a listing, one a brand, with their row numbers; on any marketplace unless given."""
    wanted: list[int] = []
    elsewhere: set[str] = set()
    near: list[tuple[float, str]] = []
    first = 0
    for batch in batches(path, FOUND_BY):
        same: Any = pc.equal(batch["listing_id"], pa.scalar(listing_id))
        numbers = pc.indices_nonzero(same).to_pylist()
        for at in numbers:
            place = batch["marketplace"][at].as_py() if "marketplace" in batch.schema.names else None
            if marketplace in {None, place}:
                wanted.append(first + at)
            else:
                elsewhere.add(str(place))
        if not wanted and not elsewhere:
            near = _nearer(near, listing_id, batch["listing_id"].to_pylist())
        first += batch.num_rows
    if not wanted:
        raise _unknown(path, listing_id, marketplace, sorted(elsewhere), [name for _, name in near])
    return list(rows(path, wanted))


def _nearer(
    near: list[tuple[float, str]], listing_id: str, others: list[str | None]
) -> list[tuple[float, str]]:
    names = {name for name in others if name}
    found = process.extract(listing_id, names, limit=3, score_cutoff=60)
    return heapq.nsmallest(3, {*near, *((-score, name) for name, score, _ in found)})


def _unknown(
    path: Path, listing_id: str, marketplace: str | None, elsewhere: list[str], near: list[str]
) -> UnusableInput:
    if elsewhere:
        places = ", ".join(elsewhere)
        return UnusableInput(
            f"{path}: listing {listing_id!r} is not of marketplace {marketplace!r} but of {places}",
            mend=f"Ask with --marketplace {elsewhere[0]}, or without it.",
        )
    similar = f"Similar ids: {', '.join(map(repr, near))}." if near else "Look for the id in the report."
    return UnusableInput(
        f"{path}: no finding of listing {listing_id!r}: it is clear, or was not screened", mend=similar
    )
