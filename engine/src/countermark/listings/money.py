"""Prices as feeds write them: `12.50`, `12,50 €`, `1,299.00 USD`. Decimal, never float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Final

from countermark.listings.currencies import SIGNS

PLACES: Final = Decimal("0.0001")
TOO_MUCH: Final = Decimal(10) ** 14
"""A price has 14 digits before the point and 4 behind it."""
LONGEST: Final = 64
"""Characters in which a price is written. Python reads a number of many thousand digits slowly."""

_GAPS: Final = re.compile(r"[\s'’_]+")
_WRITTEN: Final = re.compile(
    r"(?P<before>[^\d.,+-]+\.\s|[^\d.,+-]*)(?P<number>[+-]?[\d.,][\d.,'’_\s]*)(?P<after>[^\d.,+-]*\.?)"
)


def parse(text: str) -> tuple[Decimal, str | None]:
    """The price that `text` says, to four places, and its currency if that is written beside it.

    Raises `ValueError` for a person to read. A comma before the last three digits separates thousands.
    """
    if len(text) > LONGEST:
        raise ValueError("is too long for a price; write a number")
    try:
        return _bounded(Decimal(text)), None
    except InvalidOperation:
        written = _WRITTEN.fullmatch(text.strip())
    if not written:
        raise ValueError("is no price; write a number with a point, and its currency in the currency field")
    currencies = {_currency(written[side]) for side in ("before", "after")} - {None}
    if len(currencies) > 1:
        raise ValueError("names two currencies; write one")
    try:
        return _bounded(Decimal(_pointed(_GAPS.sub("", written["number"])))), next(iter(currencies), None)
    except InvalidOperation:
        raise ValueError("is no price; write a number with a point") from None


def _bounded(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("is not a number; leave the price out if it is not known")
    if not PLACES - TOO_MUCH < value < TOO_MUCH - PLACES:
        raise ValueError("is too large for a price; the limit is 14 digits before the point")
    return value.quantize(PLACES, ROUND_HALF_EVEN)


def _pointed(number: str) -> str:
    """`number` with a point before its decimals and nothing between its thousands."""
    if "," in number and "." in number:
        decimal = max(",.", key=number.rfind)
        thousands = "," if decimal == "." else "."
        whole, _, part = number.rpartition(decimal)
        return f"{_joined(whole, thousands)}.{part}"
    for mark in ",.":
        if number.count(mark) > 1 or (mark == "," and re.search(r",\d{3}$", number)):
            return _joined(number, mark)
    return number.replace(",", ".")


def _joined(whole: str, mark: str) -> str:
    first, *groups = whole.split(mark)
    if any(len(group) != 3 for group in groups):
        raise ValueError("is no price: its thousands are not in groups of three; write a number with a point")
    return first + "".join(groups)


def _currency(written: str) -> str | None:
    sign = written.strip()
    if not sign or sign.casefold() in SIGNS:
        return SIGNS.get(sign.casefold())
    if len(sign) != 3 or not sign.isalpha():
        raise ValueError(f"has {sign!r} beside the number, which is no currency; write a code such as EUR")
    return sign.upper()
