"""The simulated market as streams of record batches, without files: for tests, benchmarks and `folder`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyarrow as pa

from countermark.demo.columns import listing_ids, listings_of
from countermark.demo.draws import draw
from countermark.demo.marks import written
from countermark.demo.plan import DEFAULT_INFRINGING, DEFAULT_SEED, Plan, plan
from countermark.demo.truth import truth_of
from countermark.demo.wording import wording

BATCH_ROWS: Final = 16_384
"""Rows of a batch, which is also a row group of the file."""


def market(
    *,
    listings: int,
    seed: int = DEFAULT_SEED,
    brands: int | None = None,
    infringing: float = DEFAULT_INFRINGING,
) -> Iterator[pa.RecordBatch]:
    """The listings of a simulated market, batch by batch, by `tables.LISTING`."""
    pairs = market_with_truth(listings=listings, seed=seed, brands=brands, infringing=infringing)
    return (batch for batch, _ in pairs)


def market_with_truth(
    *,
    listings: int,
    seed: int = DEFAULT_SEED,
    brands: int | None = None,
    infringing: float = DEFAULT_INFRINGING,
) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """The same listings, each batch with its truth (`truth.TRUTH`). What cannot be is refused at once."""
    planned = plan(listings, seed, brands, infringing)
    firsts = range(0, listings, BATCH_ROWS)
    return (_batch(planned, number, first) for number, first in enumerate(firsts))


def _batch(planned: Plan, number: int, first: int) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    drawn = draw(planned, number, min(BATCH_ROWS, planned.listings - first))
    marks = written(planned, drawn)
    ids = listing_ids(first, len(drawn))
    words = wording(planned, drawn, marks)
    return listings_of(planned, drawn, marks, words, ids), truth_of(planned, drawn, marks, ids)
