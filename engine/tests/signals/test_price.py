"""What a price far below the genuine one says, and against what it is held."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pytest

from countermark.batch import Batch
from countermark.evidence import Pairs
from countermark.report.pricing import PriceRange, price_range
from countermark.signals.price import FairPrice, PriceSignal
from countermark.signals.price.asking import Asking
from countermark.signals.price.judging import judge
from countermark.signals.price.offer import Offer
from countermark.signals.price.shelf import Shelf
from signals.priced import (
    OUTERWEAR,
    TODAY,
    Ask,
    Market,
    Said,
    asked_of,
    batch_of,
    market_of,
    pairs_of,
    said_of,
)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Market:
    return market_of(tmp_path_factory.mktemp("market"))


@pytest.fixture
def ask(market: Market) -> Ask:
    return asked_of(market)


def test_a_new_item_at_a_small_part_of_its_price_speaks_with_full_strength(ask: Ask) -> None:
    said = ask(60, "Norrvik Lomvi Parka, black, M")
    assert said == ("below_product", 1.0, "asks 60 EUR; genuine costs 420-560 EUR")


def test_the_lower_the_price_the_stronger_and_a_clearance_is_nothing(ask: Ask) -> None:
    strengths = [
        said.strength if said else 0.0 for said in (ask(p, "Norrvik Lomvi Parka") for p in range(2, 300, 8))
    ]
    assert strengths == sorted(strengths, reverse=True)
    assert ask(168, "Norrvik Lomvi Parka, clearance") is None
    assert ask(167, "Norrvik Lomvi Parka") is not None


@pytest.mark.parametrize("price", ["0", "0.01", "1", "1.00"])
def test_a_price_at_which_an_auction_starts_says_nothing(ask: Ask, price: str) -> None:
    assert ask(price, "Norrvik Lomvi Parka") is None


def test_a_listing_without_price_or_currency_says_nothing(market: Market) -> None:
    rows: list[dict[str, Any]] = [
        {"title": "Norrvik Lomvi Parka", "price": None},
        {"title": "Norrvik Lomvi Parka", "price": "9", "currency": None},
    ]
    batch = batch_of(market, rows)
    assert not len(PriceSignal().find(batch, pairs_of(market, 2, "norrvik")))
    assert batch.notes == {"price: no currency stated": 1}


def test_a_brand_without_prices_is_silent(ask: Ask) -> None:
    assert ask(5, "Velmora handbag", of="velmora") is None


def test_prices_in_other_currencies_are_converted_and_shown_in_the_products_own(ask: Ask) -> None:
    said = ask(298, "Norrvik Lomvi Parka", currency="CNY")
    assert said is not None
    assert said.text == "asks 298 CNY (38 EUR); genuine costs 420-560 EUR"
    assert ask(1400, "Norrvik Lomvi Parka", currency="CNY") is None


def test_the_report_draws_the_range_from_the_text(ask: Ask) -> None:
    said = ask(1298.5, "Norrvik Krill WX-3000 Watch", currency="CNY")
    assert said is not None
    drawn = price_range([{"name": "price.below_product", "text": said.text}], Decimal("1298.50"), "CNY")
    assert drawn == PriceRange(Decimal(166), Decimal(800), Decimal(1000), "EUR")


def test_a_missing_rate_silences_the_signal_and_is_noted(market: Market) -> None:
    rows = [{"title": "Norrvik Lomvi Parka", "price": "90", "currency": "TRY"}] * 3
    batch = batch_of(market, rows)
    assert not len(PriceSignal().find(batch, pairs_of(market, 3, "norrvik", "velmora")))
    assert batch.notes == {"price: no rate for TRY": 3}


def test_a_missing_rate_of_the_products_currency_is_noted_too(market: Market) -> None:
    batch = batch_of(market, [{"title": "Zhaldine Tundra Boots", "price": "9"}])
    assert not len(PriceSignal().find(batch, pairs_of(market, 1, "zhaldine")))
    assert batch.notes == {"price: no rate for TRY": 1}


def test_the_same_currency_on_both_sides_needs_no_rate(ask: Ask) -> None:
    said = ask(400, "Zhaldine Tundra Boots", of="zhaldine", currency="TRY")
    assert said == ("below_product", 1.0, "asks 400 TRY; genuine costs 4,000-5,000 TRY")


def test_only_prices_that_hold_today_count(market: Market) -> None:
    rows = [{"title": "Oldmark Ember Lamp", "price": "14"}]
    pairs = pairs_of(market, 1, "oldmark")
    signal = PriceSignal()
    before = said_of(signal.find(batch_of(market, rows, dt.date(2026, 11, 20)), pairs))
    after = said_of(signal.find(batch_of(market, rows, dt.date(2026, 11, 21)), pairs))
    assert (before.text, after.text) == (
        "asks 14 EUR; genuine costs 200-300 EUR",
        "asks 14 EUR; genuine costs 100-150 EUR",
    )


def test_a_gtin_names_the_product_whatever_the_title_says(ask: Ask) -> None:
    said = ask(60, "Norrvik warm winter coat for men", gtin="4006381333931")
    assert said is not None
    assert said.kind == "below_product"
    assert ask(60, "Norrvik warm winter coat for men", gtin="4006381333932") != said


def test_of_products_that_a_title_fits_alike_the_cheapest_counts(ask: Ask) -> None:
    dear, light = ask(110, "Norrvik Lomvi Parka"), ask(110, "Norrvik Lomvi Parka Light")
    assert dear is not None
    assert light is not None
    assert (dear.text[-11:], light.text[-11:]) == ("420-560 EUR", "300-380 EUR")
    assert light.strength < dear.strength


def test_a_model_in_another_language_is_likely_that_product_and_sure_in_its_category(ask: Ask) -> None:
    likely = ask(60, "Norrvik Lomvi Winterjacke Damen")
    sure = ask(60, "Norrvik Lomvi Winterjacke Damen", category=f"{OUTERWEAR} > Parkas")
    assert likely is not None
    assert sure is not None
    assert (likely.kind, sure.kind) == ("below_likely_product", "below_product")
    assert likely.strength < sure.strength


def test_the_models_name_on_another_kind_of_thing_is_not_that_product(ask: Ask) -> None:
    said = ask(30, "Norrvik Lomvi Mütze", category="Apparel > Hats")
    assert said is None


def test_a_model_number_is_enough(ask: Ask) -> None:
    said = ask(60, "诺维克 WX-3000 手表")
    assert said is not None
    assert said.kind == "below_product"


def test_without_a_product_the_cheapest_of_the_category_counts_then_of_the_brand(ask: Ask) -> None:
    category = ask(20, "Norrvik rain cape", category=OUTERWEAR)
    brand = ask(3, "Norrvik rain cape")
    assert category is not None
    assert brand is not None
    assert category == (
        "below_category",
        1.0,
        "asks 20 EUR; genuine costs 180-240 EUR for the cheapest of the category",
    )
    assert brand.kind == "below_brand"
    assert ask(20, "Norrvik rain cape") is None


def test_a_misspelt_mark_may_be_another_brand_so_only_its_products_speak(ask: Ask) -> None:
    assert ask(20, "Norrwik rain cape", category=OUTERWEAR) is None
    said = ask(20, "Norrwik Lomvi Parka", category=OUTERWEAR)
    assert said is not None
    assert said.kind == "below_likely_product"
    assert said.strength < 1


def test_an_ordinary_word_is_no_name_unless_it_stands_in_the_brand_field(ask: Ask) -> None:
    assert ask(20, "Arctic rain cape", category=OUTERWEAR) is None
    assert ask(20, "Arctic rain cape", category=OUTERWEAR, brand="Arctic") is not None


def test_a_disguised_mark_speaks_like_a_plain_one(ask: Ask) -> None:
    said = ask(20, "N0rrv1k rain cape", category=OUTERWEAR)
    assert said is not None
    assert said.kind == "below_category"


WORDS: Final = """
    Norrvik Arctic Lomvi Parka Light Skua Vest Merino Socks Krill WX-3000 Watch Strap Cloudberry Balm 50 ml
    20ml for with pack of 3 used kids 诺维克 手表 black, box Zhaldine Tundra Boots Norrwik
