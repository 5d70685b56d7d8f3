"""What happens when time has run out: silence restores, holds end, people are told, strikes become final."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from countermark_portal.casework.appeals import hearing, telling
from countermark_portal.casework.appeals.facts import WINDOWS
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.cases.rules import Move, State, after
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.enforcement import actions as enforcement
from countermark_portal.casework.standing.models import Strike
from countermark_portal.casework.standing.rules import points_for
from countermark_portal.casework.statements import issuing
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import AtEnd, ClockKind


def run(*, actor: Actor, now: datetime) -> int:
    """Do what is due by now; how many clocks had run out."""
    permit(actor, Permission.RUN_CLOCKS)
    with transaction.atomic():
        ended = cases.run_out(now=now)
        for deadline in ended:
            _end(actor, now, deadline)
        entries = [Entry("case.deadline_run_out", one.case_id, {"clock": one.kind}) for one in ended]
        ledger.record(actor=actor, now=now, entries=entries)
    with transaction.atomic():
        _end_holds(actor, now)
    return len(ended)


def _end(actor: Actor, now: datetime, deadline: Deadline) -> None:
    case = cases.locked(deadline.case_id)
    kind = ClockKind(deadline.kind)
    if kind in WINDOWS and deadline.at_end == AtEnd.RESTORE:
        waiting = Appeal.objects.select_for_update(of=("self",)).filter(case=case, outcome="").first()
        if waiting is not None and case.state == State.CONTESTED:
            hearing.restore_by_policy(actor=actor, now=now, appeal=waiting)
    elif kind is ClockKind.COUNTER_NOTICE:
        _strike(actor, now, case)
    elif kind is ClockKind.APPEAL:
        pass  # the decision stands for good; there is nothing left to do
    elif after(State(case.state), Move.TO_PERSON) is not None:
        cases.note_why(case, ["CLOCK-RUN-OUT"])
        cases.move(actor=actor, now=now, moves=[(case, Move.TO_PERSON)])
    else:
        # A clock of the desk itself: the case goes to the top of the queue, and the page says why.
        case.priority += 50
        cases.note_why(case, ["CLOCK-RUN-OUT"])
        case.save(update_fields=["priority", "why_person"])
        deadline.escalated_at = now
        deadline.save(update_fields=["escalated_at"])


def _strike(actor: Actor, now: datetime, case: Case) -> None:
    """The seller did not answer in time: the decision is final, and its points count from now on."""
    decision = (
        Decision.objects.filter(case=case, outcome=Outcome.RESTRICT, superseded_by=None, strike=None)
        .select_related("case__seller", "case__marketplace", "case__brand")
        .first()
    )
    if decision is None or decision.case.seller is None:
        return
    policy = active(decision.case.marketplace.profile)
    reason = policy.reasons.get(decision.reason)
    points = points_for(reason, policy) if reason else 0
    if not points:
        return
    Strike.objects.create(
        seller=decision.case.seller,
        decision=decision,
        holder_id=decision.case.holder,
        reason=decision.reason,
        points=points,
        at=now,
        expires_at=now + timedelta(days=policy.ladder.expires_days),
    )
    body = {"points": points, "reason": decision.reason}
    ledger.record(actor=actor, now=now, entries=[Entry("strike.given", decision.case_id, body)])


def _end_holds(actor: Actor, now: datetime) -> None:
    """Every hold ends by itself; who was asked is told."""
    for measure in enforcement.ending(now):
        case = cases.locked(measure.case_id)
        undone = enforcement.undo(actor=actor, now=now, cases=[case], decision=measure.decision_id)
        if undone:
            issuing.issue(actor=actor, now=now, letters=[telling.hold_ended(case, now)])
