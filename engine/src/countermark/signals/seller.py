"""What a first pass over the feed found out about the seller: a new shop, many brands at once, others' texts.

None of this makes a listing suspect by itself: shops begin, retailers sell many brands, resellers use the
maker's texts. It tips the scales where the listing itself gives reason. Without the table `sellers` the
signal is silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.evidence import NOTHING, Detail, Evidence, Example, Pairs, Phase, Signal
from countermark.listings import kernels
from countermark.sellers.facts import Sellers
from countermark.sellers.risk import (
    FEW_LISTINGS,
    MICROSECONDS_A_DAY,
    SOON_DAYS,
    Age,
    end_of,
    spread,
    unusual,
)

RISKY: Final = 0.15
"""`risk` from which on it counts: twice what 99 of 100 ordinary sellers of the demo market stay below."""
_RISKY_IN_FULL: Final = 0.6
COPIED: Final = 0.3
"""Share of texts that others listed first that is nothing special, however unusual here."""
NEW_DAYS: Final = 60
"""Age from which on a shop is no longer new."""

Floats = NDArray[np.float64]


class SellerSignal(Signal):
    """Facts of the sellers table speak against the seller."""

    name = "seller"
    phase = Phase.RAISE
    kinds: ClassVar = ("risky", "copied_texts", "many_brands", "new")

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """Evidence about the `pairs` whose seller the table knows."""
        facts = batch.beside.sellers
        if facts is None or not len(facts) or not len(pairs):
            return NOTHING
        rows, back = np.unique(pairs.rows, return_inverse=True)
        taken = (batch.column(name).take(kernels.column(rows)) for name in ("marketplace", "seller_id"))
        places = facts.find(*taken)
        strengths = _strengths(facts, places, batch.today)[:, back]
        kinds, here = np.nonzero(strengths > 0)
        of_pairs = places[back]

        def detail(n: int) -> Detail:
            place, kind = int(of_pairs[here[n]]), self.kinds[kinds[n]]
            return Detail(_told(kind, facts, place, batch.today))

        return Evidence(
            pairs.rows[here],
            pairs.brands[here],
            kinds.astype(np.int16),
            strengths[kinds, here].astype(np.float32),
            detail,
        )

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        ring: dict[str, Any] = {"copied_share": 0.9, "brands": 14, "risk": 0.85, "days": 20}
        return [
            _example("ring", "risky", "copied_texts", "many_brands", "new", **ring),
            _example("copycat", "risky", "copied_texts", copied_share=0.8, risk=0.35),
            _example("opened", "new", days=20),
            _example("drops", "many_brands", days=120, brands=12),
            _example("retailer", brands=240, listings=90_000, copied_share=0.12, risk=0.05),
            _example("private", days=5, private_share=1.0, listings=4, brands=2),
            _example("tiny", copied_share=1.0, listings=1),
            _example("undated", days=None, brands=30),
        ]


def _example(seller: str, *kinds: str, days: int | None = 900, **facts: Any) -> Example:
    today = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    first_seen = today - dt.timedelta(days=days) if days is not None else None
    row = {"marketplace": "example", "seller_id": seller, "listings": 40, "brands": 2, "copied_share": 0.0}
    old = {"seller_id": "the-first", "first_seen_at": today - dt.timedelta(days=2000), "risk": 0.0}
    told = {"risk": 0.1, "private_share": 0.0, "first_seen_at": first_seen} | facts
    listing = {"title": "Norrvik parka", "marketplace": "example", "seller_id": seller}
    references = {"brands": [{"id": "norrvik", "name": "Norrvik", "words": ["Norrvik"]}]}
    beside = {"sellers": [row | told, row | old]}
    return Example(listing, frozenset(kinds), references, brand="norrvik", beside=beside)


def _strengths(facts: Sellers, places: NDArray[np.int64], today: dt.date) -> Floats:
    """The strength of each kind (first axis) for each of `places`; 0 where there is none, or no seller."""
    age = Age.at(end_of(today), facts.first_seen[places], facts.oldest)
    enough = facts.listings[places] >= FEW_LISTINGS
    trader = ~(facts.private[places] > 0.5)
    found = np.array(
        [
            np.clip((facts.risk[places] - RISKY) / (_RISKY_IN_FULL - RISKY), 0.0, 1.0),
            unusual(facts.copied[places], max(facts.usually_copied, COPIED)) * enough,
            spread(facts.brands[places]) * age.within(SOON_DAYS),
            age.within(NEW_DAYS) * enough * trader,
        ]
    )
    return found * (places >= 0)


def _told(kind: str, facts: Sellers, place: int, today: dt.date) -> str:
    copied = f"{facts.copied[place]:.0%} of its texts were listed by others first"
    brands = f"{facts.brands[place]} brands"
    age = (end_of(today) - int(facts.first_seen[place])) // MICROSECONDS_A_DAY
    return {
        "risky": f"the seller's catalogue stands out: {brands}, {copied}",
        "copied_texts": f"of the seller's texts, {facts.copied[place]:.0%} were listed by others first",
        "many_brands": f"the seller names {brands} within {age} days of its first listing",
        "new": f"the seller's first listing is {age} days old",
    }[kind]
