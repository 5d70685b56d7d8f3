from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from countermark.demo.assortment import brand_sheets, goods_sheet, product_gtin
from countermark.demo.gtins import check_digit, gtin, with_wrong_check_digit
from countermark.demo.registry import market_tables

if TYPE_CHECKING:
    from .conftest import Market

PRODUCTS = {
    product_gtin(sheet, place): (
        product.model,
        [price / goods_sheet().rates[sheet.currency] for price in product.price],
    )
    for sheet in brand_sheets()
    for place, product in enumerate(sheet.products)
}
"""The model and the genuine prices in EUR of each product, by its GTIN."""


def priced(rows: list[dict[str, Any]]) -> Iterator[tuple[float, float, float]]:
    """Price, low and high in EUR of the listings that give a price and the GTIN of the product they name."""
    for row in rows:
        model, (low, high) = PRODUCTS.get(row["gtin"], ("", (0.0, 0.0)))
        if row["price"] is not None and model and model.lower() in row["title"].lower():
            yield float(row["price"]) / goods_sheet().rates[row["currency"]], low, high


@pytest.mark.parametrize(
    ("kind", "lowest", "highest"),
    [
        ("reseller_new", 0.75, 1.15),
        ("reseller_used", 0.25, 0.7),
        ("clearance", 0.4, 0.7),
        ("fake_plain", 0.05, 0.3),
        ("fake_weak", 0.6, 0.95),
    ],
)
def test_each_kind_asks_the_prices_that_are_told_of_it(
    simulated: Market, kind: str, lowest: float, highest: float
) -> None:
    prices = list(priced(simulated.rows(kind=kind)))
    assert prices
    # Sellers round to a step of their currency, by at most about five per cent.
    assert all(low * lowest * 0.9 <= price <= high * highest * 1.1 for price, low, high in prices)


def test_prices_are_positive_and_stand_with_a_currency_or_not_at_all(simulated: Market) -> None:
    pairs = simulated.listings.select(["price", "currency"]).to_pylist()
    assert all((row["price"] is None) == (row["currency"] is None) for row in pairs)
    assert all(row["price"] > 0 for row in pairs if row["price"] is not None)
    assert any(row["price"] is None for row in pairs)


def test_gtins_are_nobodys_and_valid_except_where_the_truth_says_so(simulated: Market) -> None:
    wrong = 0
    for row in simulated.rows():
        code = row["gtin"]
        if code is None:
            continue
        assert code.startswith("2")
        assert len(code) == 13
        if check_digit(code[:12]) != int(code[-1]):
            wrong += 1
            assert row["truth"]["kind"] in {"fake_gtin", "reseller_new", "reseller_used"}
    assert wrong


def test_a_check_digit_is_right_until_it_is_made_wrong() -> None:
    # 4006381333931 is the textbook example of an EAN-13.
    assert check_digit("400638133393") == 1
    code = gtin(20, 7)
    assert check_digit(code[:12]) == int(code[-1])
    assert check_digit(code[:12]) != int(with_wrong_check_digit(code)[-1])


def test_one_currency_is_traded_in_without_a_rate(simulated: Market) -> None:
    rates = set(market_tables()["rates"].column("currency").to_pylist())
    traded = set(simulated.listings.column("currency").to_pylist()) - {None}
    assert traded - rates == {"KZT"}
