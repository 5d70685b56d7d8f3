"""Taking captures of listings: fields, raw answers, photos; hashed, dated, kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
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
from countermark_portal.ledger import rows
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
        offers = marketplace.port.get([listing.listing_id for listing in some])
        taken += [_taken(marketplace, one, offers.get(one.listing_id), now, why) for one in some]
        _note_sellers(marketplace, some, offers)
    there = [one for one in taken if one.found]
    for one, seen in zip(there, screen([one.fields for one in there]), strict=True):
        one.findings, one.references_version = seen.findings, seen.references_version
        one.scoring_version = seen.scoring_version
    with transaction.atomic():
        _update(there)
        return Capture.objects.bulk_create(taken, batch_size=500)


def _taken(
    marketplace: Marketplace, listing: Listing, offer: Offer | None, now: datetime, why: str
) -> Capture:
    base = Capture(listing=listing, at=now, why=why, how=marketplace.connector, tool=TOOL)
    if offer is None:
        base.found = False
        return base
    port = marketplace.port
    media = [found for url in offer.media[:MOST_MEDIA] if (found := port.fetch_media(url)) is not None]
    base.fields = columns(offer, marketplace.slug)
    base.warc = store.put(warc.record(offer, media, at=now))
    base.media = [_kept(one) for one in media]
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


def _note_sellers(marketplace: Marketplace, listings: Sequence[Listing], offers: Mapping[str, Offer]) -> None:
    """Note, on the listings in hand, what the marketplace says of them and of their sellers; `_update` writes it."""
    SellerAccount.objects.bulk_create(
        {
            offer.seller_id: SellerAccount(
                marketplace=marketplace,
                seller_id=offer.seller_id,
                name=offer.seller_name,
                kind=offer.seller_kind,
                language=offer.language or marketplace.language,
            )
            for offer in offers.values()
        }.values(),
        ignore_conflicts=True,
    )
    wanted = {offer.seller_id for offer in offers.values()}
    sellers = {
        one.seller_id: one
        for one in SellerAccount.objects.filter(marketplace=marketplace, seller_id__in=wanted)
    }
    for listing in listings:
        offer = offers.get(listing.listing_id)
        if offer is not None:
            listing.title, listing.url, listing.category = offer.title, offer.url, offer.category
            listing.price, listing.currency = offer.price, offer.currency
            listing.seller = sellers[offer.seller_id]


def _update(captures: Sequence[Capture]) -> None:
    listings = {one.listing_id: one.listing for one in captures}
    for one in captures:
        listings[one.listing_id].seen_at = one.at
    rows.save(list(listings.values()), ["title", "url", "category", "price", "currency", "seller", "seen_at"])
