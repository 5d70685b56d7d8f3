"""Measures carried out and undone, in sets: one transaction a call, and a handful of statements whatever its size.

Each key is a row. The columns that pages read are computed anew from the rows that stand, so undoing one measure
leaves what the others still demand, in whatever order they are undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind, Order, Outcome
from countermark_portal.connectors.demo_shop import queries
from countermark_portal.connectors.demo_shop.models import (
    ShopEffect,
    ShopListing,
    ShopMedia,
    ShopSearchEntry,
    ShopSeller,
    State,
)

_DONE: Final = Outcome(done=True)
_NO_LISTING: Final = Outcome(done=False, why="there is no such listing of this seller", permanent=True)
_NO_SELLER: Final = Outcome(done=False, why="there is no such seller", permanent=True)
_OTHER_ORDER: Final = Outcome(done=False, why="this key was used for another order", permanent=True)
_UNDONE: Final = Outcome(done=False, why="was undone under this key", permanent=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the shop knows of that the orders of one call name. Its sellers' rows are locked."""

    seller_of: Mapping[str, str]
    sellers: frozenset[str]
    effects: Mapping[str, ShopEffect]


def apply(orders: Mapping[str, Order], *, now: datetime, lag: timedelta) -> dict[str, Outcome]:
    """Carry out each order once under its key."""
    outcomes: dict[str, Outcome] = {}
    new: list[ShopEffect] = []
    with transaction.atomic():
        known = _known(orders)
        for key, order in orders.items():
            standing = known.effects.get(key)
            refusal = _mismatch(order, known) or (standing and _repeated(standing, order))
            outcomes[key] = refusal or _DONE
            if refusal is None and standing is None:
                new.append(_effect(key, order, known, now))
        ShopEffect.objects.bulk_create(new)
        _project(new, now=now, lag=lag)
    return outcomes


def undo(orders: Mapping[str, Order], *, now: datetime, lag: timedelta) -> dict[str, Outcome]:
    """Undo what stands under each key. A key that nothing was done under is noted, so that nothing ever will be."""
    outcomes: dict[str, Outcome] = {}
    ended: list[ShopEffect] = []
    never: list[ShopEffect] = []
    with transaction.atomic():
        known = _known(orders)
        for key, order in orders.items():
            effect = known.effects.get(key)
            refusal = _mismatch(order, known)
            if refusal is None and effect is not None and not _same(effect, order):
                refusal = _OTHER_ORDER
            outcomes[key] = refusal or _DONE
            if refusal is None and effect is None:
                never.append(_effect(key, order, known, now, undone_at=now))
            elif refusal is None and effect is not None and effect.undone_at is None:
                ended.append(effect)
        ShopEffect.objects.bulk_create(never)
        ShopEffect.objects.filter(pk__in=[effect.pk for effect in ended]).update(undone_at=now)
        _project(ended, now=now, lag=lag)
    return outcomes


def _known(orders: Mapping[str, Order]) -> _Known:
    """Look up what the orders name. Sellers are locked, in one order for all: whoever comes second waits."""
    listings = {order.listing_id for order in orders.values() if order.kind in OF_LISTING}
    seller_of = dict(ShopListing.objects.filter(pk__in=listings).values_list("pk", "seller_id"))
    named = {order.seller_id for order in orders.values()} | set(seller_of.values())
    locked = ShopSeller.objects.select_for_update(no_key=True).filter(pk__in=named).order_by("pk")
    sellers = frozenset(seller.pk for seller in locked)
    return _Known(
        seller_of, sellers, {effect.key: effect for effect in ShopEffect.objects.filter(key__in=orders)}
    )


def _mismatch(order: Order, known: _Known) -> Outcome | None:
    """Why an order cannot be about anything in this shop."""
    if order.kind not in OF_LISTING:
        return None if order.seller_id in known.sellers else _NO_SELLER
    seller = known.seller_of.get(order.listing_id)
    # A listing may be named without its seller, but not with another one.
    return None if seller is not None and order.seller_id in {"", seller} else _NO_LISTING


def _same(effect: ShopEffect, order: Order) -> bool:
    on = effect.listing_id == order.listing_id if effect.listing_id else effect.seller_id == order.seller_id
    return on and effect.kind == order.kind and set(effect.media) == set(_names(order.media))


