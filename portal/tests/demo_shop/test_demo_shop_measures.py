"""The demo shop's connector: every measure does what it says, once, and is undone without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countermark_portal.catalogue import ports
from countermark_portal.catalogue.ports import (
    OF_LISTING,
    Connection,
    MeasureKind,
    Order,
    Shown,
    ToSeller,
    Visibility,
)
from countermark_portal.connectors.demo_shop import selling, stock
from countermark_portal.connectors.demo_shop.connector import DemoShop
from countermark_portal.connectors.demo_shop.models import (
    ShopEffect,
    ShopListing,
    ShopMedia,
    ShopMessage,
    ShopSeller,
)
from countermark_portal.errors import Misconfigured, Unreachable

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SERVED = Visibility(Shown.SERVED, Shown.SERVED, Shown.SERVED)
UNREFERENCED = Visibility(Shown.GONE, Shown.GONE, Shown.UNREFERENCED)
GONE = Visibility(Shown.GONE, Shown.GONE, Shown.GONE)
SEEN = {
    MeasureKind.REMOVE: GONE,
    MeasureKind.DISABLE: UNREFERENCED,
    MeasureKind.HOLD: UNREFERENCED,
    MeasureKind.SUSPEND: UNREFERENCED,
    MeasureKind.TERMINATE: GONE,
    MeasureKind.REMOVE_MEDIA: Visibility(Shown.SERVED, Shown.SERVED, Shown.GONE),
}
FLAGS: dict[MeasureKind, Callable[[ShopListing], bool]] = {
    MeasureKind.DEMOTE: lambda listing: listing.demoted,
    MeasureKind.EDIT_REQUIRED: lambda listing: listing.edit_required,
    MeasureKind.BLOCK_NEW_LISTINGS: lambda listing: listing.seller.blocked,
    MeasureKind.PAYOUT_HOLD: lambda listing: listing.seller.payout_held,
}


def _shop(now: Callable[[], datetime] = lambda: NOW, **settings: str) -> ports.Marketplace:
    return DemoShop(Connection("kiosk", "https://kiosk.example", settings), now=now)


@pytest.fixture
def parka() -> ShopListing:
    seller = ShopSeller.objects.create(seller_id="fern", name="Fern Outlet")
    listing = selling.put_up(seller_id=seller.pk, title="Norrvik Tarn parka", brand="Norrvik", now=NOW)
    assert isinstance(listing, ShopListing)
    for position in range(2):
        ShopMedia.objects.create(
            name=f"parka-{position}.webp",
            listing=listing,
            position=position,
            content_type="image/webp",
            content=b"x",
        )
    return listing


def _order(kind: MeasureKind, listing: ShopListing, **more: Any) -> Order:
    return Order(kind, listing.seller_id, listing.pk if kind in OF_LISTING else "", "TM-CF", **more)


def _rows() -> list[Any]:
    """All that the shop holds but the record of effects."""
    return [list(table.objects.order_by("pk").values()) for table in (ShopSeller, ShopListing, ShopMedia)]


@pytest.mark.parametrize("kind", list(MeasureKind))
def test_a_measure_does_what_it_says_and_undone_leaves_everything_as_it_was(
    kind: MeasureKind, parka: ShopListing
) -> None:
    shop, before = _shop(), _rows()
    orders = {"k1": _order(kind, parka)}
    assert shop.visible([parka.pk])[parka.pk] == SERVED
    assert shop.apply(orders)["k1"].done
    assert shop.visible([parka.pk])[parka.pk] == SEEN.get(kind, SERVED)
    parka.refresh_from_db()
    for flag, is_set in FLAGS.items():
        assert is_set(parka) == (flag is kind)
    assert shop.undo(orders)["k1"].done
    assert _rows() == before
    assert shop.visible([parka.pk])[parka.pk] == SERVED


@pytest.mark.parametrize("kind", sorted(ports.HIDING))
def test_after_a_hiding_measure_the_port_calls_the_listing_gone_and_back_after_its_undoing(
    kind: MeasureKind, parka: ShopListing
) -> None:
    shop = _shop()
    shop.apply({"k": _order(kind, parka)})
    assert shop.visible([parka.pk])[parka.pk].is_gone
    assert shop.get([parka.pk]).get(parka.pk) is None
    shop.undo({"k": _order(kind, parka)})
    assert shop.visible([parka.pk])[parka.pk].is_back
    assert shop.get([parka.pk]).get(parka.pk) is not None


def test_asked_twice_under_one_key_it_happens_once(parka: ShopListing) -> None:
    shop, order = _shop(), _order(MeasureKind.HOLD, parka)
    assert shop.apply({"k": order}) == shop.apply({"k": order})
    assert ShopEffect.objects.count() == 1
    shop.undo({"k": order})
    shop.undo({"k": order})
    assert shop.visible([parka.pk])[parka.pk] == SERVED


def test_a_repetition_that_comes_after_the_undoing_does_not_take_the_listing_down_again(
    parka: ShopListing,
) -> None:
    shop, order = _shop(), _order(MeasureKind.REMOVE, parka)
    shop.apply({"k": order})
    shop.undo({"k": order})
    late = shop.apply({"k": order})["k"]
    assert (late.done, late.permanent) == (False, True)
    assert shop.visible([parka.pk])[parka.pk] == SERVED


def test_an_undoing_that_overtakes_its_measure_wins(parka: ShopListing) -> None:
    shop, order = _shop(), _order(MeasureKind.REMOVE, parka)
    assert shop.undo({"k": order})["k"].done
    assert not shop.apply({"k": order})["k"].done
    assert shop.visible([parka.pk])[parka.pk] == SERVED


def test_a_key_stands_for_one_order_only(parka: ShopListing) -> None:
    shop = _shop()
    shop.apply({"k": _order(MeasureKind.HOLD, parka)})
    for answer in (
        shop.apply({"k": _order(MeasureKind.REMOVE, parka)}),
        shop.undo({"k": _order(MeasureKind.REMOVE, parka)}),
    ):
        assert (answer["k"].done, answer["k"].permanent) == (False, True)
    assert shop.visible([parka.pk])[parka.pk] == UNREFERENCED


def test_two_notices_about_one_listing_hide_it_until_both_are_taken_back(parka: ShopListing) -> None:
    shop, order = _shop(), _order(MeasureKind.DISABLE, parka)
    shop.apply({"one": order, "two": order})
    shop.undo({"one": order})
    assert shop.visible([parka.pk])[parka.pk] == UNREFERENCED
    shop.undo({"two": order})
    assert shop.visible([parka.pk])[parka.pk] == SERVED


def test_only_the_named_photos_are_removed_and_they_come_back(parka: ShopListing) -> None:
    shop = _shop()
    offer = shop.get([parka.pk]).get(parka.pk)
    assert offer is not None
    first, second = offer.media
    order = _order(MeasureKind.REMOVE_MEDIA, parka, media=(first,))
    shop.apply({"k": order})
    assert shop.fetch_media(first) is None
    assert shop.fetch_media(second) is not None
    assert shop.visible([parka.pk])[parka.pk] == SERVED
    left = shop.get([parka.pk]).get(parka.pk)
    assert left is not None
    assert left.media == (second,)
    shop.undo({"k": order})
    assert shop.get([parka.pk]).get(parka.pk) == offer


@pytest.mark.parametrize(("kind", "still_served"), [(MeasureKind.HOLD, True), (MeasureKind.REMOVE, False)])
def test_a_photos_bytes_go_with_a_removal_and_stay_with_a_hold(
    kind: MeasureKind, still_served: bool, parka: ShopListing
) -> None:
    shop = _shop()
    shop.apply({"k": _order(kind, parka)})
    media = shop.fetch_media("https://kiosk.example/shop/media/parka-0.webp")
    assert (media is not None) == still_served


def test_a_seller_who_is_blocked_puts_up_nothing_new_and_keeps_what_stands(parka: ShopListing) -> None:
    shop, order = _shop(), _order(MeasureKind.BLOCK_NEW_LISTINGS, parka)
    shop.apply({"k": order})
    assert selling.put_up(seller_id="fern", title="Norrvik Skua", now=NOW) == selling.Barred(
        "blocked", "fern"
    )
    assert shop.visible([parka.pk])[parka.pk] == SERVED
    shop.undo({"k": order})
    assert isinstance(selling.put_up(seller_id="fern", title="Norrvik Skua", now=NOW), ShopListing)


def test_what_the_seller_withdrew_does_not_come_back_when_a_measure_is_undone(parka: ShopListing) -> None:
    shop, order = _shop(), _order(MeasureKind.HOLD, parka)
    shop.apply({"k": order})
    selling.withdraw(parka.pk, now=NOW)
    shop.undo({"k": order})
    assert shop.visible([parka.pk])[parka.pk] == UNREFERENCED


def test_a_corrected_listing_is_found_by_its_new_words_and_stays_held(parka: ShopListing) -> None:
    shop = _shop()
    shop.apply({"k": _order(MeasureKind.HOLD, parka)})
    selling.correct(parka.pk, title="Parka, no brand", brand="", now=NOW + timedelta(hours=1))
    assert shop.visible([parka.pk])[parka.pk] == UNREFERENCED
    shop.undo({"k": _order(MeasureKind.HOLD, parka)})
    offer = shop.get([parka.pk]).get(parka.pk)
    assert offer is not None
    assert (offer.title, offer.updated_at) == ("Parka, no brand", NOW + timedelta(hours=1))


def test_the_search_index_follows_after_its_lag_in_both_directions(parka: ShopListing) -> None:
    moment = [NOW]
    shop, order = _shop(lambda: moment[0], search_lag_seconds="90"), _order(MeasureKind.DISABLE, parka)
    shop.apply({"k": order})
    assert shop.visible([parka.pk])[parka.pk] == Visibility(Shown.GONE, Shown.SERVED, Shown.UNREFERENCED)
    moment[0] += timedelta(seconds=89)
    assert shop.visible([parka.pk])[parka.pk].search is Shown.SERVED
    moment[0] += timedelta(seconds=1)
    assert shop.visible([parka.pk])[parka.pk].is_gone
    shop.undo({"k": order})
    assert shop.visible([parka.pk])[parka.pk].search is Shown.GONE
    moment[0] += timedelta(seconds=90)
    assert shop.visible([parka.pk])[parka.pk].is_back


def test_a_shop_that_cannot_do_a_measure_says_so_before_and_when_asked(parka: ShopListing) -> None:
    shop = _shop(cannot="hold, payout_hold")
    assert shop.capabilities == frozenset(MeasureKind) - {MeasureKind.HOLD, MeasureKind.PAYOUT_HOLD}
    answers = shop.apply({"a": _order(MeasureKind.HOLD, parka), "b": _order(MeasureKind.DEMOTE, parka)})
    assert (answers["a"].done, answers["a"].permanent, answers["b"].done) == (False, True, True)


def test_a_shop_that_lost_an_ability_still_undoes_what_it_did(parka: ShopListing) -> None:
    order = _order(MeasureKind.HOLD, parka)
    _shop().apply({"k": order})
    assert _shop(cannot="hold").undo({"k": order})["k"].done
    assert _shop().visible([parka.pk])[parka.pk] == SERVED


def test_a_shop_out_of_reach_does_nothing_and_knows_nothing(parka: ShopListing) -> None:
    shop, orders = _shop(unreachable="true"), {"k": _order(MeasureKind.REMOVE, parka)}
    for answer in (
        shop.apply(orders)["k"],
        shop.undo(orders)["k"],
        shop.message_sellers({"m": ToSeller("fern", "Subject", "Text")})["m"],
    ):
        assert (answer.done, answer.permanent) == (False, False)
    assert shop.visible([parka.pk])[parka.pk] == Visibility(Shown.UNKNOWN, Shown.UNKNOWN, Shown.UNKNOWN)
    with pytest.raises(Unreachable):
        shop.get([parka.pk]).get(parka.pk)
    assert not ShopEffect.objects.exists()
    assert not ShopMessage.objects.exists()


@pytest.mark.parametrize("listing_id", ["no-such-listing", ""])
def test_orders_about_what_the_shop_does_not_have_are_refused_for_good(
    listing_id: str, parka: ShopListing
) -> None:
    shop = _shop()
    answers = shop.apply(
        {
            "listing": Order(MeasureKind.REMOVE, "fern", listing_id),
            "seller": Order(MeasureKind.SUSPEND, "nobody"),
            "mixed": Order(MeasureKind.REMOVE, "somebody-else", parka.pk),
        }
    )
    assert all((one.done, one.permanent) == (False, True) for one in answers.values())
    assert shop.visible(["no-such-listing"])["no-such-listing"] == GONE


@pytest.mark.parametrize("settings", [{"cannot": "explode"}, {"search_lag_seconds": "soon"}])
def test_settings_that_make_no_sense_are_refused_at_once(settings: dict[str, str]) -> None:
    with pytest.raises(Misconfigured):
        DemoShop(Connection("kiosk", settings=settings))


def test_a_message_reaches_the_sellers_inbox_once(parka: ShopListing) -> None:
    shop = _shop()
    for _ in range(2):
        assert shop.message_sellers({"m-1": ToSeller(parka.seller_id, "Your listing", "It was held.")})[
            "m-1"
        ].done
    assert [message.subject for message in parka.seller.inbox.all()] == ["Your listing"]
    assert not shop.message_sellers({"m-1": ToSeller(parka.seller_id, "Another", "Text")})["m-1"].done
    assert shop.message_sellers({"m-2": ToSeller("nobody", "Your listing", "Text")})["m-2"].permanent


def test_listings_are_read_page_by_page_and_each_once(parka: ShopListing) -> None:
    ids = stock.crowd(25)
    shop, read, cursor = _shop(), [], ""
    while True:
        page, cursor = shop.list(since=None, cursor=cursor, most=7)
        read += [offer.listing_id for offer in page]
        if not cursor:
            break
    assert sorted(read) == sorted([*ids, parka.pk])
    assert len(read) == len(set(read))
    fresh, _ = shop.list(since=NOW, cursor="")
    assert [offer.listing_id for offer in fresh] == [parka.pk]


def test_an_offer_carries_the_answer_it_was_read_from(parka: ShopListing) -> None:
    offer = _shop().get([parka.pk]).get(parka.pk)
    assert offer is not None
    assert offer.url == f"https://kiosk.example/shop/item/{parka.pk}/"
    assert offer.title.encode() in offer.raw
    assert offer.media[0] == "https://kiosk.example/shop/media/parka-0.webp"


def test_a_thousand_orders_cost_as_many_statements_as_ten() -> None:
    ids, shop = stock.crowd(1010), _shop()
    counts = []
    for chosen in (ids[:10], ids[10:]):
        orders = {f"k-{listing}": Order(MeasureKind.REMOVE, "", listing) for listing in chosen}
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert all(answer.done for answer in shop.apply(orders).values())
            assert all(seen == GONE for seen in shop.visible(chosen).values())
            assert all(answer.done for answer in shop.undo(orders).values())
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 24
