"""The columns `price` and `currency` of a listing: decimals, and codes of ISO 4217."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa

from countermark.listings import kernels, money
from countermark.listings.columns import by_row, put, rows_where, scalar, unfit
from countermark.listings.currencies import KNOWN
from countermark.listings.faults import Faults, shown
from countermark.listings.kernels import Column, pc
from countermark.tables import MONEY

PRICE_FORM: Final = "numbers, or text such as 12.50"
_CODES: Final = pa.array(sorted(KNOWN))
_USUAL: Final = r"^(?P<number>[+-]?\d{1,14}(?:\.\d{1,4})?)(?: (?P<code>[A-Z]{3}))?$"
"""Text that the kernels read: a number that the decimals hold, and perhaps its currency behind it.

Nothing else may reach Arrow's cast of text to decimals: long numbers overflow in it, odd exponents crash it.
"""
_SAFE: Final = float(money.TOO_MUCH - 1)


def prices(column: Column, currency: Column, faults: Faults) -> tuple[Column, Column]:
    """Prices as decimals, none below zero, and `currency` with what was written beside a price."""
    column = scalar(column, "price", PRICE_FORM, faults)
    if pa.types.is_temporal(column.type):
        raise unfit("price", column, PRICE_FORM)
    if pa.types.is_string(column.type):
        found, currency = _split(column, currency)
    else:
        found = column if column.type == MONEY else _cast(column)
    odd = rows_where(pc.and_(pc.is_valid(column), pc.is_null(found)))
    if len(odd):
        read = by_row("price", column, odd, _price, faults)
        found = put(found, odd, [part and part[0] for part in read])
        beside = {row: part[1] for row, part in zip(odd.tolist(), read, strict=True) if part and part[1]}
        currency = _filled(currency, beside, faults)
    if (pc.min(found).as_py() or 0) < 0:
        for row in rows_where(pc.less(found, pa.scalar(Decimal(0), MONEY))).tolist():
            faults.add(
                row, "negative-price", f"price {found[row]} is below zero; leave it out if it is not known"
            )
    return found, currency


def _cast(column: Column) -> Column:
    """Numbers as money; null where they take a closer look."""
    kind = column.type
    if pa.types.is_null(kind):
        return kernels.nulls(len(column), MONEY)
    if pa.types.is_decimal(kind):
        rounded = (
            pc.round(column, ndigits=MONEY.scale, round_mode="half_to_even") if kind.scale > 4 else column
        )
        good = pc.less(pc.abs(column.cast(pa.float64())), _SAFE)
        return pc.if_else(good, rounded, kernels.null(rounded.type)).cast(MONEY)
    # Whole numbers pass through float too: it holds them exactly up to the limit.
    real = column.cast(pa.float64(), safe=False)
    return pc.if_else(pc.less(pc.abs(real), _SAFE), real, kernels.null(pa.float64())).cast(MONEY)


def _split(column: Column, currency: Column) -> tuple[Column, Column]:
    """Prices in text, perhaps with a currency as in `12.50 EUR`; null where they take a closer look."""
    number, code = pc.extract_regex(column, pattern=_USUAL).flatten()
    coded = pc.fill_null(pc.not_equal(code, ""), False)
    clash = pc.and_(coded, pc.fill_null(pc.not_equal(code, currency), False))
    found = pc.if_else(clash, kernels.null(pa.string()), number).cast(MONEY)
    return found, pc.if_else(pc.and_(coded, pc.is_null(currency)), code, currency)


def _price(value: Any) -> tuple[Decimal, str | None]:
    return money.parse(value if isinstance(value, str) else str(value))


def _filled(currency: Column, beside: dict[int, str], faults: Faults) -> Column:
    """`currency` with the codes that stood beside prices, by row."""
    rows = []
    for row, code in beside.items():
        stated = currency[row].as_py()
        if stated is None or stated.strip().upper() == code:
            rows.append(row)
        else:
            faults.add(
                row, "two-currencies", f"the price is in {code}, the currency is {shown(stated)}; write one"
            )
    return put(currency, np.array(rows), [beside[row] for row in rows]) if rows else currency


def currencies(column: Column, faults: Faults) -> Column:
    """Currency codes, in capitals, that ISO 4217 knows."""
    known = pc.or_(pc.is_in(column, value_set=_CODES), pc.is_null(column))
    if pc.all(known).as_py() is not False:
        return column
    odd = rows_where(pc.invert(known))
    return put(column, odd, by_row("currency", column, odd, _code, faults))


def _code(written: str) -> str | None:
    code = written.strip().upper()
    if code and code not in KNOWN:
        raise ValueError("is no currency of ISO 4217; write a code such as EUR, or leave it out")
    return code or None
