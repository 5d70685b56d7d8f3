"""The demo shop's pages: what a buyer sees is what the connector says is visible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.test import Client

from countermark_portal.catalogue.ports import Connection, MeasureKind, Order, Shown
from countermark_portal.connectors.demo_shop import selling, stock
from countermark_portal.connectors.demo_shop.connector import DemoShop
from countermark_portal.connectors.demo_shop.market import Market
from countermark_portal.connectors.demo_shop.models import ShopListing, ShopSeller

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def market() -> Market:
    return stock.fill()


@pytest.fixture
def shop() -> DemoShop:
    return DemoShop(Connection("kiosk", "http://testserver"))


class _Page(HTMLParser):
    """The parts of a page that these tests look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for name, attrs in self.tags if name == tag)


def _get(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_every_page_says_that_nothing_is_for_sale(client: Client, market: Market) -> None:
    one = market.listings[0]
    for address, status in (
        ("/shop/", 200),
        ("/shop/?q=norrvik", 200),
        (f"/shop/item/{one.listing_id}/", 200),
        (f"/shop/seller/{one.seller_id}/", 200),
        ("/shop/item/none/", 404),
        ("/shop/seller/none/", 404),
    ):
        page = _get(client, address, status)
        assert "fictional brands, nothing is for sale" in page
        html = _Page(page)
        assert not [
            attrs
            for _, attrs in html.tags
            if "style" in attrs or any(name.startswith("on") for name in attrs)
        ]
        assert not [*html.of("script"), *html.of("style")]
        assert all("alt" in attrs for attrs in html.of("img"))


def test_a_buyer_searches_in_any_case_and_script_and_leafs_through(client: Client, market: Market) -> None:
    assert f"{len(market.listings)} listings" in _get(client, "/shop/")
    assert "Page 2 of" in _get(client, "/shop/?page=2")
    assert _get(client, "/shop/?q=NORRVIK+tarn") == _get(client, "/shop/?q=norrvik+TARN").replace(
        "norrvik TARN", "NORRVIK tarn"
    )
    assert "昆德雷 Meridian 40" in _get(client, "/shop/?q=昆德雷")
    assert "0 listings found" in _get(client, "/shop/?q=zzzz")


def test_words_of_listings_and_searches_stay_words(client: Client) -> None:
    ShopSeller.objects.create(seller_id="s", name="<b>Bold</b>")
    listing = selling.put_up(seller_id="s", title="<script>alert(1)</script>", now=NOW)
    assert isinstance(listing, ShopListing)
    for address in ("/shop/", f"/shop/item/{listing.pk}/", "/shop/?q=<script>", "/shop/seller/s/"):
        page = _get(client, address)
        assert "<script" not in page
        assert "<b>" not in page
    _get(client, "/shop/?q=%00&page=minus")


def test_a_listings_own_words_carry_their_language(client: Client, market: Market) -> None:
    one = next(one for one in market.listings if one.language == "zh")
    html = _Page(_get(client, f"/shop/item/{one.listing_id}/"))
    assert [attrs.get("lang") for attrs in html.of("h1")] == ["zh"]
    assert [attrs.get("lang") for attrs in html.of("html")] == ["en"]


def test_the_photos_of_a_page_are_served_as_pictures(client: Client, market: Market) -> None:
    html = _Page(_get(client, f"/shop/item/{market.listings[0].listing_id}/"))
    photos = [attrs["src"] for attrs in html.of("img") if attrs["alt"]]
    assert len(photos) == 2
    for address in photos:
        assert address
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert client.post(f"/shop/item/{market.listings[0].listing_id}/").status_code == 405


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_the_pages_and_the_connector_tell_the_same(
    kind: MeasureKind, client: Client, market: Market, shop: DemoShop
) -> None:
    one = market.of("fake", "norrvik")[0]
    photo = f"/shop/media/{one.listing_id}-1.webp"
    order = Order(kind, one.seller_id, one.listing_id)
    for act, key in ((shop.apply, "k"), (shop.undo, "k")):
        act({key: order})
        seen = shop.visible([one.listing_id])[one.listing_id]
        page = client.get(f"/shop/item/{one.listing_id}/")
        assert (page.status_code == 200) == (seen.page is Shown.SERVED)
        if page.status_code != 200:
            assert "This listing is not available" in page.content.decode()
        hits = _get(client, f"/shop/?q={one.seller_id[:5]} norrvik")
        assert (one.listing_id in hits) == (seen.search is Shown.SERVED)
        assert (client.get(photo).status_code == 200) == (seen.media is not Shown.GONE)
        assert (photo in page.content.decode()) == (seen.media is Shown.SERVED)


def test_a_demoted_listing_comes_last_in_search(client: Client, market: Market, shop: DemoShop) -> None:
    found = [one.listing_id for one in market.listings if one.about == "norrvik" and one.truth == "brand"]
    page = _get(client, "/shop/?q=norrvik official")
    last = min(found, key=page.index)
    shop.apply({"k": Order(MeasureKind.DEMOTE, "", last)})
    page = _get(client, "/shop/?q=norrvik official")
    assert page.index(last) == max(page.index(one) for one in found)


def test_a_suspended_sellers_shop_is_closed_to_buyers(client: Client, market: Market, shop: DemoShop) -> None:
    seller = market.of("fake")[0].seller_id
    order = Order(MeasureKind.SUSPEND, seller)
    shop.apply({"k": order})
    assert "This shop is not available" in _get(client, f"/shop/seller/{seller}/", 404)
    shop.undo({"k": order})
    _get(client, f"/shop/seller/{seller}/")
