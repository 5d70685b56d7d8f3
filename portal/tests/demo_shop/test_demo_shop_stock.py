"""The demo shop's stock: a market that is the same each time, with pictures of our own."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image

from countermark_portal.connectors.demo_shop import market, pictures, selling, stock
from countermark_portal.connectors.demo_shop.disguises import DISGUISES
from countermark_portal.connectors.demo_shop.models import ShopListing, ShopMedia, ShopSearchEntry, ShopSeller

NOT_A_WORD_OF_THE_BRAND = {"picture"}


def test_the_same_seed_plans_the_same_market_and_another_seed_another() -> None:
    first = market.plan(7)
    market.plan.cache_clear()
    assert market.plan(7) == first
    assert market.plan(8).listings != first.listings


def test_the_market_is_as_large_and_as_mixed_as_a_demo_needs() -> None:
    plan = market.plan(stock.DEFAULT_SEED)
    assert len(plan.sellers) == 25
    assert 110 <= len(plan.listings) <= 135
    truths = Counter(one.truth for one in plan.listings)
    assert set(truths) == {"brand", "new", "used", "spare", "plain", "fake"}
    assert min(truths.values()) >= 10
    assert {one.language for one in plan.listings} == {"en", "de", "fr", "es", "zh"}
    assert {one.disguise for one in plan.of("fake")} == set(DISGUISES)
    for brand in market.brands():
        assert plan.of("brand", brand)
        assert plan.of("fake", brand)
        assert plan.of("spare", brand)


def test_only_a_fake_that_writes_openly_shows_the_brands_plain_name() -> None:
    for one in market.plan(stock.DEFAULT_SEED).of("fake"):
        name = market.brands()[one.about]["name"]
        assert (name in one.title) == (one.disguise == "openly"), one.title


def test_every_listing_asks_a_price_in_its_sellers_money_and_has_a_picture() -> None:
    money = {"en": "GBP", "de": "EUR", "fr": "EUR", "es": "EUR", "zh": "CNY"}
    for one in market.plan(stock.DEFAULT_SEED).listings:
        assert one.price > 0
        assert one.currency == money[one.language]
        assert one.pictures
        assert "{" not in one.title + one.description


@pytest.mark.parametrize("kind", sorted(pictures.KINDS))
@pytest.mark.parametrize("logo", ["true", "wrong", "covered", "none"])
def test_a_picture_is_small_square_and_the_same_each_time(kind: str, logo: str) -> None:
    sketch = pictures.Sketch(kind, "navy", "norrvik", "Norrvik", logo)
    content = pictures.draw(sketch)
    pictures.draw.cache_clear()
    assert pictures.draw(sketch) == content
    assert len(content) <= 20_000
    assert Image.open(BytesIO(content)).size == (480, 480)


def test_a_wrong_or_covered_logo_is_another_picture() -> None:
    kinds = {
        pictures.draw(pictures.Sketch("bag", "moss", "norrvik", "Norrvik", logo))
        for logo in ("true", "wrong", "covered")
    }
    assert len(kinds) == 3


@pytest.mark.parametrize("brand", sorted(market.brands()))
def test_each_brand_has_a_logo_of_its_own(brand: str) -> None:
    logo = pictures.logo(brand, market.brands()[brand]["name"])
    assert Image.open(BytesIO(logo)).format == "PNG"
    assert len({pictures.logo(other, "Same") for other in market.brands()}) == 4


@pytest.mark.django_db
def test_filling_twice_changes_nothing_not_even_what_happened_since() -> None:
    stock.fill()
    counts = [table.objects.count() for table in (ShopSeller, ShopListing, ShopMedia, ShopSearchEntry)]
    assert counts[:2] == [25, len(market.plan(stock.DEFAULT_SEED).listings)]
    changed = ShopListing.objects.first()
    assert changed is not None
    selling.withdraw(changed.pk, now=stock.OPENED)
    before = list(ShopListing.objects.order_by("pk").values())
    stock.fill()
    assert [
        table.objects.count() for table in (ShopSeller, ShopListing, ShopMedia, ShopSearchEntry)
    ] == counts
    assert list(ShopListing.objects.order_by("pk").values()) == before
