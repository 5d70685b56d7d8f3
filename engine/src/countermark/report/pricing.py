"""Money for a reader, and what the price signal says of the genuine product's range, for the drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

_AMOUNT: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_RANGE: Final = re.compile(rf"({_AMOUNT})\s?(?:-|–|to)\s?({_AMOUNT})\s?([A-Z]{{3}})\b")
_PRICED: Final = re.compile(rf"({_AMOUNT})\s?([A-Z]{{3}})\b")


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What the listing `asks` and what the genuine product costs, all in `currency`."""

    asks: Decimal
    low: Decimal
    high: Decimal
    currency: str


def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount as a person writes it: `39 EUR`, `1,249.50 EUR`; nothing where there is no price."""
    if amount is None or not amount.is_finite():
        return ""
    digits = f"{amount:,.2f}"
    whole = digits.removesuffix(".00")
    return f"{whole} {currency}" if currency else whole


def price_range(
    signals: Sequence[dict[str, Any]], price: Decimal | None, currency: str | None
) -> PriceRange | None:
    """The range that a price signal states ("asks 39 EUR; genuine costs 420-560 EUR"), if any does.

    A finding holds no range in figures: the signal's text is where the range as it was used is kept.
    """
    for signal in signals:
        if not (signal.get("name") or "").startswith("price"):
            continue
        text = signal.get("text") or ""
        found = _RANGE.search(text)
        if found is None:
            continue
        low, high, unit = _number(found[1]), _number(found[2]), found[3]
        # The asked amount, converted by the signal if need be, stands before the range in the same currency.
        asked = [_number(amount) for amount, code in _PRICED.findall(text[: found.start()]) if code == unit]
        if not asked and currency == unit and price is not None:
            asked = [price]
        if asked and Decimal(0) < low <= high:
            return PriceRange(asked[-1], low, high, unit)
    return None


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
