"""A price far below what the genuine product costs, for its condition, amount and currency.

The product is known by its GTIN or by its name in the title; else the cheapest of the category, else of the
brand, is what the price is held against, and says less. What lawful trade does must say nothing: clearances,
used goods, parts and accessories, samples, smaller packs. Every rule is told in docs/signals/price.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np

from countermark.batch import Batch
from countermark.evidence import (
    NOTHING,
    Detail,
    Entry,
    Evidence,
    Example,
    Pairs,
    Phase,
    Signal,
    evidence_of,
)
from countermark.signals.price.asking import Asking, Suspect
from countermark.signals.price.examples import EXAMPLES, HONEST_EXAMPLES
from countermark.signals.price.judging import BRAND, CATEGORY, KINDS, Asked, Verdict, judge, plausible
from countermark.signals.price.offer import Offer
from countermark.signals.price.products import Stock
from countermark.signals.price.shelf import Shelf
from countermark.signals.price.wording import told


class PriceSignal(Signal):
    """The listing asks far less than the genuine product costs."""

    name = "price"
    phase = Phase.RAISE
    kinds: ClassVar = KINDS

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """Evidence about the `pairs` whose price is too low."""
        if not len(pairs):
            return NOTHING
        shelf = Shelf.of(batch)
        shelf.fill(np.unique(pairs.brands).tolist())
        here = np.flatnonzero(shelf.stocked[pairs.brands])
        if not len(here):
            return NOTHING
        found = [
            (suspect, verdict)
            for suspect in Asking(batch, shelf, pairs.rows[here], pairs.brands[here]).suspects()
            if (verdict := _judged(batch, shelf.stock(suspect.brand), suspect, judge)) is not None
        ]
        return Evidence(
            np.array([suspect.row for suspect, _ in found], dtype=np.int32),
            np.array([suspect.brand for suspect, _ in found], dtype=np.int32),
            np.array([verdict.kind for _, verdict in found], dtype=np.int16),
            np.array([verdict.strength for _, verdict in found], dtype=np.float32),
            lambda n: _detail(batch, *found[n]),
        )

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return EXAMPLES


class FairPrice(Signal):
    """The listing asks what honest sellers of the product ask.

    Replicas are sold for less: a misspelt name at the full price is a misspelling. A deliberate disguise outweighs it.
    """

    name = "fair_price"
    phase = Phase.LOWER
    kinds: ClassVar = ("plausible",)

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """Evidence about the `pairs` that sell a recognised product for an honest price."""
        shelf = Shelf.of(batch)
        shelf.fill(np.unique(pairs.brands).tolist())
        here = np.flatnonzero(shelf.stocked[pairs.brands])
        asking = Asking(batch, shelf, pairs.rows[here], pairs.brands[here])
        entries = []
        for place, asked in zip(here.tolist(), asking.asked(np.arange(len(here))), strict=True):
            suspect = Suspect(int(pairs.rows[place]), int(pairs.brands[place]), asked)
            verdict = _judged(batch, shelf.stock(suspect.brand), suspect, plausible)
            if verdict is not None:
                entries.append(Entry(suspect.row, suspect.brand, 0, 1.0, _detail(batch, suspect, verdict)))
        return evidence_of(entries)

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return HONEST_EXAMPLES


def _judged(
    batch: Batch, stock: Stock, suspect: Suspect, judgement: Callable[[Stock, Offer, Asked], Verdict | None]
) -> Verdict | None:
    offer = Offer(batch.text(suspect.row, "title"), stock.marks, stock.mark_words)
    return judgement(stock, offer, suspect.asked)


def _detail(batch: Batch, suspect: Suspect, verdict: Verdict) -> Detail:
    price, currency = batch.value(suspect.row, "price"), batch.value(suspect.row, "currency")
    # The range of the cheapest of a brand or a category is not about that product.
    recognised = verdict.kind not in {CATEGORY, BRAND}
    return Detail(
        told(verdict, price, currency, suspect.asked.amount),
        reference_id=verdict.good.product.id if recognised else None,
    )
