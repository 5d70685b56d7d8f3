"""Taking captures of listings: fields, raw answers, photos; hashed, dated, kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final, Protocol

from django.db import transaction

from countermark_portal.blobs import store
from countermark_portal.casework.evidence import warc
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.catalogue.models import Listing, Marketplace, SellerAccount
from countermark_portal.catalogue.ports import Media, Offer
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor

TOOL: Final = f"countermark-portal {version('countermark-portal')}"
MOST_MEDIA: Final = 20
"""Photos that are taken of one listing."""


class Seen(Protocol):
    """What was seen in a listing: filled in by who screens."""

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Findings, as kept."""

    @property
    def references_version(self) -> str:
        """Which references counted."""

    @property
    def scoring_version(self) -> str:
        """Which scoring counted."""


Screen = Callable[[Sequence[dict[str, Any]]], Sequence[Seen]]


def capture(
    *, actor: Actor, now: datetime, listings: Sequence[Listing], why: str, screen: Screen
) -> list[Capture]:
    """Capture listings as they are offered now; one capture each, also of those that there are not."""
    permit(actor, Permission.CAPTURE)
    taken: list[Capture] = []
    by_marketplace: dict[Marketplace, list[Listing]] = defaultdict(list)
    for listing in listings:
        by_marketplace[listing.marketplace].append(listing)
    for marketplace, some in by_marketplace.items():
        # The marketplace is asked outside of any transaction: it may take its time.
        taken += [_taken(marketplace, listing, now, why) for listing in some]
    there = [one for one in taken if one.found]
    for one, seen in zip(there, screen([one.fields for one in there]), strict=True):
        one.findings, one.references_version = seen.findings, seen.references_version
        one.scoring_version = seen.scoring_version
    with transaction.atomic():
        _update(there)
        return Capture.objects.bulk_create(taken)


def _taken(marketplace: Marketplace, listing: Listing, now: datetime, why: str) -> Capture:
    port = marketplace.port
    offer = port.get(listing.listing_id)
    base = Capture(listing=listing, at=now, why=why, how=marketplace.connector, tool=TOOL)
    if offer is None:
        base.found = False
        return base
    media = [found for url in offer.media[:MOST_MEDIA] if (found := port.fetch_media(url)) is not None]
    base.fields = columns(offer, marketplace.slug)
    base.warc = store.put(warc.record(offer, media, at=now))
    base.media = [_kept(one) for one in media]
    _note_seller(listing, offer)
    return base


def _kept(one: Media) -> dict[str, Any]:
    return {
        "url": one.url,
        "sha256": store.put(one.content),
        "content_type": one.content_type,
        "bytes": len(one.content),
    }


def columns(offer: Offer, marketplace: str) -> dict[str, Any]:
    """A listing in the engine's columns, as values that JSON can hold."""
    shown = replace(offer, raw=b"")
    return {
        "listing_id": shown.listing_id,
        "marketplace": marketplace,
        "title": shown.title,
        "description": shown.description,
        "seller_id": shown.seller_id,
        "seller_name": shown.seller_name,
        "seller_kind": shown.seller_kind,
        "brand": shown.brand,
        "category": shown.category,
        "condition": shown.condition,
        "price": None if shown.price is None else str(shown.price),
        "currency": shown.currency or None,
        "gtin": shown.gtin,
        "url": shown.url,
        "language": shown.language,
    }


def _note_seller(listing: Listing, offer: Offer) -> None:
    """Note, on the listing in hand, what the marketplace says of it; `_update` writes it."""
    listing.title, listing.url, listing.category = offer.title, offer.url, offer.category
    listing.price, listing.currency = offer.price, offer.currency
    listing.seller, _ = SellerAccount.objects.get_or_create(
        marketplace=listing.marketplace,
        seller_id=offer.seller_id,
        defaults={
            "name": offer.seller_name,
            "kind": offer.seller_kind,
            "language": listing.marketplace.language,
        },
    )


def _update(captures: Sequence[Capture]) -> None:
    listings = {one.listing_id: one.listing for one in captures}
    for one in captures:
        listings[one.listing_id].seen_at = one.at
    fields = ["title", "url", "category", "price", "currency", "seller", "seen_at"]
    Listing.objects.bulk_update(listings.values(), fields, batch_size=500)
