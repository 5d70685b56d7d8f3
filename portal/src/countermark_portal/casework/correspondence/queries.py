"""Reads of messages: each side its own thread, internal notes the desk alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from countermark_portal.casework.correspondence.actions import Audience, Side
from countermark_portal.casework.correspondence.models import Message
from countermark_portal.parties.models import Person
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """A message as its readers see it. `by`: who wrote it, by name for the desk alone."""

    at: datetime
    side: str
    audience: str
    text: str
    by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A case in which a party wrote last."""

    case: str
    title: str
    side: str
    text: str
    at: datetime


def visible_to(actor: Actor) -> QuerySet[Message]:
    """The messages that an actor may read: all for the desk, else the thread of their own side."""
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return Message.objects.all()
    if actor.capacity is Capacity.SELLER:
        return Message.objects.filter(case=actor.link, audience=Audience.SELLER)
    of_notifier = Message.objects.filter(audience=Audience.NOTIFIER)
    if actor.capacity is Capacity.NOTIFIER:
        return of_notifier.filter(case__items__notice=actor.link).distinct()
    if actor.organisation is not None:
        return of_notifier.filter(case__brand__organisation=actor.organisation)
    return Message.objects.none()


def of_case(actor: Actor, case: UUID) -> tuple[MessageSeen, ...]:
    """The messages of a case that the actor may read, the first one first."""
    found = list(visible_to(actor).filter(case=case).order_by("at", "id"))
    desk = actor.kind is OrganisationKind.OPERATOR
    names = _names(one.written_by for one in found if one.side == Side.DESK) if desk else {}
    return tuple(
        MessageSeen(
            one.at,
            one.side,
            one.audience,
            one.text,
            names.get(one.written_by, ""),
            one.written_by == actor.id,
        )
        for one in found
    )


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Person.objects.filter(id__in=set(ids)).values_list("id", "name"))


def unanswered(actor: Actor, *, most: int = 50) -> tuple[Unanswered, ...]:
    """Threads in which a party wrote last, the oldest first: these wait for the desk whatever the case's state."""
    threads = visible_to(actor).exclude(audience=Audience.INTERNAL)
    last = threads.order_by("case", "audience", "-at", "-id").distinct("case", "audience").values("id")
    waiting = Message.objects.filter(id__in=last, side=F("audience")).select_related("case__listing")
    return tuple(
        Unanswered(
            one.case.reference,
            one.case.listing.title or one.case.listing.listing_id,
            one.side,
            one.text,
            one.at,
        )
        for one in waiting.order_by("at")[:most]
    )
