"""A small market with prices, and what the price signal says of its listings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from countermark.batch import Batch
from countermark.beside import Beside
from countermark.evidence import Evidence, Pairs
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.examples import references_from
from countermark.signals.price import PriceSignal

TODAY: Final = dt.date(2026, 11, 21)
OUTERWEAR: Final = "Apparel > Outerwear"
_EURO: Final = {"currency": "EUR"}


def _product(title: str, low: float, high: float, **fields: Any) -> dict[str, Any]:
    price = {"low": low, "high": high, "currency": fields.pop("currency", "EUR")}
    price |= {name: fields.pop(name) for name in ("valid_from", "valid_until") if name in fields}
    return {"id": title.lower().replace(" ", "-").replace(",", ""), "title": title, "price": price} | fields


_BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": [
                "Norrvik",
                {"text": "Arctic", "common": True},
                {"text": "诺维克", "renders": "Norrvik"},
            ],
            "products": [
                _product("Norrvik Lomvi Parka", 420, 560, gtin="4006381333931", category=OUTERWEAR),
                _product("Norrvik Lomvi Parka Light", 300, 380, category=OUTERWEAR),
                _product("Norrvik Skua Vest", 180, 240, category=OUTERWEAR),
                _product("Norrvik Merino Socks, pack of 3", 36, 45, category="Apparel > Socks"),
                _product("Norrvik Krill WX-3000 Watch", 800, 1000, category="Watches"),
                _product("Norrvik Krill Watch Strap", 90, 120, category="Watches > Accessories"),
                _product("Norrvik Cloudberry Balm 50 ml", 60, 75, category="Beauty > Skin Care"),
            ],
        },
        {"id": "velmora", "name": "Velmora", "words": ["Velmora"]},
        {
            "id": "zhaldine",
            "name": "Zhaldine",
            "words": ["Zhaldine"],
            "products": [
                _product("Zhaldine Tundra Boots", 4000, 5000, currency="TRY", category="Shoes > Boots")
            ],
        },
        {
            "id": "oldmark",
            "name": "Oldmark",
            "words": ["Oldmark"],
            "products": [
                _product("Oldmark Ember Lamp", 200, 300, valid_until=dt.date(2026, 11, 20)),
                _product("Oldmark Ember Lamp", 100, 150, valid_from=dt.date(2026, 11, 21), id="ember-2"),
            ],
        },
    ]
}


class Said(NamedTuple):
    """The kind of the evidence, its strength and its text."""

    kind: str
    strength: float
    text: str


class Market(NamedTuple):
    references: References
    beside: Beside
    matcher: Matcher


Ask = Callable[..., Said | None]


def market_of(folder: Path) -> Market:
    references = references_from(_BRANDS, folder)
    rates = [
        {"currency": code, "per_eur": rate, "date": TODAY} for code, rate in (("USD", 1.2), ("CNY", 7.8))
    ]
    return Market(
        references,
        Beside.of({"rates": rates}, folder / "tables"),
        Matcher(references.vocabulary, references.known),
    )


def batch_of(market: Market, rows: Sequence[Mapping[str, Any]], today: dt.date = TODAY) -> Batch:
    listed = [{"listing_id": str(n), "condition": "new", **_EURO, **row} for n, row in enumerate(rows)]
    table, rejected, _ = conform(pa.Table.from_pylist(listed), file="test")
    assert not rejected
    return Batch(table, *market, today=today)


def pairs_of(market: Market, rows: int, *brands: str) -> Pairs:
    numbers = sorted(market.references.numbers[brand] for brand in brands)
    return Pairs(
        np.repeat(np.arange(rows, dtype=np.int32), len(numbers)), np.array(numbers * rows, dtype=np.int32)
    )


def said_of(evidence: Evidence, n: int = 0) -> Said:
    kind = PriceSignal.kinds[evidence.kinds[n]]
    return Said(kind, float(evidence.strengths[n]), evidence.detail(n).text)


def asked_of(market: Market) -> Ask:
    """What the signal says of one listing of a brand."""

    def asked(price: float | str, title: str, of: str = "norrvik", **fields: Any) -> Said | None:
        batch = batch_of(market, [{"title": title, "price": str(price)} | fields])
        evidence = PriceSignal().find(batch, pairs_of(market, 1, of))
        assert len(evidence) <= 1
        return said_of(evidence) if len(evidence) else None

    return asked
