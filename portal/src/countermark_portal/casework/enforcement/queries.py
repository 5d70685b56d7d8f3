"""Reads of measures: what was asked of the marketplace, what a buyer saw afterwards, what is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.enforcement.models import Measure, Order
from countermark_portal.casework.enforcement.rules import MeasureState, OrderState
from countermark_portal.parties.rules import Actor


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """One effect asked of the marketplace. `seen`: page, search and media, as a buyer saw them when last looked."""

    verb: str
    state: str
    seen: Mapping[str, str]
    answer: str
    attempts: int
    asked_at: datetime
    settled_at: datetime | None
    deadline: datetime


@dataclass(frozen=True, slots=True)
class MeasureSeen:
    """A measure of a case, with its orders."""

    kind: str
    instead_of: str
    state: str
    asked_at: datetime
    until: datetime | None
    settled_at: datetime | None
    undone_at: datetime | None
    orders: tuple[OrderSeen, ...]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A measure that a person must see to: the marketplace cannot, or did not in time."""

    case: str
    title: str
    listing_id: str
    brand: str
    brand_slug: str
    marketplace: str
    kind: str
    verb: str
    answer: str
    seen: Mapping[str, str]
    since: datetime


def of_case(actor: Actor, case: Case) -> tuple[MeasureSeen, ...]:
    """The measures of a case, the first one first."""
    visible = cases.visible_to(actor).filter(id=case.id)
    found = Measure.objects.filter(case__in=visible).prefetch_related("orders").order_by("asked_at", "id")
    return tuple(
        MeasureSeen(
            kind=one.kind,
            instead_of=one.instead_of,
            state=one.state,
            asked_at=one.asked_at,
            until=one.until,
            settled_at=one.settled_at,
            undone_at=one.undone_at,
            orders=tuple(
                _order(order) for order in sorted(one.orders.all(), key=lambda order: order.asked_at)
            ),
        )
        for one in found
    )


def _order(order: Order) -> OrderSeen:
    return OrderSeen(
        order.verb,
        order.state,
        order.seen,
        order.answer,
        order.attempts,
        order.asked_at,
        order.settled_at,
        order.deadline,
    )


def stuck(actor: Actor, *, brand: str = "", most: int = 100) -> tuple[Stuck, ...]:
    """Measures that are stuck, the oldest first."""
    tasks = Q(state=MeasureState.TASK) | Q(orders__state=OrderState.TASK)
    ids = (
        Measure.objects.filter(tasks, case__in=cases.visible_to(actor))
        .exclude(state=MeasureState.UNDONE)
        .values("id")
    )
    found = Measure.objects.filter(id__in=ids)
    if brand:
        found = found.filter(case__brand__slug=brand)
    related = ("case__listing", "case__brand", "marketplace")
    rows = found.select_related(*related).prefetch_related("orders").order_by("asked_at")[:most]
    return tuple(_stuck(measure) for measure in rows)


def _stuck(measure: Measure) -> Stuck:
    order = next((one for one in measure.orders.all() if one.state == OrderState.TASK), None)
    listing, brand = measure.case.listing, measure.case.brand
    return Stuck(
        case=measure.case.reference,
        title=listing.title or listing.listing_id,
        listing_id=listing.listing_id,
        brand=brand.name if brand else "",
        brand_slug=brand.slug if brand else "",
        marketplace=measure.marketplace.name,
        kind=measure.kind,
        verb=order.verb if order else "apply",
        answer=order.answer if order else "the marketplace cannot do this",
        seen=order.seen if order else {},
        since=order.deadline if order else measure.asked_at,
    )