"""


def _random_rows(seed: int, count: int) -> list[Mapping[str, Any]]:
    pick = random.Random(seed)
    return [
        {
            "title": " ".join(pick.choices(WORDS.split(), k=pick.randint(1, 8))),
            "price": f"{10 ** pick.uniform(-0.5, 3):.2f}",
            "currency": pick.choice(["EUR", "USD", "CNY", "TRY", "GBP", None]),
            "condition": pick.choice(["new", "used", "refurbished", None]),
            "seller_kind": pick.choice(["private", "trader", None]),
            "category": pick.choice([OUTERWEAR, "Apparel > Accessories", "Watches", None]),
            "gtin": pick.choice(["4006381333931", "nonsense", None, None]),
        }
        for _ in range(count)
    ]


def _in_full(market: Market, batch: Batch, pairs: Pairs) -> list[tuple[int, int, int, float]]:
    """The same as the signal says, without sorting anything out at a glance."""
    shelf = Shelf(market.references, market.beside.rates, TODAY)
    shelf.fill(set(pairs.brands.tolist()))
    asked = Asking(batch, shelf, pairs.rows, pairs.brands).asked(np.arange(len(pairs)))
    found = []
    for row, brand, one in zip(pairs.rows.tolist(), pairs.brands.tolist(), asked, strict=True):
        if not shelf.stocked[brand] or not one.amount > 0:
            continue
        stock = shelf.stock(brand)
        offer = Offer(batch.text(row, "title"), stock.marks, stock.mark_words)
        verdict = judge(stock, offer, one) if stock.sells_in(one.category, one.unit) else None
        if verdict is not None:
            found.append((row, brand, verdict.kind, verdict.strength))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_what_is_sorted_out_at_a_glance_had_nothing_to_say(market: Market, seed: int) -> None:
    batch = batch_of(market, _random_rows(seed, 400))
    pairs = pairs_of(market, 400, "norrvik", "velmora", "zhaldine")
    evidence = PriceSignal().find(batch, pairs)
    columns = (evidence.rows.tolist(), evidence.brands.tolist(), evidence.kinds.tolist())
    found = [
        (*entry, strength) for *entry, strength in zip(*columns, evidence.strengths.tolist(), strict=True)
    ]
    expected = _in_full(market, batch, pairs)
    assert [entry[:3] for entry in found] == [entry[:3] for entry in expected]
    assert [entry[3] for entry in found] == pytest.approx([entry[3] for entry in expected])
    assert len(found) > 10


def test_threads_that_share_a_signal_find_the_same(market: Market) -> None:
    signal = PriceSignal()
    batches = [batch_of(market, _random_rows(seed, 200)) for seed in range(8)]
    pairs = pairs_of(market, 200, "norrvik", "zhaldine")

    def found(batch: Batch) -> list[Said]:
        evidence = signal.find(batch, pairs)
        return [said_of(evidence, n) for n in range(len(evidence))]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(found, batches))
    assert together == [found(batch) for batch in batches]


def test_a_batch_in_which_nothing_has_a_price_or_a_currency_says_nothing(market: Market) -> None:
    given = batch_of(
        market, [{"title": "Norrvik Lomvi Parka", "currency": None}, {"title": "Norvik", "currency": None}]
    )
    pairs = pairs_of(market, 2, "norrvik")
    assert not len(PriceSignal().find(given, pairs))
    assert not len(FairPrice().find(given, pairs))
    assert not given.notes


def test_a_price_without_a_currency_is_not_compared_and_said_to_be_left_out(market: Market) -> None:
    given = batch_of(market, [{"title": "Norrvik Lomvi Parka", "price": "450", "currency": None}])
    pairs = pairs_of(market, 1, "norrvik")
    assert not len(PriceSignal().find(given, pairs))
    assert not len(FairPrice().find(given, pairs))
    assert given.notes == {"price: no currency stated": 1}
