"""Opening cases, moving them between states, claiming them, running their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.cases import rules
from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.cases.rules import Move, State
from countermark_portal.catalogue.models import Listing
from countermark_portal.errors import NotFound, Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import ids, rows
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.models import Person
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.calendars import due
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import ClockKind
from countermark_portal.registry.models import Brand

CLAIM: Final = timedelta(minutes=30)
"""How long a case stays with who claimed it and does nothing about it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to be opened, or found open: what it is about, and how urgent it is."""

    listing: Listing
    brand: Brand | None
    policy: str
    priority: int = 0


def open_cases(*, actor: Actor, now: datetime, openings: Sequence[Opening]) -> list[Case]:
    """The open case of each listing and brand, opened where there is none. Inside the caller's transaction."""
    listings = [opening.listing.id for opening in openings]
    standing = Case.objects.select_for_update(of=("self",)).filter(listing__in=listings)
    found = {(case.listing_id, case.brand_id): case for case in standing.exclude(state__in=rules.DONE)}
    new: dict[tuple[UUID, UUID | None], Case] = {}
    for opening in openings:
        key = (opening.listing.id, opening.brand.id if opening.brand else None)
        if key not in found and key not in new:
            new[key] = _case(opening, now)
    Case.objects.bulk_create(new.values())
    ledger.record(actor=actor, now=now, entries=[Entry("case.opened", case.id) for case in new.values()])
    found |= new
    return [found[(o.listing.id, o.brand.id if o.brand else None)] for o in openings]


def _case(opening: Opening, now: datetime) -> Case:
    number = ids.new()
    return Case(
        id=number,
        reference=ids.reference("CASE", number),
        marketplace=opening.listing.marketplace,
        listing=opening.listing,
        seller=opening.listing.seller,
        brand=opening.brand,
        policy=opening.policy,
        priority=opening.priority,
        opened_at=now,
        changed_at=now,
    )


def move(*, actor: Actor, now: datetime, moves: Sequence[tuple[Case, Move]]) -> None:
    """Move cases. A move that cannot be made from where a case stands changes nothing and raises `Stale`."""
    entries = []
    for case, how in moves:
        target = rules.after(State(case.state), how)
        if target is None:
            raise Stale(
                f"{case.reference} is {case.state}: it cannot {how.replace('_', ' ')} any more",
                mend="look at the case again; somebody else may have been faster",
            )
        entries.append(Entry("case.moved", case.id, {"from": case.state, "to": target, "by": how}))
        case.state, case.changed_at = target, now
        case.claimed_by, case.claimed_until = None, None
    fields = ["state", "changed_at", "claimed_by", "claimed_until", "why_person"]
    rows.save([case for case, _ in moves], fields)
    ledger.record(actor=actor, now=now, entries=entries)


def locked(case: UUID) -> Case:
    """The case, locked until the transaction ends: two who decide at once come one after the other."""
    found = Case.objects.select_for_update(of=("self",)).filter(id=case).first()
    if found is None:
        raise NotFound("there is no such case")
    return found


def claim(*, actor: Actor, now: datetime, case: UUID) -> Case:
    """Take a case: for half an hour nobody else can."""
    permit(actor, Permission.CLAIM_CASE)
    with transaction.atomic():
        found = locked(case)
        if found.state not in rules.WAITING_FOR_DESK:
            raise Refused(f"{found.reference} is {found.state}: nothing waits for the desk")
        mine = found.claimed_by_id == actor.id
        if found.claimed_by_id and not mine and found.claimed_until and found.claimed_until > now:
            who = Person.objects.get(id=found.claimed_by_id).name
            raise Stale(f"{who} works on {found.reference} until {found.claimed_until:%H:%M} UTC")
        found.claimed_by_id, found.claimed_until = actor.id, now + CLAIM
        found.save(update_fields=["claimed_by", "claimed_until"])
        if not mine:
            ledger.record(actor=actor, now=now, entries=[Entry("case.claimed", found.id)])
    return found


def start_clocks(
    *,
    now: datetime,
    policy: Policy,
    cases: Sequence[Case],
    kinds: Sequence[ClockKind],
    safety_critical: bool = False,
) -> list[Deadline]:
    """Start clocks of cases. Inside the caller's transaction."""
    made = []
    for kind in kinds:
        clock = policy.clock(kind)
        at = due(now, clock, policy.calendar)
        made += [
            Deadline(
                case=case,
                kind=kind,
                started_at=now,
                due_at=at.at,
                calendar=at.calendar_version,
                at_end=clock.end(safety_critical=safety_critical),
            )
            for case in cases
        ]
    return Deadline.objects.bulk_create(made)


def stop_clocks(
    *, now: datetime, cases: Sequence[Case], kinds: Sequence[ClockKind], how: str = "met"
) -> None:
    """Stop running clocks of cases: met, or dropped because they no longer matter."""
    running = Deadline.objects.filter(case__in=cases, kind__in=list(kinds), ended_at=None)
    running.update(ended_at=now, how=how)


def run_out(*, now: datetime, most: int = 500) -> list[Deadline]:
    """Take clocks that have run out, each once. Inside the caller's transaction."""
    waiting = Deadline.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
    ended = list(waiting.filter(ended_at=None, due_at__lte=now).order_by("due_at")[:most])
    for deadline in ended:
        deadline.ended_at, deadline.how = now, "run_out"
    rows.save(ended, ["ended_at", "how"])
    return ended


def note_why(case: Case, codes: Sequence[str]) -> None:
    """Note, on the case in hand, why a person must look; `move` writes it."""
    case.why_person = [*dict.fromkeys([*case.why_person, *codes])]
