"""Asking for measures and for their undoing. What is asked is carried out by a job, and done when it is seen done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.enforcement.models import Measure, Order
from countermark_portal.casework.enforcement.rules import (
    DEADLINE,
    IN_FORCE,
    MeasureState,
    OrderState,
    Substitutes,
    possible,
)
from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import rows
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.rules import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure that a decision asks for; `until`: when it ends by itself."""

    case: Case
    decision: UUID
    kind: str
    until: datetime | None = None


def ask(*, actor: Actor, now: datetime, wanted: Sequence[Wanted], substitutes: Substitutes) -> list[Measure]:
    """Ask for measures, each on its marketplace or, where that cannot do it, for the policy's substitute.

    Inside the transaction of the decision, whose verb was permitted.
    """
    can: dict[UUID, frozenset[MeasureKind]] = {}
    measures: list[Measure] = []
    for one in wanted:
        marketplace = one.case.marketplace
        if marketplace.id not in can:
            can[marketplace.id] = marketplace.port.capabilities
        measures.append(_measure(one, now, possible(one.kind, can[marketplace.id], substitutes)))
    Measure.objects.bulk_create(measures)
    Order.objects.bulk_create(
        _order(measure, "apply", measure.decision_id, now)
        for measure in measures
        if measure.state != MeasureState.TASK
    )
    entries = [
        Entry(
            "measure.stuck" if measure.state == MeasureState.TASK else "measure.asked",
            measure.case_id,
            {"measure": str(measure.id), "kind": measure.kind, "instead_of": measure.instead_of},
        )
        for measure in measures
    ]
    ledger.record(actor=actor, now=now, entries=entries)
    return measures


def _measure(one: Wanted, now: datetime, kind: MeasureKind | None) -> Measure:
    chosen: str = kind or one.kind
    return Measure(
        case=one.case,
        decision_id=one.decision,
        kind=chosen,
        instead_of=one.kind if kind not in {None, one.kind} else "",
        marketplace=one.case.marketplace,
        seller=one.case.seller,
        listing=one.case.listing if chosen in OF_LISTING else None,
        state=MeasureState.ASKED if kind else MeasureState.TASK,
        asked_at=now,
        until=one.until,
    )


def _order(measure: Measure, verb: str, decision: UUID | None, now: datetime) -> Order:
    return Order(
        measure=measure, verb=verb, decision_id=decision, next_at=now, deadline=now + DEADLINE, asked_at=now
    )


def undo(*, actor: Actor, now: datetime, cases: Sequence[Case], decision: UUID | None) -> list[Measure]:
    """Ask for the undoing of everything that is in force in these cases: all of it, in one transaction."""
    in_force = Measure.objects.select_for_update(of=("self",)).filter(case__in=cases, state__in=IN_FORCE)
    measures = list(in_force.select_related("marketplace"))
    by_hand = [measure for measure in measures if measure.state == MeasureState.TASK]
    for measure in measures:
        measure.state = MeasureState.UNDO_ASKED
    for measure in by_hand:
        # Nothing was done by us, so that there is nothing for us to undo: who has the task is told.
        measure.state, measure.undone_at = MeasureState.UNDONE, now
    rows.save(measures, ["state", "undone_at"])
    Order.objects.bulk_create(
        _order(measure, "undo", decision, now)
        for measure in measures
        if measure.state == MeasureState.UNDO_ASKED
    )
    # An order to apply that was never carried out must not come after the order to undo.
    Order.objects.filter(measure__in=measures, verb="apply", state=OrderState.ASKED, attempts=0).update(
        state=OrderState.SETTLED, answer="undone before it was carried out", settled_at=now
    )
    entries = [
        Entry("measure.undo_asked", measure.case_id, {"measure": str(measure.id), "kind": measure.kind})
        for measure in measures
    ]
    ledger.record(actor=actor, now=now, entries=entries)
    return measures


def ending(now: datetime, most: int = 500) -> list[Measure]:
    """Measures whose time is over and that still stand: holds end by themselves."""
    return list(
        Measure.objects.filter(until__lte=now, state__in=IN_FORCE)
        .select_related("case")
        .order_by("until")[:most]
    )
