"""The demo shop behind the port `Marketplace`.

Settings: `search_lag_seconds` (the search index follows that much later), `cannot` (measures that this shop is unable
to carry out, separated by commas), `unreachable` (`true`: nothing is answered).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from countermark_portal.catalogue.ports import (
    Connection,
    MeasureKind,
    Media,
    Offer,
    Order,
    Outcome,
    Shown,
    ToSeller,
    Visibility,
)
from countermark_portal.connectors.demo_shop import measures, queries
from countermark_portal.connectors.demo_shop.models import ShopListing, ShopMessage, ShopSeller
from countermark_portal.errors import Misconfigured, Unreachable
from countermark_portal.ledger import clock

_SILENT: Final = Outcome(done=False, why="the demo shop is unreachable", permanent=False)
_UNKNOWN: Final = Visibility(Shown.UNKNOWN, Shown.UNKNOWN, Shown.UNKNOWN)


class DemoShop:
    """The demo shop as the portal reaches it."""

    def __init__(self, connection: Connection, *, now: Callable[[], datetime] = clock.now) -> None:
        self._slug = connection.slug
        self._base = connection.base_url or str(getattr(settings, "PUBLIC_URL", ""))
        self._now = now
        given = connection.settings
        self._silent = str(given.get("unreachable", "")).lower() == "true"
        self._lag = timedelta(seconds=_number(connection, "search_lag_seconds"))
        self._capabilities = frozenset(MeasureKind) - _cannot(connection)

    @property
    def capabilities(self) -> frozenset[MeasureKind]:
        """The measures that the shop can carry out."""
        return self._capabilities

    def get(self, listing_ids: Sequence[str]) -> Mapping[str, Offer]:
        """Listings as they are offered now; those that there are not are left out."""
        self._reach()
        listings = queries.with_photos(queries.served().filter(pk__in=listing_ids))
        return {listing.pk: self._offer(listing) for listing in listings}

    def list(self, *, since: datetime | None, cursor: str, most: int = 500) -> tuple[Sequence[Offer], str]:
        """Listings changed since, a page of them, and the cursor of the next page."""
        self._reach()
        listings, following = queries.changed(since, cursor, most)
        return [self._offer(listing) for listing in listings], following

    def fetch_media(self, url: str) -> Media | None:
        """The bytes of a photo, by its address or its name."""
        self._reach()
        name = url.rstrip("/").rpartition("/")[2]
        photo = queries.kept_media().filter(pk=name).first()
        return Media(url, bytes(photo.content), photo.content_type) if photo else None

    def apply(self, orders: Mapping[str, Order]) -> Mapping[str, Outcome]:
        """Carry out measures, each once under its key."""
        if self._silent:
            return dict.fromkeys(orders, _SILENT)
        able, refused = self._able(orders)
        return refused | measures.apply(able, now=self._now(), lag=self._lag)

    def undo(self, orders: Mapping[str, Order]) -> Mapping[str, Outcome]:
        """Undo measures, each under the key that it was asked under."""
        if self._silent:
            return dict.fromkeys(orders, _SILENT)
        # Not by `capabilities`: what was done before the shop lost an ability can still be undone.
        return measures.undo(orders, now=self._now(), lag=self._lag)

    def visible(self, listing_ids: Sequence[str]) -> Mapping[str, Visibility]:
        """What a buyer sees of each listing now."""
        if self._silent:
            return dict.fromkeys(listing_ids, _UNKNOWN)
        return queries.visibility(listing_ids, self._now())

    def message_sellers(self, messages: Mapping[str, ToSeller]) -> Mapping[str, Outcome]:
        """Put messages into sellers' inboxes, each once under its key."""
        if self._silent:
            return dict.fromkeys(messages, _SILENT)
        wanted = {message.seller_id for message in messages.values()}
        known = set(ShopSeller.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        ShopMessage.objects.bulk_create(
            (
                ShopMessage(
                    key=key, seller_id=one.seller_id, subject=one.subject, text=one.text, at=self._now()
                )
                for key, one in messages.items()
                if one.seller_id in known
            ),
            ignore_conflicts=True,
        )
        kept = {message.key: message for message in ShopMessage.objects.filter(key__in=messages)}
        return {key: _delivered(one, kept.get(key)) for key, one in messages.items()}

    def _reach(self) -> None:
        if self._silent:
            raise Unreachable(
                f"marketplace {self._slug}: {_SILENT.why}", mend="wait, or take back `unreachable`"
            )

    def _able(self, orders: Mapping[str, Order]) -> tuple[dict[str, Order], dict[str, Outcome]]:
        able = {key: order for key, order in orders.items() if order.kind in self._capabilities}
        refused = {
            key: Outcome(done=False, why=f"this shop cannot do this: {order.kind.value}", permanent=True)
            for key, order in orders.items()
            if key not in able
        }
        return able, refused

    def _offer(self, listing: ShopListing) -> Offer:
        """A listing as the port gives it; `raw` is the answer of the shop's interface that the rest is read from."""
        answer = {
            "listing_id": listing.pk,
            "title": listing.title,
            "seller_id": listing.seller_id,
            "seller_name": listing.seller.name,
            "seller_kind": listing.seller.kind,
            "description": listing.description,
            "brand": listing.brand,
            "category": listing.category,
            "condition": listing.condition,
            "currency": listing.currency,
            "gtin": listing.gtin,
            "language": listing.language,
            "url": self._address("item", listing.pk),
        }
        media = tuple(self._address("media", photo.pk) for photo in getattr(listing, "photos", ()))
        price = None if listing.price is None else str(listing.price)
        moment = listing.updated_at.isoformat()
        body = answer | {"media": media, "price": price, "updated_at": moment}
        raw = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        return Offer(**answer, media=media, price=listing.price, updated_at=listing.updated_at, raw=raw)

    def _address(self, page: str, name: str) -> str:
        return urljoin(self._base, reverse(f"demo_shop:{page}", args=[name]))


def _number(connection: Connection, name: str) -> float:
    """A setting that is a number of seconds, not below nothing."""
    given = connection.settings.get(name, "0")
    try:
        seconds = float(given)
    except (TypeError, ValueError):
        seconds = -1
    if not 0 <= seconds <= timedelta(days=365).total_seconds():
        raise Misconfigured(
            f"marketplace {connection.slug}: {name} is not a number of seconds: {given!r}",
            mend='write it as "30"',
        )
    return seconds


def _cannot(connection: Connection) -> frozenset[MeasureKind]:
    """The setting `cannot` as measures."""
    words = {word.strip() for word in str(connection.settings.get("cannot", "")).split(",")} - {""}
    strange = sorted(words - {kind.value for kind in MeasureKind})
    if strange:
        raise Misconfigured(
            f"marketplace {connection.slug}: cannot: no such measure: {', '.join(strange)}",
            mend="measures are: " + ", ".join(MeasureKind),
        )
    return frozenset(map(MeasureKind, words))


def _delivered(one: ToSeller, kept: ShopMessage | None) -> Outcome:
    """Whether what the inbox keeps under the key is this message."""
    if kept is None:
        return Outcome(done=False, why="there is no such seller", permanent=True)
    if (kept.seller_id, kept.subject, kept.text) != (one.seller_id, one.subject, one.text):
        return Outcome(done=False, why="this key was used for another message", permanent=True)
    return Outcome(done=True)
