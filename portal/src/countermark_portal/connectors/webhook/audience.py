"""Which events an organisation is told of, and what: thin, without personal values. Details are fetched by the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence import queries as correspondence
from countermark_portal.casework.notices import queries as notices
from countermark_portal.casework.notices.models import Notice
from countermark_portal.casework.statements import queries as statements
from countermark_portal.ledger.models import Event
from countermark_portal.parties.rules import Actor, OrganisationKind

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    # kind of event: what of its facts is told
    "notice.triaged": (),
    "notice.withdrawn": ("whole",),
    "case.moved": ("from", "to"),
    "decision.made": ("decision", "outcome", "reason"),
    "measure.settled": ("kind",),
    "measure.undone": ("kind",),
    "letter.issued": ("letter", "kind", "to"),
    "counter_notice.received": ("ground",),
    "appeal.opened": ("appeal", "side"),
    "appeal.ended": ("appeal", "outcome"),
    "message.written": ("side",),
}
"""What can be listened for."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and what is told of it."""

    event: Event
    data: Mapping[str, Any]


def told(actor: Actor, events: Sequence[Event]) -> list[Told]:
    """Those of the events that an organisation may know of, with what it is told."""
    subjects = {event.subject for event in events}
    of_cases = (
        cases.visible_to(actor).filter(id__in=subjects).select_related("marketplace", "listing", "seller")
    )
    by_case = {case.id: case for case in of_cases}
    by_notice = {notice.id: notice for notice in notices.visible_to(actor).filter(id__in=subjects)}
    hidden = _hidden(actor, events)
    found = []
    for event in events:
        case, notice = by_case.get(event.subject), by_notice.get(event.subject)
        if (case or notice) and event.id not in hidden:
            found.append(Told(event, _data(actor, event, case, notice)))
    return found


def _hidden(actor: Actor, events: Sequence[Event]) -> set[UUID]:
    """Letters and messages to others, and notes that nobody outside the desk reads."""
    letters = {str(e.body["letter"]): e.id for e in events if e.kind == "letter.issued"}
    messages = {str(e.body["message"]): e.id for e in events if e.kind == "message.written"}
    seen = statements.visible_to(actor).filter(id__in=letters).values_list("id", flat=True)
    read = correspondence.visible_to(actor).filter(id__in=messages).exclude(audience="internal")
    shown = {str(one) for one in [*seen, *read.values_list("id", flat=True)]}
    return {event for one, event in (letters | messages).items() if one not in shown}


def _data(actor: Actor, event: Event, case: Case | None, notice: Notice | None) -> Mapping[str, Any]:
    data: dict[str, Any] = {name: event.body[name] for name in KINDS[event.kind] if name in event.body}
    if notice is not None:
        data["notice"] = notice.reference
    if case is not None:
        data["case"] = case.reference
        data["marketplace"] = case.marketplace.slug
        data["listing"] = case.listing.listing_id
        if actor.kind is OrganisationKind.OPERATOR:
            # The marketplace's own programs find the seller to whom they show it.
            data["seller"] = case.seller.seller_id if case.seller else None
    return data
