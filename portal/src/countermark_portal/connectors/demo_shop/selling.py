"""What sellers do in the shop: put up a listing, correct it, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from countermark_portal.connectors.demo_shop import measures, queries
from countermark_portal.connectors.demo_shop.models import ShopListing, ShopSearchEntry, ShopSeller, State
from countermark_portal.ledger import ids


@dataclass(frozen=True, slots=True)
class Barred:
    """The shop takes no new listing of this seller."""

    code: str
    seller_id: str


def put_up(*, seller_id: str, title: str, now: datetime, **fields: Any) -> ShopListing | Barred:
    """A new listing, searchable at once; a seller who is blocked, suspended or closed is told so."""
    with transaction.atomic():
        seller = ShopSeller.objects.select_for_update(no_key=True).get(pk=seller_id)
        for barred, code in (
            (seller.closed, "closed"),
            (seller.suspended, "suspended"),
            (seller.blocked, "blocked"),
        ):
            if barred:
                return Barred(code, seller_id)
        listing = ShopListing.objects.create(
            listing_id=ids.reference("L", ids.new()), seller=seller, title=title, updated_at=now, **fields
        )
        ShopSearchEntry.objects.create(listing=listing, text=indexed(listing), due_at=now)
    return listing


def correct(listing_id: str, *, now: datetime, **fields: Any) -> None:
    """Change what a listing says. Measures that stand on it stay."""
    with transaction.atomic():
        listing = ShopListing.objects.select_for_update().select_related("seller").get(pk=listing_id)
        for name, value in fields.items():
            setattr(listing, name, value)
        listing.updated_at = now
        listing.save(update_fields=[*fields, "updated_at"])
        ShopSearchEntry.objects.filter(pk=listing_id).update(text=indexed(listing))


def withdraw(listing_id: str, *, now: datetime) -> None:
    """Take a listing off by the seller's own will; measures that are undone later do not bring it back."""
    with transaction.atomic():
        seller = ShopListing.objects.values_list("seller_id", flat=True).get(pk=listing_id)
        ShopSeller.objects.select_for_update(no_key=True).get(pk=seller)
        ShopListing.objects.filter(pk=listing_id).update(
            offered=False,
            state=Case(When(state=State.LIVE, then=Value(State.WITHDRAWN.value)), default=F("state")),
        )
        measures.reindex([listing_id], now=now, lag=timedelta())


def indexed(listing: ShopListing) -> str:
    """What the search index holds of a listing."""
    return queries.folded(f"{listing.title} {listing.brand} {listing.category} {listing.seller.name}")