def _repeated(effect: ShopEffect, order: Order) -> Outcome:
    """What an order is answered whose key is known."""
    if not _same(effect, order):
        return _OTHER_ORDER
    return _DONE if effect.undone_at is None else _UNDONE


def _names(media: Iterable[str]) -> list[str]:
    """Photos by name; they may be given by their address."""
    return [address.rstrip("/").rpartition("/")[2] for address in media]


def _effect(
    key: str, order: Order, known: _Known, now: datetime, *, undone_at: datetime | None = None
) -> ShopEffect:
    listing = order.listing_id if order.kind in OF_LISTING else None
    return ShopEffect(
        key=key,
        kind=order.kind.value,
        seller_id=known.seller_of[listing] if listing else order.seller_id,
        listing_id=listing,
        media=_names(order.media),
        reason=order.reason,
        until=order.until,
        asked_at=now,
        undone_at=undone_at,
    )


def _stands(kind: MeasureKind, *, on: str) -> Exists:
    """Whether a measure of this kind stands on the row."""
    return Exists(ShopEffect.objects.filter(kind=kind.value, undone_at=None, **{on: OuterRef("pk")}))


def _project(effects: Collection[ShopEffect], *, now: datetime, lag: timedelta) -> None:
    """Bring the columns that pages read, and the search index, up to what stands."""
    listings = {effect.listing_id for effect in effects if effect.listing_id}
    sellers = {effect.seller_id for effect in effects if not effect.listing_id}
    if sellers:
        _project_sellers(sellers)
    if listings:
        _project_listings(listings)
    if any(effect.kind == MeasureKind.REMOVE_MEDIA for effect in effects):
        _project_media(listings)
    of_sellers = (
        ShopListing.objects.filter(seller__in=sellers).values_list("pk", flat=True) if sellers else ()
    )
    reindex(listings.union(of_sellers), now=now, lag=lag)


def _project_sellers(sellers: Collection[str]) -> None:
    ShopSeller.objects.filter(pk__in=sellers).update(
        suspended=_stands(MeasureKind.SUSPEND, on="seller"),
        closed=_stands(MeasureKind.TERMINATE, on="seller"),
        blocked=_stands(MeasureKind.BLOCK_NEW_LISTINGS, on="seller"),
        payout_held=_stands(MeasureKind.PAYOUT_HOLD, on="seller"),
    )


def _project_listings(listings: Collection[str]) -> None:
    ShopListing.objects.filter(pk__in=listings).update(
        state=Case(
            When(_stands(MeasureKind.REMOVE, on="listing"), then=Value(State.REMOVED.value)),
            When(_stands(MeasureKind.DISABLE, on="listing"), then=Value(State.DISABLED.value)),
            When(_stands(MeasureKind.HOLD, on="listing"), then=Value(State.HELD.value)),
            When(offered=False, then=Value(State.WITHDRAWN.value)),
            default=Value(State.LIVE.value),
        ),
        demoted=_stands(MeasureKind.DEMOTE, on="listing"),
        edit_required=_stands(MeasureKind.EDIT_REQUIRED, on="listing"),
    )


def _project_media(listings: Collection[str]) -> None:
    meant = Q(media=[]) | Q(media__contains=[OuterRef("name")])
    standing = ShopEffect.objects.filter(
        meant, kind=MeasureKind.REMOVE_MEDIA.value, undone_at=None, listing=OuterRef("listing")
    )
    ShopMedia.objects.filter(listing__in=listings).update(removed=Exists(standing))


def reindex(listings: Collection[str], *, now: datetime, lag: timedelta) -> None:
    """Have the search index follow what the shop serves, after the lag."""
    entries = ShopSearchEntry.objects.filter(pk__in=listings).values_list("pk", "will_show")
    served = set(queries.served().filter(pk__in=listings).values_list("pk", flat=True))
    turned = [listing for listing, will_show in entries if will_show != (listing in served)]
    ShopSearchEntry.objects.filter(pk__in=turned).update(
        shown=Case(When(due_at__lte=now, then=F("will_show")), default=F("shown")),
        will_show=Case(When(will_show=True, then=Value(False)), default=Value(True)),
        due_at=now + lag,
    )
