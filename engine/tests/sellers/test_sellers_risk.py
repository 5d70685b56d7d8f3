"""The risk of a seller's catalogue: an order in which honest trade stands low."""

from __future__ import annotations

import numpy as np
import pytest

from countermark.sellers.risk import MICROSECONDS_A_DAY, UNDATED, Age, risk

NOW = 20_000 * MICROSECONDS_A_DAY


def risk_of(*sellers: tuple[int, int, float, float | None], crowd: int = 40) -> list[float]:
    """(listings, brands, copied share, age in days) each, on a marketplace of `crowd` honest old sellers."""
    rows = [*sellers, *[(50, 3, 0.05, 2000.0)] * crowd]
    listings, brands, copied = (np.array([row[n] for row in rows]) for n in range(3))
    seen = [UNDATED if row[3] is None else NOW - int(row[3] * MICROSECONDS_A_DAY) for row in rows]
    age = Age.at(NOW, np.array(seen, dtype=np.int64), min(seen))
    found = risk(listings.astype(np.int64), brands.astype(np.int32), copied.astype(np.float32), age)
    return [float(one) for one in found[: len(sellers)]]


def test_a_new_shop_with_many_brands_and_others_texts_comes_near_one() -> None:
    (ring,) = risk_of((80, 14, 0.95, 10))
    assert ring > 0.85


def test_a_large_honest_retailer_with_its_own_texts_comes_out_low() -> None:
    (retailer,) = risk_of((100_000, 400, 0.04, 3000))
    assert retailer == 0


def test_a_young_shop_with_its_own_texts_comes_out_low() -> None:
    (shop,) = risk_of((60, 20, 0.0, 5))
    assert shop < 0.2


def test_an_old_reseller_of_suppliers_texts_stays_in_the_middle() -> None:
    (reseller,) = risk_of((500, 3, 0.95, 2500))
    assert 0.3 < reseller <= 0.4


def test_one_listing_shows_little() -> None:
    one, many = risk_of((1, 1, 1.0, 3), (100, 1, 1.0, 3))
    assert one < many / 3


def test_each_fact_adds_to_the_others() -> None:
    order = risk_of((50, 2, 0.1, 900), (50, 2, 0.9, 900), (50, 2, 0.9, 5), (50, 12, 0.9, 5))
    assert order == sorted(order)
    assert len(set(order)) == 4


def test_an_unknown_age_counts_as_old() -> None:
    unknown, old = risk_of((50, 12, 0.9, None), (50, 12, 0.9, 2000))
    assert unknown == pytest.approx(old)


def test_where_offers_share_their_texts_copying_is_no_risk() -> None:
    rows = [(50, 3, 0.9, 2000.0)] * 20
    assert max(risk_of(*rows, crowd=0)) < 0.05


def test_on_a_marketplace_that_opened_last_month_nobody_is_new() -> None:
    rows = [(50, 14, 0.0, float(age)) for age in range(30)]
    assert risk_of(*rows, crowd=0) == [0.0] * 30
