"""A findings file counted: by band, brand and signal, and its highest scores. One pass, constant memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from countermark.report.findings import COUNTED, batches
from countermark.tables import BANDS


@dataclass(slots=True)
class SignalTotal:
    """In how many findings a signal occurs, and the sum of its weight over them."""

    findings: int = 0
    weight: float = 0.0

    @property
    def mean_weight(self) -> float:
        """What the signal adds to a finding in which it occurs, in log-odds."""
        return self.weight / self.findings if self.findings else 0.0


@dataclass(slots=True)
class Totals:
    """Counts of a whole findings file; `best` are the row numbers of its highest scores, highest first."""

    findings: int = 0
    listings: int = 0
    bands: Counter[str] = field(default_factory=Counter)
    brands: Counter[str] = field(default_factory=Counter)
    signals: dict[str, SignalTotal] = field(default_factory=dict)
    best: list[int] = field(default_factory=list)

    @property
    def bands_in_order(self) -> list[tuple[str, int]]:
        """The bands from high to low, each with its count; then any that this release does not know."""
        unknown = sorted(set(self.bands) - set(BANDS))
        return [(band, self.bands[band]) for band in (*reversed(BANDS), *unknown)]


def count(path: Path, *, keep: int) -> Totals:
    """Totals of a findings file, with the rows of its `keep` highest scores, of equals the earlier."""
    totals = Totals()
    last: tuple[str | None, ...] = ()
    scores: npt.NDArray[np.float32] = np.empty(0, np.float32)
    numbers: npt.NDArray[np.int64] = np.empty(0, np.int64)
    for batch in batches(path, COUNTED):
        last = _count_listings(totals, batch, last)
        totals.bands.update(_values(batch["band"]))
        totals.brands.update(_values(batch["brand_id"]))
        _count_signals(totals, cast("pa.ListArray[Any]", batch["signals"]))
        # A score that is missing arrives as NaN and is the lowest.
        added = batch["score"].to_numpy(zero_copy_only=False)
        scores = np.concatenate([scores, np.nan_to_num(added.astype(np.float32), nan=-1.0)])
        numbers = np.concatenate([numbers, np.arange(totals.findings, totals.findings + batch.num_rows)])
        order = np.lexsort((numbers, -scores))[:keep]
        scores, numbers = scores[order], numbers[order]
        totals.findings += batch.num_rows
    totals.best = numbers.tolist()
    return totals


def _count_listings(
    totals: Totals, batch: pa.RecordBatch, last: tuple[str | None, ...]
) -> tuple[str | None, ...]:
    # Findings stand in the order of the input: those of one listing, one a brand, are neighbours.
    places = (
        batch["marketplace"].to_pylist() if "marketplace" in batch.schema.names else [None] * batch.num_rows
    )
    for key in zip(places, batch["listing_id"].to_pylist(), strict=True):
        totals.listings += key != last
        last = key
    return last


def _values(column: pa.Array[Any]) -> dict[str, int]:
    counts: Any = pc.value_counts(column)
    return {pair["values"] or "": pair["counts"] for pair in counts.to_pylist()}


def _count_signals(totals: Totals, column: pa.ListArray[Any]) -> None:
    inner: Any = column.flatten()
    if not len(inner):
        return
    table = pa.table(
        {
            "finding": pc.list_parent_indices(column),
            "name": pc.fill_null(inner.field("name"), ""),
            "weight": pc.fill_null(inner.field("weight"), 0.0),
        }
    )
    each = table.group_by(["finding", "name"]).aggregate([("weight", "sum")])
    whole = each.group_by("name").aggregate([("weight_sum", "sum"), ("weight_sum", "count")])
    for row in whole.to_pylist():
        total = totals.signals.setdefault(row["name"], SignalTotal())
        total.findings += row["weight_sum_count"]
        total.weight += row["weight_sum_sum"]


def largest(counts: Iterable[tuple[str, int]], *, most: int) -> tuple[list[tuple[str, int]], tuple[int, int]]:
    """The `most` largest counts, and of the rest: how many there are and their sum.

    One more is shown rather than a rest of one.
    """
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    cut = len(ordered) if len(ordered) == most + 1 else most
    return ordered[:cut], (len(ordered[cut:]), sum(number for _, number in ordered[cut:]))
