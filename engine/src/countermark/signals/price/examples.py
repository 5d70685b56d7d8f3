"""Listings and what the price signal must say of them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from countermark.evidence import Example

_BRANDS: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik", {"text": "诺维克", "renders": "Norrvik"}],
            "products": [
                {
                    "id": "arctic-parka",
                    "title": "Norrvik Arctic Parka",
                    "gtin": "4006381333931",
                    "category": "Apparel > Outerwear",
                    "price": {"low": 420, "high": 560, "currency": "EUR"},
                },
                {
                    "id": "skua-vest",
                    "title": "Norrvik Skua Vest",
                    "category": "Apparel > Outerwear",
                    "price": {"low": 180, "high": 240, "currency": "EUR"},
                },
                {
                    "id": "socks",
                    "title": "Norrvik Merino Socks, pack of 3",
                    "category": "Apparel > Socks",
                    "price": {"low": 36, "high": 45, "currency": "EUR"},
                },
                {
                    "id": "balm",
                    "title": "Norrvik Cloudberry Balm 50 ml",
                    "category": "Beauty > Skin Care",
                    "price": {"low": 60, "high": 75, "currency": "USD"},
                },
            ],
        }
    ]
}
_RATES: Final = {
    "rates": [
        {"currency": "USD", "per_eur": 1.2, "date": dt.date(2026, 11, 20)},
        {"currency": "CNY", "per_eur": 7.8, "date": dt.date(2026, 11, 20)},
    ]
}
_OUTERWEAR: Final = "Apparel > Outerwear"


def _example(price: float, title: str, *kinds: str, currency: str = "EUR", **fields: Any) -> Example:
    listing = {"title": title, "price": price, "currency": currency, "condition": "new"} | fields
    return Example(listing, frozenset(kinds), _BRANDS, brand="norrvik", beside=_RATES)


EXAMPLES: Final = [
    _example(39, "Norrvik Arctic Parka, black", "below_product"),
    _example(298, "Norrvik Arctic Parka 男士", "below_product", currency="CNY"),
    _example(39, "Warm coat", "below_product", gtin="4006381333931"),
    _example(59, "Norrvik Arctic Winterjacke", "below_likely_product", category=_OUTERWEAR),
    _example(19, "诺维克 羽绒服", "below_category", category=_OUTERWEAR),
    _example(3, "Norrvik headband", "below_brand", category="Apparel > Hats"),
    _example(6, "Norrvik Arctic Parka", "below_used", condition="used"),
    _example(1.5, "Norrvik Cloudberry Balm 50 ml jar", "below_product"),
    _example(190, "Norrvik Arctic Parka, clearance"),
    _example(65, "Norrvik Arctic Parka, small signs of wear", condition="used"),
    _example(65, "Norrvik Arctic Parka, second hand"),
    _example(1, "Norrvik Arctic Parka"),
    _example(9, "Norrvik Arctic Parka replacement zip"),
    _example(9, "Waterproofing spray for Norrvik Arctic Parka"),
    _example(9, "适用于Norrvik Arctic Parka的拉链"),
    _example(9, "Norrvik Arctic Parka için fermuar"),
    _example(12, "Norrvik Merino Socks, 1 pair"),
    _example(9, "Norrvik Cloudberry Balm 10 ml travel"),
    _example(5, "Norrvik Cloudberry Balm tester"),
    _example(39, "Norrvik Arctic Parka", currency="TRY"),
    _example(30, "Norrvik Arctic hiking socks", category="Apparel > Socks"),
]

HONEST_EXAMPLES: Final = [
    _example(440, "Norrvik Arctic Parka, black", "plausible"),
    _example(310, "Norrvik Arctic Parka, clearance", "plausible"),
    _example(449, "Norrvok Arctic Parka", "plausible"),
    _example(39, "Norrvik Arctic Parka"),
    _example(440, "Norrvik coat"),
    _example(120, "Norrvik Arctic Parka", condition="used"),
]
"""Prices that honest sellers ask, and some that say nothing."""
