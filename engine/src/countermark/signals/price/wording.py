"""What a price that is too low says, in words. The report draws its picture from the range `LOW-HIGH CUR`."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from countermark.signals.price.judging import BRAND, CATEGORY, LIKELY_PRODUCT, PRODUCT, USED, Verdict

_OF: Final = {
    PRODUCT: "",
    LIKELY_PRODUCT: "",
    CATEGORY: " for the cheapest of the category",
    BRAND: " for the cheapest of the brand",
    USED: " new",
}


def told(verdict: Verdict, price: Decimal, currency: str, amount: float) -> str:
    """`asks 298 CNY (38 EUR); genuine costs 420-560 EUR`: the same currency on both sides."""
    good = verdict.good
    unit = good.price.currency
    asks = f"asks {_money(float(price))} {currency}"
    if unit != currency:
        asks += f" ({_rounded(amount * good.rate)} {unit})"
    if verdict.share == 1:
        low, high = _money(float(good.price.low)), _money(float(good.price.high))
        return f"{asks}; genuine costs {low}-{high} {unit}{_OF[verdict.kind]}"
    low, high = (_rounded(float(one) * verdict.share) for one in (good.price.low, good.price.high))
    return f"{asks}; genuine costs {low}-{high} {unit}{_OF[verdict.kind]} for as much"


def _money(amount: float) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _rounded(amount: float) -> str:
    """A converted amount, to as many places as mean something."""
    return _money(round(amount) if amount >= 10 else round(amount, 2))
