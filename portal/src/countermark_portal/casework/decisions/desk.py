"""What reviewers of the desk decide: one case at a time, never twice, a second person where the matter is grave."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions import actions
from countermark_portal.casework.decisions.actions import Proposal
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome, needs_second
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.statements.restriction import Automation, Fact, Origin
from countermark_portal.errors import Refused, Stale
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import Tier


def decide(
    *, actor: Actor, now: datetime, case: UUID, outcome: Outcome, own_words: str, facts: tuple[Fact, ...] = ()
) -> Decision:
    """Decide a case that waits for a person. Grave decisions become a proposal that a second person approves."""
    permit(actor, Permission.DECIDE)
    with transaction.atomic():
        found = cases.locked(case)
        _refuse_taken(found, actor, now)
        if found.state != State.REVIEW:
            raise Stale(f"{found.reference} is {found.state}: it does not wait for a first decision")
        proposal = _proposal(found, outcome, own_words, facts)
        if outcome is Outcome.RESTRICT and _needs_second(found, proposal):
            proposal = replace(proposal, outcome=Outcome.PROPOSE)
        [decision] = actions.make(actor=actor, now=now, proposals=[proposal])
    return decision


def approve(*, actor: Actor, now: datetime, case: UUID, agrees: bool, own_words: str = "") -> Decision:
    """Agree to a proposal, as another and senior person, or dismiss the case."""
    with transaction.atomic():
        found = cases.locked(case)
        proposed = Decision.objects.filter(case=found, outcome=Outcome.PROPOSE).order_by("-at").first()
        if found.state != State.APPROVAL or proposed is None:
            raise Stale(f"{found.reference} is {found.state}: nothing waits for a second person")
        permit(actor, Permission.APPROVE, proposed)
        proposal = Proposal(
            case=found,
            outcome=Outcome.RESTRICT if agrees else Outcome.DISMISS,
            reason=proposed.reason,
            right=proposed.right,
            facts=tuple(Fact(fact["code"], fact["slots"]) for fact in proposed.facts),
            measures=tuple(proposed.measures) if agrees else (),
            own_words=own_words or proposed.own_words,
            origin=Origin(proposed.origin),
            notice_item=proposed.notice_item,
            capture=proposed.capture,
            supersedes=proposed,
        )
        [decision] = actions.make(actor=actor, now=now, proposals=[proposal])
    return decision


def _refuse_taken(case: Case, actor: Actor, now: datetime) -> None:
    """Two at once: one has the case, the other is told who."""
    by, until = case.claimed_by, case.claimed_until
    if by is not None and by.id != actor.id and until is not None and until > now:
        raise Stale(f"{by.name} works on {case.reference} until {until:%H:%M} UTC")


def _proposal(case: Case, outcome: Outcome, own_words: str, facts: tuple[Fact, ...]) -> Proposal:
    item = case.items.select_related("notice__right").order_by("triaged_at").first()
    if outcome is not Outcome.DISMISS and not (own_words.strip() or facts):
        raise Refused("a decision needs its facts", mend="choose what you saw, or say it in your own words")
    policy = active(case.marketplace.profile)
    reason = item.notice.reason if item else ""
    rule = policy.reasons.get(reason)
    measure = rule.measure(Tier.STANDARD) if rule else None
    return Proposal(
        case=case,
        outcome=outcome,
        reason=reason,
        right=item.notice.right if item else None,
        facts=facts,
        measures=(measure,) if measure and outcome is not Outcome.DISMISS else (),
        own_words=own_words,
        origin=Origin.NOTICE if item else Origin.OWN_INITIATIVE,
        automation=Automation.NOT_AUTOMATED,
        notice_item=item,
        capture=Capture.objects.filter(listing=case.listing).order_by("-at").first(),
    )


def _needs_second(case: Case, proposal: Proposal) -> bool:
    codes = set(case.why_person)
    return needs_second(
        frozenset(proposal.measures),
        safety_critical=case.priority >= 20,
        prominent="PROMINENT-SELLER" in codes,
    )
