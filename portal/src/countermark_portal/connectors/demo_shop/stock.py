"""The shop's stock: the demo market put on its shelves, and a crowd of plain listings for load."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from countermark_portal.connectors.demo_shop import pictures
from countermark_portal.connectors.demo_shop.market import ListingPlan, Market, plan
from countermark_portal.connectors.demo_shop.models import ShopListing, ShopMedia, ShopSearchEntry, ShopSeller
from countermark_portal.connectors.demo_shop.selling import indexed

OPENED: Final = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
"""When the first listing of the stock was put up; the others follow by the hour."""
DEFAULT_SEED: Final = 7


def fill(seed: int = DEFAULT_SEED) -> Market:
    """Put the seed's market on the shelves. What stands there already is left as it is, whatever became of it."""
    market = plan(seed)
    present = set(
        ShopListing.objects.filter(pk__in=[one.listing_id for one in market.listings]).values_list(
            "pk", flat=True
        )
    )
    # Sellers put up their listings all at the same time, not one seller after the other.
    turns = Random(seed).sample(range(len(market.listings)), len(market.listings))  # noqa: S311  # as in market.py
    shelved = zip(turns, market.listings, strict=True)
    missing = [(turn, one) for turn, one in shelved if one.listing_id not in present]
    with transaction.atomic():
        sellers = {
            one.seller_id: ShopSeller(
                seller_id=one.seller_id, name=one.name, kind=one.kind, language=one.language
            )
            for one in market.sellers
        }
        ShopSeller.objects.bulk_create(sellers.values(), ignore_conflicts=True)
        _shelve([_listing(one, sellers[one.seller_id], turn) for turn, one in missing])
        ShopMedia.objects.bulk_create(
            (photo for _, one in missing for photo in _photos(one)), batch_size=100, ignore_conflicts=True
        )
    return market


def crowd(count: int, *, sellers: int = 20) -> Sequence[str]:
    """A number of plain listings without photos, `crowd-0` onwards: for load. Gives their ids."""
    accounts = [ShopSeller(seller_id=f"crowd-{number}", name=f"Crowd {number}") for number in range(sellers)]
    ids = [f"crowd-{number}" for number in range(count)]
    with transaction.atomic():
        ShopSeller.objects.bulk_create(accounts, ignore_conflicts=True)
        _shelve(
            [
                ShopListing(
                    listing_id=listing_id,
                    seller=accounts[number % sellers],
                    title=f"Tea towel no. {number}",
                    category="Home > Kitchen",
                    updated_at=OPENED + timedelta(seconds=number),
                )
                for number, listing_id in enumerate(ids)
            ]
        )
    return ids


def _shelve(listings: Sequence[ShopListing]) -> None:
    ShopListing.objects.bulk_create(listings, batch_size=2000, ignore_conflicts=True)
    ShopSearchEntry.objects.bulk_create(
        (ShopSearchEntry(listing=one, text=indexed(one), due_at=one.updated_at) for one in listings),
        batch_size=2000,
        ignore_conflicts=True,
    )


def _listing(one: ListingPlan, seller: ShopSeller, turn: int) -> ShopListing:
    return ShopListing(
        listing_id=one.listing_id,
        seller=seller,
        title=one.title,
        description=one.description,
        brand=one.brand,
        category=one.category,
        condition=one.condition,
        price=one.price,
        currency=one.currency,
        gtin=one.gtin,
        language=one.language,
        updated_at=OPENED + timedelta(hours=turn),
    )


def _photos(one: ListingPlan) -> Iterator[ShopMedia]:
    for position, sketch in enumerate(one.pictures):
        yield ShopMedia(
            name=f"{one.listing_id}-{position + 1}.webp",
            listing_id=one.listing_id,
            position=position,
            content_type=pictures.CONTENT_TYPE,
            content=pictures.draw(sketch),
        )
