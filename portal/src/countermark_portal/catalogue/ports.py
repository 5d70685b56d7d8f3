"""The port to a marketplace. A connector is a folder in `connectors` whose class fits `Marketplace`.

Every effect is asked under an idempotency key: asked twice, it happens once. What a marketplace cannot do it says in
`capabilities`; nobody finds out by trying. Nothing here is believed: after each effect `visible` is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from countermark_portal.errors import Misconfigured


class MeasureKind(StrEnum):
    """What can be done about a listing or a seller."""

    REMOVE = "remove"
    DISABLE = "disable"
    DEMOTE = "demote"
    HOLD = "hold"
    EDIT_REQUIRED = "edit_required"
    REMOVE_MEDIA = "remove_media"
    BLOCK_NEW_LISTINGS = "block_new_listings"
    PAYOUT_HOLD = "payout_hold"
    SUSPEND = "suspend"
    TERMINATE = "terminate"


OF_LISTING = frozenset(
    {
        MeasureKind.REMOVE,
        MeasureKind.DISABLE,
        MeasureKind.DEMOTE,
        MeasureKind.HOLD,
        MeasureKind.EDIT_REQUIRED,
        MeasureKind.REMOVE_MEDIA,
    }
)
"""Measures against one listing; the others are against a seller account."""
HIDING = frozenset(
    {MeasureKind.REMOVE, MeasureKind.DISABLE, MeasureKind.HOLD, MeasureKind.SUSPEND, MeasureKind.TERMINATE}
)
"""Measures after which a buyer must not find the listing any more."""


class Shown(StrEnum):
    """How a part of a listing is seen from outside."""

    SERVED = "served"
    UNREFERENCED = "unreferenced"
    """Still served to who knows its address, named on no page."""
    GONE = "gone"
    UNKNOWN = "unknown"
    """The marketplace did not answer, or cannot say."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """What a buyer sees of a listing: its page, search, its media."""

    page: Shown
    search: Shown
    media: Shown

    @property
    def is_gone(self) -> bool:
        """Whether a buyer can no longer find it."""
        hidden = {Shown.GONE, Shown.UNREFERENCED}
        return self.page is Shown.GONE and self.search is Shown.GONE and self.media in hidden

    @property
    def is_back(self) -> bool:
        """Whether a buyer finds it as before."""
        return self.page is Shown.SERVED and self.search is Shown.SERVED and self.media is not Shown.GONE


@dataclass(frozen=True, slots=True)
class Offer:
    """A listing as the marketplace gives it, at one moment. `raw` is what it answered, byte by byte."""

    listing_id: str
    title: str
    seller_id: str
    seller_name: str = ""
    seller_kind: str = "trader"
    description: str = ""
    brand: str = ""
    category: str = ""
    condition: str = "new"
    price: Decimal | None = None
    currency: str = ""
    gtin: str = ""
    url: str = ""
    language: str = "en"
    media: tuple[str, ...] = ()
    updated_at: datetime | None = None
    raw: bytes = b""
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Order:
    """One effect that is asked of a marketplace, on a listing (`listing_id`) or a seller account as a whole."""

    kind: MeasureKind
    seller_id: str
    listing_id: str = ""
    reason: str = ""
    until: datetime | None = None
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToSeller:
    """A message for a seller's inbox."""

    seller_id: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the marketplace answered: done, or why not; `permanent` if asking again is no use."""

    done: bool
    why: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """Bytes of a photo as the marketplace serves it."""

    url: str
    content: bytes
    content_type: str


class Marketplace(Protocol):
    """A marketplace, whatever it runs on."""

    @property
    def capabilities(self) -> frozenset[MeasureKind]:
        """The measures that it can carry out."""

    def get(self, listing_ids: Sequence[str]) -> Mapping[str, Offer]:
        """Listings as they are offered now; those that there are not are left out."""

    def list(self, *, since: datetime | None, cursor: str, most: int = 500) -> tuple[Sequence[Offer], str]:
        """Listings changed since, a page of them, and the cursor of the next page (empty: there is none)."""

    def fetch_media(self, url: str) -> Media | None:
        """The bytes of a photo of a listing."""

    def apply(self, orders: Mapping[str, Order]) -> Mapping[str, Outcome]:
        """Carry out measures, each under its idempotency key."""

    def undo(self, orders: Mapping[str, Order]) -> Mapping[str, Outcome]:
        """Undo the measures that were applied under these keys; what others still demand stays."""

    def visible(self, listing_ids: Sequence[str]) -> Mapping[str, Visibility]:
        """What a buyer sees of each listing now."""

    def message_sellers(self, messages: Mapping[str, ToSeller]) -> Mapping[str, Outcome]:
        """Put messages into sellers' own inboxes on the marketplace, each once under its key."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What a connector is made with: the marketplace's slug, its settings as the operator wrote them."""

    slug: str
    base_url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


Make = Callable[[Connection], Marketplace]
_connectors: dict[str, Make] = {}


def register(name: str, make: Make) -> None:
    """Make a connector known under its folder's name."""
    _connectors[name] = make


def connect(name: str, connection: Connection) -> Marketplace:
    """The marketplace behind a connection."""
    if name not in _connectors:
        raise Misconfigured(
            f"marketplace {connection.slug}: no such connector: {name}",
            mend="connectors are: " + ", ".join(sorted(_connectors)),
        )
    return _connectors[name](connection)
