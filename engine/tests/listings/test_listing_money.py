"""Prices as people and programs write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.listings.currencies import ACTIVE, KNOWN, RETIRED, SIGNS
from countermark.listings.money import TOO_MUCH, parse


@pytest.mark.parametrize(
    ("written", "price", "currency"),
    [
        ("12.50", "12.50", None),
        ("12,50", "12.50", None),
        ("1,299.00 USD", "1299.00", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("1 299,00\u00a0EUR", "1299.00", "EUR"),
        ("1'299.00 CHF", "1299.00", "CHF"),
        ("EUR 12", "12", "EUR"),
        ("eur12.5", "12.5", "EUR"),
        ("£9.99", "9.99", "GBP"),
        ("$5", "5", None),
        ("US$ 5", "5", "USD"),
        ("Rs. 500", "500", None),
        ("99 zł", "99", "PLN"),
        ("1,299", "1299", None),
        ("1,299,000", "1299000", None),
        ("1.299.000", "1299000", None),
        ("1.299", "1.299", None),
        (".5", ".5", None),
        ("5.", "5", None),
        ("1e3", "1000", None),
        ("-3 EUR", "-3", "EUR"),
        ("1.00005", "1.0000", None),
        ("1.00015", "1.0002", None),
        ("٥٠", "50", None),
        ("5 QQQ", "5", "QQQ"),
    ],
)
def test_a_price_is_read_as_it_was_meant(written: str, price: str, currency: str | None) -> None:
    assert parse(written) == (Decimal(price), currency)


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "free", "NaN", "-Infinity", "10-20", "10 - 20 EUR", "1,29,9", "1.2.3", "5 EUR USD",
        "EUR 5 USD", "5 euros", "1,2345.6,7", "€ 5,-", "0x10", "9" * 15, "1" * 5000, "1e999999999", "--5",
        "5 5 EUR 5",
    ],
)  # fmt: skip
def test_what_is_no_price_is_not_read_as_one(written: str) -> None:
    with pytest.raises(ValueError, match=r"is|has|names"):
        parse(written)


@given(st.text(max_size=80))
@example("1,")
@example("..")
@example("+,5")
def test_no_text_breaks_it(written: str) -> None:
    with suppress(ValueError):
        price, _ = parse(written)
        assert abs(price) < TOO_MUCH


@given(st.decimals(0, 10**13, places=2), st.sampled_from(sorted(KNOWN)))
def test_a_price_written_in_any_common_way_is_the_same(price: Decimal, code: str) -> None:
    plain = f"{price:,.2f}"
    for written in (
        f"{price} {code}",
        f"{code} {price}",
        f"{plain} {code}",
        f"{plain.translate(str.maketrans(',.', '.,'))} {code}",
    ):
        assert parse(written) == (price, code)


def test_currencies_are_the_active_ones_and_a_few_withdrawn_lately() -> None:
    assert {"EUR", "USD", "CNY", "SLE", "XCG", "ZWG", "VED"} <= ACTIVE
    assert not {"XXX", "XTS", "BGN", "DEM", "HRK"} & ACTIVE
    assert "BGN" in RETIRED
    assert {code for code in SIGNS.values() if code} <= ACTIVE
    assert all(len(code) == 3 and code.isupper() for code in KNOWN)
