"""The seller is one that the brand's owner has named as authorised: what it sells is genuine, whatever it
costs.

That a seller is not named says nothing: whoever bought genuine goods may sell them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

import numpy as np

from countermark.batch import Batch
from countermark.evidence import NOTHING, Detail, Evidence, Example, Pairs, Phase, Signal
from countermark.listings import kernels

_BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik"],
            "authorised_sellers": [
                {"marketplace": "example", "seller_id": "norrvik-official"},
                {"marketplace": "example", "seller_id": "fjord", "valid_until": "2025-12-31"},
                {"marketplace": "example", "seller_id": "skerry", "valid_from": "2027-01-01"},
            ],
        },
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
    ]
}


class AuthorisedSeller(Signal):
    """The seller is authorised by the brand."""

    name = "authorised"
    phase = Phase.LOWER
    kinds: ClassVar = ("authorised",)

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """Evidence about the `pairs` whose seller sells with the brand's consent on the batch's day."""
        known = batch.references.sellers
        if not known or not len(pairs):
            return NOTHING
        rows = kernels.column(pairs.rows)
        columns = (batch.column(name).take(rows).to_pylist() for name in ("marketplace", "seller_id"))
        sellers = list(zip(*columns, strict=True))
        here = np.array(
            [
                n
                for n, (seller, brand) in enumerate(zip(sellers, pairs.brands.tolist(), strict=True))
                if seller in known and _consents(batch, seller, brand)
            ],
            dtype=np.int64,
        )

        def detail(n: int) -> Detail:
            place = int(here[n])
            brand = batch.references.brand(int(pairs.brands[place])).name
            return Detail(f"{brand} has authorised this seller", reference_id="/".join(sellers[place]))

        return Evidence(
            pairs.rows[here],
            pairs.brands[here],
            np.zeros(len(here), dtype=np.int16),
            np.ones(len(here), dtype=np.float32),
            detail,
        )

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return [
            _example("norrvik-official", "authorised"),
            _example("norrvik-official", brand="velmora"),
            _example("norrvik-official", marketplace="elsewhere"),
            _example("Norrvik-Official"),
            _example("fjord"),
            _example("skerry"),
            _example("anyone"),
            _example(None),
        ]


def _example(
    seller: str | None, *kinds: str, brand: str = "norrvik", marketplace: str = "example"
) -> Example:
    listing: dict[str, Any] = {"title": "Norrvik parka", "marketplace": marketplace, "seller_id": seller}
    return Example(listing, frozenset(kinds), _BRANDS, brand=brand)


def _consents(batch: Batch, seller: tuple[str, str], brand: int) -> bool:
    """Whether a brand authorises a seller on the batch's day; the first and the last day count."""
    return any(
        number == brand and (first is None or first <= batch.today) and (last is None or batch.today <= last)
        for number, first, last in batch.references.sellers[seller]
    )
