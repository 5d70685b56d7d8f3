"""Reads of cases, each through `visible_to(actor)`: the desk's queue, and what a case's page shows of the case itself.

Everything is handed on as plain values: a template that is given rows asks the database for nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Min, Q, QuerySet

from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.cases.rules import State
from countermark_portal.errors import NotFound
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind
from countermark_portal.policies.terms import ClockKind

MOST: Final = 100
"""Rows that a page of the queue shows: more than anybody works through before looking again."""


class Wait(StrEnum):
    """What of the desk a case waits for."""

    DECISION = "decision"
    SECOND = "second"
    HEARING = "hearing"


_HEARABLE: Final = Q(appeals__outcome="") & (
    Q(appeals__counter_notice=None) | Q(appeals__counter_notice__for_person=True)
)
_WAITS: Final[Mapping[Wait, Q]] = {
    Wait.DECISION: Q(state=State.REVIEW),
    Wait.SECOND: Q(state=State.APPROVAL),
    # While the rights holder may still reply to a counter-notice, nobody of the desk has anything to do.
    Wait.HEARING: Q(state=State.CONTESTED) & _HEARABLE,
}
_BY_STATE: Final = {State.REVIEW: Wait.DECISION, State.APPROVAL: Wait.SECOND, State.CONTESTED: Wait.HEARING}
_NOT_OURS: Final = (ClockKind.APPEAL, ClockKind.COUNTER_NOTICE)
"""Clocks of the parties: their end asks nothing of the desk."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that an actor may read: all for operator and system, else their own or the one that a link opens."""
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return Case.objects.all()
    if actor.capacity is Capacity.SELLER and actor.link is not None:
        return Case.objects.filter(id=actor.link)
    if actor.capacity is Capacity.NOTIFIER:
        return Case.objects.filter(id__in=Case.objects.filter(items__notice=actor.link).values("id"))
    if actor.organisation is not None:
        return Case.objects.filter(brand__organisation=actor.organisation)
    return Case.objects.none()


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock: which, when it is due, by which calendar, what its end does."""

    kind: str
    due_at: datetime
    calendar: str
    at_end: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for the desk."""

    reference: str
    wait: Wait
    title: str
    listing_id: str
    marketplace: str
    brand: str
    reason: str
    why: tuple[str, ...]
    priority: int
    due_at: datetime | None
    opened_at: datetime
    claimed_by: str
    claimed_until: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what waits: its rows, how many there are of each kind, and the brands that one can choose."""

    rows: tuple[Waiting, ...]
    counts: Mapping[Wait, int]
    brands: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        """All that waits, whatever was chosen."""
        return sum(self.counts.values())


def queue(
    actor: Actor, now: datetime, *, wait: Wait | None = None, brand: str = "", most: int = MOST
) -> Queue:
    """What waits for the desk: the most urgent first, then what is due first."""
    all_visible = visible_to(actor)
    counts = {one: all_visible.filter(where).distinct().count() for one, where in _WAITS.items()}
    chosen = _WAITS[wait] if wait else _WAITS[Wait.DECISION] | _WAITS[Wait.SECOND] | _WAITS[Wait.HEARING]
    ids = all_visible.filter(chosen).values("id")
    found = Case.objects.filter(id__in=ids)
    brands = tuple(
        (slug, name)
        for slug, name in found.order_by("brand__name").values_list("brand__slug", "brand__name").distinct()
        if slug and name
    )
    if brand:
        found = found.filter(brand__slug=brand)
    running = Q(deadlines__ended_at=None) & ~Q(deadlines__kind__in=_NOT_OURS)
    rows = (
        found.annotate(due=Min("deadlines__due_at", filter=running))
        .select_related("listing", "marketplace", "brand", "claimed_by")
        .prefetch_related("items__notice")
        .order_by("-priority", "due", "opened_at")
    )
    return Queue(tuple(_waiting(case, actor, now) for case in rows[:most]), counts, brands)


def _waiting(case: Any, actor: Actor, now: datetime) -> Waiting:
    claimed = case.claimed_by is not None and case.claimed_until is not None and case.claimed_until > now
    items = sorted(case.items.all(), key=lambda item: item.id)
    return Waiting(
        reference=case.reference,
        wait=_BY_STATE[State(case.state)],
        title=case.listing.title or case.listing.listing_id,
        listing_id=case.listing.listing_id,
        marketplace=case.marketplace.name,
        brand=case.brand.name if case.brand else "",
        reason=items[0].notice.reason if items else "",
        why=tuple(case.why_person),
        priority=case.priority,
        due_at=case.due,
        opened_at=case.opened_at,
        claimed_by=case.claimed_by.name if claimed else "",
        claimed_until=case.claimed_until if claimed else None,
        is_mine=claimed and case.claimed_by_id == actor.id,
    )


def find(actor: Actor, reference: str) -> Case:
    """A case by its reference, with what it is about."""
    found = _full(visible_to(actor)).filter(reference=reference).first()
    if found is None:
        raise NotFound(f"there is no case {reference} that you may see")
    return found


def linked(actor: Actor) -> Case:
    """The case that a seller's link opens."""
    found = _full(visible_to(actor)).first() if actor.capacity is Capacity.SELLER else None
    if found is None:
        raise NotFound("this link opens no case", mend="open it from the letter again")
    return found


def _full(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related(
        "listing", "marketplace", "brand__organisation", "seller__contact__key", "claimed_by"
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on a case, until when."""

    name: str
    until: datetime
    is_mine: bool


def claim(case: Case, actor: Actor, now: datetime) -> Claim | None:
    """Who works on a case now."""
    if case.claimed_by is None or case.claimed_until is None or case.claimed_until <= now:
        return None
    return Claim(case.claimed_by.name, case.claimed_until, case.claimed_by_id == actor.id)


def clocks(case: Case) -> tuple[Clock, ...]:
    """The running clocks of a case, the next one first."""
    running = Deadline.objects.filter(case=case, ended_at=None).order_by("due_at")
    return tuple(Clock(one.kind, one.due_at, one.calendar, one.at_end, one.started_at) for one in running)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another case of the same seller."""

    reference: str
    title: str
    brand: str
    state: str
    opened_at: datetime


def others_of_seller(actor: Actor, case: Case, *, most: int = 8) -> tuple[Earlier, ...]:
    """Other cases of the seller, the latest first."""
    if case.seller_id is None:
        return ()
    others = visible_to(actor).filter(seller=case.seller_id).exclude(id=case.id)
    return tuple(
        Earlier(
            one.reference,
            one.listing.title or one.listing.listing_id,
            one.brand.name if one.brand else "",
            one.state,
            one.opened_at,
        )
        for one in others.select_related("listing", "brand").order_by("-opened_at")[:most]
    )
