"""Hearing an appeal: a new decision by another person, and all that follows from it in the same transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from countermark_portal.casework.appeals import telling
from countermark_portal.casework.appeals.facts import Consequences, Outcome, Side, StrikeFate
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.appeals.rules import follows
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.decisions import actions as decisions
from countermark_portal.casework.decisions.actions import Proposal
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.casework.standing.models import SafeConduct, Strike
from countermark_portal.casework.statements import issuing
from countermark_portal.casework.statements.restriction import Automation, Fact, Origin
from countermark_portal.errors import NotFound, Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.queries import active


def hear(
    *,
    actor: Actor,
    now: datetime,
    appeal: UUID,
    outcome: Outcome,
    own_words: str,
    verified_invoice: bool = False,
) -> Decision:
    """Decide an appeal. Who had a hand in the decision appealed against is refused."""
    with transaction.atomic():
        found = Appeal.objects.select_for_update(of=("self",)).filter(id=appeal).first()
        if found is None:
            raise NotFound("there is no such appeal")
        permit(actor, Permission.HEAR_APPEAL, found)
        if found.outcome:
            raise Stale(f"{found.reference} was decided already: {found.outcome}")
        waits = found.counter_notice
        if waits is not None and not waits.for_person:
            raise Refused(
                f"{found.reference}: the rights holder may still reply to the counter-notice",
                mend="if it stays silent, the listing is restored by itself",
            )
        return _decided(actor, now, found, outcome, own_words=own_words, verified_invoice=verified_invoice)


def restore_by_policy(*, actor: Actor, now: datetime, appeal: Appeal) -> Decision:
    """What the holder's silence does, or its giving in. Inside the caller's transaction, by the system."""
    permit(actor, Permission.DECIDE_BY_POLICY)
    return _decided(actor, now, appeal, Outcome.REVERSED, own_words="", verified_invoice=False)


def _decided(
    actor: Actor, now: datetime, appeal: Appeal, outcome: Outcome, *, own_words: str, verified_invoice: bool
) -> Decision:
    case = cases.locked(appeal.case_id)
    side, of = Side(appeal.side), appeal.of
    then = follows(outcome, side, has_notifier=of.notice_item is not None, verified_invoice=verified_invoice)
    decision = _decide(actor, now, appeal, then, own_words)
    appeal.outcome, appeal.decision, appeal.ended_at = outcome, decision, now
    appeal.save(update_fields=["outcome", "decision", "ended_at"])
    if then.strike is StrikeFate.ERASED:
        _erase_strikes(actor, now, appeal, decision)
    if then.safe_conduct and case.seller is not None:
        SafeConduct.objects.create(
            seller=case.seller,
            right=of.right,
            listing_id=case.listing.listing_id,
            facts=_digest(of),
            appeal=appeal,
            provenance=then.provenance_pass,
        )
    body = {"appeal": appeal.reference, "outcome": outcome, "decision": decision.reference}
    ledger.record(actor=actor, now=now, entries=[Entry("appeal.ended", case.id, body)])
    policy = active(case.marketplace.profile)
    letters = telling.appeal_outcome(appeal, decision, now, policy, then.tell, by_silence=actor.is_system)
    issuing.issue(actor=actor, now=now, letters=letters)
    return decision


def _decide(actor: Actor, now: datetime, appeal: Appeal, then: Consequences, own_words: str) -> Decision:
    """The new decision, which supersedes the one appealed against."""
    of, by_seller = appeal.of, appeal.side == Side.SELLER
    reverses = then.restrict or then.undo != "none"
    if by_seller:
        outcome = Decided.RESTORE if reverses else Decided.UPHOLD
    else:
        outcome = Decided.RESTRICT if reverses else Decided.DISMISS
    machine = actor.is_system
    [decision] = decisions.make(
        actor=actor,
        now=now,
        proposals=[
            Proposal(
                case=appeal.case,
                outcome=outcome,
                reason=of.reason,
                right=of.right,
                facts=tuple(Fact(fact["code"], fact["slots"]) for fact in of.facts),
                measures=tuple(of.measures) if outcome is Decided.RESTRICT else (),
                own_words=own_words,
                origin=Origin(of.origin),
                automation=Automation.FULLY if machine else Automation.NOT_AUTOMATED,
                notice_item=of.notice_item,
                capture=of.capture,
                supersedes=of,
            )
        ],
    )
    return decision


def _erase_strikes(actor: Actor, now: datetime, appeal: Appeal, decision: Decision) -> None:
    strikes = list(Strike.objects.select_for_update().filter(decision__case=appeal.case, erased_at=None))
    for strike in strikes:
        strike.erased_at, strike.erased_by = now, decision
    Strike.objects.bulk_update(strikes, ["erased_at", "erased_by"])
    entries = [Entry("strike.erased", appeal.case_id, {"points": strike.points}) for strike in strikes]
    ledger.record(actor=actor, now=now, entries=entries)


def _digest(decision: Decision) -> str:
    said = {"reason": decision.reason, "facts": decision.facts}
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()
