"""A hunt through a history, segment by segment: which rows may be about what is new, and what screening says
of them.

The rows are found by the index and are always more than are wanted, never fewer; then the ordinary screener
looks at them with all references. Kept are the findings of the brands hunted for, and those of other brands
that may be new by what is said now: a new phrase, or a GTIN that is known to be of other goods now. So a hunt
finds what a screening of the whole history would find, and says it in the same words.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.feeds import SeenIds
from countermark.history import Segment
from countermark.history.index import U16, any_of
from countermark.hunt.changes import Changes
from countermark.hunt.quarry import Quarry
from countermark.hunt.trails import Trails
from countermark.screener import Screener
from countermark.tables import FINDING
from countermark.text.keys import U64

MOST_TERMS: Final = 200
"""Terms from which on nearly every listing has a word that may be one of them: then all are screened."""
_AT_ONCE: Final = 16384


class Trail(NamedTuple):
    """The rows of a segment that may be about what is hunted for, whether each may be so for any brand that it
    names, and the number of its listing.
    """

    rows: U16
    any_brand: NDArray[np.bool_]
    keys: U64

    def without(self, seen: SeenIds) -> Trail:
        """The listings that were not `seen`, which they are from now on."""
        fresh = ~seen.add(self.keys)
        return Trail(self.rows[fresh], self.any_brand[fresh], self.keys[fresh])


class Found(NamedTuple):
    """What screening says of the rows of a trail: the findings that were hunted for, and what was left
    out.
    """

    findings: pa.Table
    notes: Counter[str]


class Hunt:
    """Hunts for `changes` with a screener of the references that have them."""

    def __init__(self, screener: Screener, changes: Changes) -> None:
        self._screener = screener
        self._changes = changes
        self._trails = Trails(Quarry(screener.references, changes, screener.known))
        self._brands = sorted(changes.brands)
        brands = (screener.references.brand(screener.references.numbers[name]) for name in self._brands)
        self._products = frozenset(product.id for brand in brands for product in brand.products)

    def trail(self, segment: Segment) -> Trail:
        """The rows of a segment that screening must look at."""
        if len(self._trails.quarry.terms) <= MOST_TERMS:
            marks, any_brand = self._trails.rows(segment)
        else:
            marks = any_brand = np.arange(len(segment)).astype(np.uint16)
        rows = any_of([marks, any_brand])
        return Trail(rows, np.isin(rows, any_brand), segment.keys_by_row()[rows])

    def follow(self, segment: Segment, trail: Trail, *, now: dt.datetime) -> Found:
        """What screening says of the rows of a trail."""
        found, notes = [FINDING.empty_table()], Counter[str]()
        brands = None if trail.any_brand.any() else self._brands
        for start in range(0, len(trail.rows), _AT_ONCE):
            rows = trail.rows[start : start + _AT_ONCE]
            screening = self._screener.screen_conformed(segment.take(rows), now=now, brands=brands)
            notes.update(screening.notes)
            wanted = np.isin(screening.findings["brand_id"].to_pylist(), self._brands)
            for n in np.flatnonzero(~wanted & trail.any_brand[start:][screening.rows]).tolist():
                wanted[n] = any(map(self._may_be_new, screening.findings["signals"][n].as_py()))
            found.append(screening.findings.filter(pa.array(wanted)))
        return Found(pa.concat_tables(found), notes)

    def _may_be_new(self, signal: Mapping[str, Any]) -> bool:
        """Whether a brand that nothing new is said of may owe this reason to what is new."""
        if signal["name"].startswith("replica_talk."):
            return bool(self._changes.phrases)
        return signal["name"] == "claim.gtin_other_brand" and signal["reference_id"] in self._products
