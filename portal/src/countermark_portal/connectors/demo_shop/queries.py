"""What a buyer sees. The pages render these, and `visible` asks these: the two cannot come apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from countermark_portal.catalogue.ports import Shown, Visibility
from countermark_portal.connectors.demo_shop.models import (
    ShopListing,
    ShopMedia,
    ShopSearchEntry,
    ShopSeller,
    State,
)

_NOWHERE: Final = Visibility(Shown.GONE, Shown.GONE, Shown.GONE)


def folded(text: str) -> str:
    """Text as the search index holds it: case, width and the like do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def open_sellers() -> QuerySet[ShopSeller]:
    """Sellers whose shop a buyer can enter."""
    return ShopSeller.objects.filter(suspended=False, closed=False)


def served() -> QuerySet[ShopListing]:
    """Listings whose page is served."""
    return ShopListing.objects.filter(state=State.LIVE, seller__in=open_sellers())


def kept_media() -> QuerySet[ShopMedia]:
    """Photos whose bytes are served, be they named on a page or not: only a removal takes the bytes away."""
    gone = Q(removed=True) | Q(listing__state=State.REMOVED) | Q(listing__seller__closed=True)
    return ShopMedia.objects.exclude(gone).order_by("position", "name")


def searchable(now: datetime) -> QuerySet[ShopSearchEntry]:
    """Entries of the search index that searches find at this moment."""
    return ShopSearchEntry.objects.filter(Q(due_at__lte=now, will_show=True) | Q(due_at__gt=now, shown=True))


def with_photos(listings: QuerySet[ShopListing]) -> QuerySet[ShopListing]:
    """Listings with their seller and, as `photos`, what is kept of their media."""
    return listings.select_related("seller").prefetch_related(
        Prefetch("media", queryset=kept_media().defer("content"), to_attr="photos")
    )


def found(text: str, now: datetime) -> QuerySet[ShopListing]:
    """What a search finds, demoted ones last. The index answers: a hit may have gone since."""
    entries = searchable(now)
    for word in folded(text).split():
        entries = entries.filter(text__contains=word)
    return with_photos(ShopListing.objects.filter(search_entry__in=entries)).order_by(
        "demoted", "-updated_at", "listing_id"
    )


def in_shop(seller: ShopSeller) -> QuerySet[ShopListing]:
    """What a seller offers now."""
    return with_photos(served().filter(seller=seller)).order_by("demoted", "-updated_at", "listing_id")


def visibility(listing_ids: Sequence[str], now: datetime) -> dict[str, Visibility]:
    """How each listing is seen: one query, whatever their number."""
    of_this = {"listing": OuterRef("pk")}
    rows = (
        ShopListing.objects.filter(pk__in=listing_ids)
        .annotate(
            page=Exists(served().filter(pk=OuterRef("pk"))),
            found=Exists(searchable(now).filter(**of_this)),
            kept=Exists(kept_media().filter(**of_this)),
            pictured=Exists(ShopMedia.objects.filter(**of_this)),
        )
        .values_list("pk", "page", "found", "kept", "pictured")
    )
    seen = dict.fromkeys(listing_ids, _NOWHERE)
    for listing_id, page, is_found, kept, pictured in rows:
        # A listing without photos shows all that there are as long as its page is served.
        media = (
            Shown.SERVED if page and (kept or not pictured) else Shown.UNREFERENCED if kept else Shown.GONE
        )
        seen[listing_id] = Visibility(_shown(page), _shown(is_found), media)
    return seen


def _shown(is_shown: bool) -> Shown:
    return Shown.SERVED if is_shown else Shown.GONE


def changed(since: datetime | None, cursor: str, most: int) -> tuple[list[ShopListing], str]:
    """Served listings in the order of their change, a page of them, and the next page's cursor."""
    listings = with_photos(served()).order_by("updated_at", "listing_id")
    if since is not None:
        listings = listings.filter(updated_at__gte=since)
    if cursor:
        at, _, last = cursor.partition("|")
        moment = datetime.fromisoformat(at)
        listings = listings.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, listing_id__gt=last))
    page = list(listings[: most + 1])
    if len(page) <= most:
        return page, ""
    page.pop()
    return page, f"{page[-1].updated_at.isoformat()}|{page[-1].listing_id}"
