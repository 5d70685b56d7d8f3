"""Deciding: what follows from a decision is asked for, told and timed in its own transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions import telling
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import MOVES, Outcome
from countermark_portal.casework.enforcement import actions as enforcement
from countermark_portal.casework.enforcement.actions import Wanted
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.statements.restriction import Automation, Fact, Origin
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import ids
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.actions import keep
from countermark_portal.policies.calendars import due
from countermark_portal.policies.model import Policy
from countermark_portal.policies.queries import active_of
from countermark_portal.policies.terms import ClockKind, Measure
from countermark_portal.registry.models import Right

STARTS: Final = {
    Outcome.RESTRICT: (ClockKind.COUNTER_NOTICE, ClockKind.APPEAL),
    Outcome.UPHOLD: (ClockKind.APPEAL,),
    Outcome.DISMISS: (ClockKind.APPEAL,),
    Outcome.ASK: (ClockKind.SELLER_ANSWER,),
    Outcome.PROPOSE: (),
    Outcome.RESTORE: (),
}
"""Clocks that a decision starts."""
STOPS: Final = (
    ClockKind.TRIAGE,
    ClockKind.TRIAGE_PROVEN,
    ClockKind.TRIAGE_SAFETY_CRITICAL,
    ClockKind.HOLD,
    ClockKind.SELLER_ANSWER,
    ClockKind.COUNTER_NOTICE,
    ClockKind.APPEAL_DECISION,
)
"""Clocks that have no meaning any more once something was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision to be made: on which facts, for which reason, with which measures."""

    case: Case
    outcome: Outcome
    reason: str
    right: Right | None
    facts: tuple[Fact, ...]
    measures: tuple[str, ...] = ()
    own_words: str = ""
    origin: Origin = Origin.NOTICE
    automation: Automation = Automation.NOT_AUTOMATED
    automated_detection: bool = False
    notice_item: Any = None
    capture: Capture | None = None
    supersedes: Decision | None = None


def make(*, actor: Actor, now: datetime, proposals: Sequence[Proposal]) -> list[Decision]:
    """Make decisions and ask for all that follows. Inside the caller's transaction, which holds the cases locked."""
    permit(actor, Permission.DECIDE_BY_POLICY if actor.is_system else Permission.DECIDE)
    by_profile: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_profile[proposal.case.marketplace.profile].append(proposal)
    made: list[Decision] = []
    policies = active_of(by_profile)
    keep(now=now, policies=policies.values())
    for profile, some in by_profile.items():
        made += _under(policies[profile], some, actor, now)
    return made


def _under(policy: Policy, proposals: Sequence[Proposal], actor: Actor, now: datetime) -> list[Decision]:
    decisions = Decision.objects.bulk_create(_decision(one, policy, actor, now) for one in proposals)
    cases.move(actor=actor, now=now, moves=[(one.case, MOVES[one.outcome]) for one in proposals])
    _time(policy, proposals, now)
    wanted = [
        Wanted(one.case, decision.id, kind, _until(one, policy, now))
        for one, decision in zip(proposals, decisions, strict=True)
        if one.outcome in {Outcome.RESTRICT, Outcome.ASK}
        for kind in one.measures
        if kind != Measure.STOCK_HOLD or one.case.marketplace.settings.get("holds_stock")
    ]
    measures = enforcement.ask(actor=actor, now=now, wanted=wanted, substitutes=policy.substitutes.instead)
    for one, decision in zip(proposals, decisions, strict=True):
        if one.outcome is Outcome.RESTORE:
            enforcement.undo(actor=actor, now=now, cases=[one.case], decision=decision.id)
    entries = [
        Entry(
            "decision.made",
            decision.case_id,
            {
                "decision": decision.reference,
                "outcome": decision.outcome,
                "reason": decision.reason,
                "policy": policy.id,
            },
        )
        for decision in decisions
    ]
    ledger.record(actor=actor, now=now, entries=entries)
    telling.tell(actor=actor, now=now, policy=policy, decisions=decisions, measures=measures)
    return decisions


def _decision(one: Proposal, policy: Policy, actor: Actor, now: datetime) -> Decision:
    number = ids.new()
    return Decision(
        id=number,
        reference=ids.reference("DEC", number),
        case=one.case,
        outcome=one.outcome,
        reason=one.reason,
        right=one.right,
        facts=[{"code": fact.code, "slots": dict(fact.slots)} for fact in one.facts],
        own_words=one.own_words,
        measures=list(one.measures),
        policy=policy.id,
        automation=one.automation,
        automated_detection=one.automated_detection,
        origin=one.origin,
        notice_item=one.notice_item,
        capture=one.capture,
        supersedes=one.supersedes,
        made_by=actor.id,
        at=now,
    )


def _until(one: Proposal, policy: Policy, now: datetime) -> datetime | None:
    """A hold, and whatever stands in for one while the seller is asked, ends by itself."""
    if one.outcome is not Outcome.ASK:
        return None
    return due(now, policy.clock(policy.hold.clock), policy.calendar).at


def _time(policy: Policy, proposals: Sequence[Proposal], now: datetime) -> None:
    cases.stop_clocks(now=now, cases=[one.case for one in proposals], kinds=STOPS)
    by_outcome: dict[Outcome, list[Case]] = defaultdict(list)
    for one in proposals:
        by_outcome[one.outcome].append(one.case)
    for outcome, some in by_outcome.items():
        cases.start_clocks(now=now, policy=policy, cases=some, kinds=STARTS[outcome])
