"""Findings as a table: who is suspected of what, why, and everything needed to explain it later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from countermark.batch import Batch
from countermark.evidence import Detail
from countermark.listings import digests
from countermark.references.codes import EU_MEMBERS
from countermark.references.model import Brand, Right
from countermark.scoring.model import Scoring, probability
from countermark.tables import FINDING, LISTING, SIGNAL


class Suspect(NamedTuple):
    """A row and a brand that became a finding: the sum in log-odds and its reasons (name, weight, detail)."""

    row: int
    brand: int
    total: float
    reasons: list[tuple[str, float, Detail]]


def findings_table(
    batch: Batch, suspects: Sequence[Suspect], scoring: Scoring, *, screened_at: dt.datetime
) -> pa.Table:
    """`suspects` as `tables.FINDING`, in the order of the rows; of one row the gravest first."""
    if not suspects:
        return FINDING.empty_table()
    ordered = sorted(suspects, key=lambda s: (s.row, -s.total, batch.references.ids[s.brand]))
    rows = [suspect.row for suspect in ordered]
    taken = batch.table.take(pa.array(rows, type=pa.int64())).combine_chunks()
    listing = pa.StructArray.from_arrays(
        [column.chunk(0) if column.num_chunks else pa.array([], column.type) for column in taken.columns],
        fields=list(LISTING),
    )
    territories = taken["territories"].to_pylist()
    today = screened_at.date()
    columns: dict[str, Any] = {
        "marketplace": taken["marketplace"],
        "listing_id": taken["listing_id"],
        "listing_digest": digests(batch.table, rows),
        "seller_id": taken["seller_id"],
        "brand_id": [batch.references.ids[suspect.brand] for suspect in ordered],
        "right_ids": [
            rights_in_force(batch.references.brand(suspect.brand), today, where)
            for suspect, where in zip(ordered, territories, strict=True)
        ],
        "score": [probability(suspect.total) for suspect in ordered],
        "probability": pa.nulls(len(ordered), pa.float32()),
        "band": [scoring.band(suspect.total) for suspect in ordered],
        "signals": pa.array([_signals(suspect) for suspect in ordered], type=pa.list_(SIGNAL)),
        "listing": listing,
        "scoring_version": [scoring.version] * len(ordered),
        "calibration_version": pa.nulls(len(ordered), pa.string()),
        "references_version": [batch.references.version] * len(ordered),
        "screened_at": [screened_at] * len(ordered),
    }
    return pa.table([_cast(columns[field.name], field.type) for field in FINDING], schema=FINDING)


def _cast(values: Any, kind: pa.DataType) -> Any:
    return values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, type=kind)


def _signals(suspect: Suspect) -> list[dict[str, Any]]:
    reasons = sorted(suspect.reasons, key=lambda reason: (-reason[1], reason[0]))
    return [
        {
            "name": name,
            "weight": weight,
            "field": detail.field,
            "start": detail.start,
            "end": detail.end,
            "reference_id": detail.reference_id,
            "text": detail.text,
        }
        for name, weight, detail in reasons
    ]


def rights_in_force(brand: Brand, today: dt.date, territories: Sequence[str] | None) -> list[str]:
    """The rights of a brand that are in force today where the listing is offered (null: anywhere)."""
    return [right.id for right in brand.rights if _in_force(right, today) and _covers(right, territories)]


def _in_force(right: Right, today: dt.date) -> bool:
    begins = [day for day in (right.registered, right.valid_from) if day]
    ends = [day for day in (right.expires, right.valid_until) if day]
    return all(day <= today for day in begins) and all(today <= day for day in ends)


def _covers(right: Right, territories: Sequence[str] | None) -> bool:
    if not territories or not right.territories:
        return True
    covered = set(right.territories)
    if "EU" in covered:
        covered |= EU_MEMBERS
    offered = set(territories)
    if "EU" in offered:
        offered |= EU_MEMBERS
    return bool(covered & offered)
