"""Measures on the demo shop, done and undone in any order: what stands alone decides what is seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark_portal.catalogue.ports import OF_LISTING, Connection, MeasureKind, Order, Shown, Visibility
from countermark_portal.connectors.demo_shop.connector import DemoShop
from countermark_portal.connectors.demo_shop.models import (
    ShopListing,
    ShopMedia,
    ShopSearchEntry,
    ShopSeller,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SELLERS = {"a": "oak", "b": "oak", "c": "elm"}
PHOTOS = ("front", "back")

kinds = st.sampled_from(list(MeasureKind))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    kind, listing = draw(kinds), draw(st.sampled_from(sorted(SELLERS)))
    if kind not in OF_LISTING:
        return Order(kind, SELLERS[listing])
    photos = draw(st.sets(st.sampled_from(PHOTOS))) if kind is MeasureKind.REMOVE_MEDIA else set()
    return Order(
        kind, SELLERS[listing], listing, media=tuple(sorted(f"{listing}-{photo}" for photo in photos))
    )


def _open_shop() -> None:
    for seller in set(SELLERS.values()):
        ShopSeller.objects.create(seller_id=seller, name=seller)
    for listing, seller in SELLERS.items():
        ShopListing.objects.create(listing_id=listing, seller_id=seller, title=listing, updated_at=NOW)
        ShopSearchEntry.objects.create(listing_id=listing, text=listing, due_at=NOW)
        for photo in PHOTOS:
            ShopMedia.objects.create(
                name=f"{listing}-{photo}", listing_id=listing, content_type="x", content=b"x"
            )


def _rows() -> list[Any]:
    tables = (ShopSeller, ShopListing, ShopMedia)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def _expected(listing: str, standing: Collection[Order]) -> Visibility:
    """What a buyer should see, told from what stands and from nothing else."""
    here = [order for order in standing if listing == order.listing_id]
    shop = {order.kind for order in standing if not order.listing_id and order.seller_id == SELLERS[listing]}
    kinds_here = {order.kind for order in here}
    hidden = kinds_here & {MeasureKind.REMOVE, MeasureKind.DISABLE, MeasureKind.HOLD} or shop & {
        MeasureKind.SUSPEND,
        MeasureKind.TERMINATE,
    }
    removed = {f"{listing}-{photo}" for photo in PHOTOS} & {
        name
        for order in here
        if order.kind is MeasureKind.REMOVE_MEDIA
        for name in order.media or [f"{listing}-{photo}" for photo in PHOTOS]
    }
    no_bytes = (
        len(removed) == len(PHOTOS) or MeasureKind.REMOVE in kinds_here or MeasureKind.TERMINATE in shop
    )
    page = Shown.GONE if hidden else Shown.SERVED
    return Visibility(page, page, Shown.GONE if no_bytes else Shown.UNREFERENCED if hidden else Shown.SERVED)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    asked=st.lists(orders(), min_size=1, max_size=7),
    data=st.data(),
    together=st.booleans(),
)
def test_whatever_is_undone_in_whatever_order_what_stands_decides_what_is_seen(
    asked: list[Order], data: st.DataObject, together: bool
) -> None:
    shop = DemoShop(Connection("kiosk"), now=lambda: NOW)
    standing = {f"k{number}": order for number, order in enumerate(asked)}
    with transaction.atomic():
        _open_shop()
        before = _rows()
        for calls in [standing] if together else [{key: order} for key, order in standing.items()]:
            assert all(outcome.done for outcome in shop.apply(calls).values())
        for key in data.draw(st.permutations(sorted(standing))):
            expected = {listing: _expected(listing, standing.values()) for listing in SELLERS}
            assert shop.visible(sorted(SELLERS)) == expected
            order = standing.pop(key)
            shop.undo({key: order})
            shop.apply({key: order})
        assert _rows() == before
        assert all(seen.is_back for seen in shop.visible(sorted(SELLERS)).values())
        transaction.set_rollback(True)
