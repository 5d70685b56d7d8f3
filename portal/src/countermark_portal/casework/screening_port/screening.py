"""What the engine sees in captured listings: the only door from casework to the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from countermark_portal.registry import compiled
from countermark_portal.registry.queries import latest_snapshot


@dataclass(frozen=True, slots=True)
class Seen:
    """What the engine saw in one listing, and with what it looked."""

    findings: list[dict[str, Any]]
    references_version: str
    scoring_version: str


NOTHING = Seen([], "", "")


def screen_captured(listings: Sequence[Mapping[str, Any]], *, now: datetime) -> list[Seen]:
    """Screen listings as captured (the engine's columns); one entry each, in their order."""
    snapshot = latest_snapshot()
    if snapshot is None or not listings:
        return [NOTHING] * len(listings)
    screener = compiled.screener(snapshot.digest)
    # By number: two marketplaces may use the same listing id.
    table = pa.Table.from_pylist([{**row, "listing_id": str(n)} for n, row in enumerate(listings)])
    found = screener.screen(table, now=now)
    by_row: dict[int, list[dict[str, Any]]] = {}
    for row in found.to_pylist():
        by_row.setdefault(int(row["listing_id"]), []).append(_kept(row))
    return [Seen(by_row.get(n, []), snapshot.digest, screener.scoring_version) for n in range(len(listings))]


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    signals = [
        {
            "name": signal["name"],
            "weight": round(float(signal["weight"]), 3),
            "field": signal["field"],
            "start": signal["start"],
            "end": signal["end"],
            "text": signal["text"],
        }
        for signal in row["signals"]
    ]
    return {
        "brand": row["brand_id"],
        "score": round(float(row["score"]), 4),
        "band": row["band"],
        "signals": signals,
    }
