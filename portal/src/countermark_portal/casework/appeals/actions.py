"""The seller's answer, the holder's reply to it, appeals of either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.appeals import for_holders, hearing, rules, telling
from countermark_portal.casework.appeals.facts import (
    WINDOWS,
    Answer,
    Forward,
    Lacking,
    Reply,
    Restricted,
    Side,
    Then,
)
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import Move, State
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.casework.notices.facts import Fix
from countermark_portal.casework.statements import issuing
from countermark_portal.errors import Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import ids
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import SYSTEM, Actor, Capacity
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import ClockKind, CounterField, Ground, RightKind

LEAST_GROUNDS: Final = 10
"""Characters that the grounds of an appeal have at least: a sentence, in any script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A seller's answer as it comes in. `evidence`: kind, SHA-256, audience (reviewer, holder or both)."""

    ground: Ground | None
    statement: str
    given: frozenset[CounterField] = frozenset()
    evidence: Sequence[dict[str, Any]] = ()
    pressed_to_pay: bool = False


def standing_decision(case: Case) -> Decision:
    """The decision that counts now."""
    found = for_holders.standing_decision(case)
    if found is None:
        raise Refused(f"nothing was decided in {case.reference} yet")
    return found


def answer(*, actor: Actor, now: datetime, case: UUID, given: Given) -> CounterNotice | tuple[Fix, ...]:
    """Take a counter-notice in, or say what it lacks. It opens an appeal that another person hears."""
    with transaction.atomic():
        found = cases.locked(case)
        permit(actor, Permission.ANSWER_AS_SELLER, found)
        decision = standing_decision(found)
        policy = active(found.marketplace.profile)
        said = Answer(ground=given.ground, statement=given.statement, given=given.given)
        about = Restricted(reason=decision.reason, right=_kind(decision))
        leads = rules.answer_leads_to(said, about, policy)
        if isinstance(leads, Lacking):
            return leads.fixes
        if found.state not in {State.RESTRICTED, State.ASKED}:
            raise Stale(f"{found.reference} is {found.state}: there is nothing to answer to any more")
        was_asked = found.state == State.ASKED
        kept = CounterNotice.objects.create(
            case=found,
            at=now,
            ground=given.ground or "",
            explanation=given.statement,
            evidence=list(given.evidence),
            given=sorted(given.given),
            pressed_to_pay=given.pressed_to_pay,
            for_person=was_asked or not isinstance(leads, Forward),
        )
        cases.move(actor=actor, now=now, moves=[(found, Move.CONTEST)])
        clocks = [ClockKind.COUNTER_NOTICE, ClockKind.SELLER_ANSWER]
        cases.stop_clocks(now=now, cases=[found], kinds=clocks)
        window = leads.window if isinstance(leads, Forward) and not was_asked else ClockKind.APPEAL_DECISION
        cases.start_clocks(now=now, policy=policy, cases=[found], kinds=[window])
        if not was_asked:
            _open(found, decision, Side.SELLER, now, counter_notice=kept)
        body = {"ground": kept.ground, "leads_to": leads.code}
        ledger.record(actor=actor, now=now, entries=[Entry("counter_notice.received", found.id, body)])
        forwarded = isinstance(leads, Forward) and not was_asked
        letters = telling.counter_notice(kept, decision, now, policy, forwarded=forwarded)
        issuing.issue(actor=actor, now=now, letters=letters)
    return kept


def _kind(decision: Decision) -> RightKind | None:
    return RightKind(decision.right.kind) if decision.right else None


def _open(
    case: Case,
    decision: Decision,
    side: Side,
    now: datetime,
    *,
    counter_notice: CounterNotice | None = None,
    grounds: str = "",
) -> Appeal:
    number = ids.new()
    return Appeal.objects.create(
        id=number,
        reference=ids.reference("APPEAL", number),
        case=case,
        of=decision,
        side=side,
        counter_notice=counter_notice,
        grounds=grounds or (counter_notice.explanation if counter_notice else ""),
        at=now,
    )


def reply(
    *,
    actor: Actor,
    now: datetime,
    case: UUID,
    what: Reply,
    text: str,
    evidence: Sequence[dict[str, Any]] = (),
) -> CounterNotice:
    """The rights holder's reply to a counter-notice: what it brings so that the restriction stays, or nothing.

    What counts is weighed by another person. To give in restores at once; to merely disagree changes nothing, and the
    clock runs on.
    """
    with transaction.atomic():
        found = cases.locked(case)
        permit(actor, Permission.APPEAL, found)
        kept = CounterNotice.objects.select_for_update().filter(case=found, reply="", for_person=False).last()
        if kept is None or found.state != State.CONTESTED:
            raise Stale(f"{found.reference}: no counter-notice waits for a reply")
        policy = active(found.marketplace.profile)
        decision = standing_decision(found)
        then = rules.after_window(what, Restricted(reason=decision.reason, right=_kind(decision)), policy)
        kept.for_person = then is not Then.RESTORE
        if kept.for_person or what is Reply.WITHDRAWAL:
            kept.reply = what
        kept.reply_text, kept.reply_evidence, kept.replied_at = text, list(evidence), now
        kept.save(update_fields=["reply", "reply_text", "reply_evidence", "replied_at", "for_person"])
        body = {"reply": what, "then": then}
        ledger.record(actor=actor, now=now, entries=[Entry("counter_notice.replied", found.id, body)])
        if kept.for_person:
            cases.stop_clocks(now=now, cases=[found], kinds=WINDOWS)
            cases.start_clocks(now=now, policy=policy, cases=[found], kinds=[ClockKind.APPEAL_DECISION])
        elif what is Reply.WITHDRAWAL:
            cases.stop_clocks(now=now, cases=[found], kinds=WINDOWS)
            waiting = Appeal.objects.select_for_update(of=("self",)).get(case=found, outcome="")
            hearing.restore_by_policy(actor=SYSTEM, now=now, appeal=waiting)
    return kept


def appeal(*, actor: Actor, now: datetime, case: UUID, grounds: str) -> Appeal:
    """Appeal against the decision that stands: for six months, each side once against each decision."""
    if len("".join(grounds.split())) < LEAST_GROUNDS:
        raise Refused("Say in a sentence or two why the decision is wrong.", mend="write a sentence")
    with transaction.atomic():
        found = cases.locked(case)
        permit(actor, Permission.APPEAL, found)
        side = Side.SELLER if actor.capacity is Capacity.SELLER else Side.NOTIFIER
        decision = standing_decision(found)
        policy = active(found.marketplace.profile)
        _refuse_needless(found, decision, side)
        if Appeal.objects.filter(of=decision, side=side, outcome="").exists():
            raise Refused(f"An appeal against {decision.reference} is being heard already.")
        heard = Appeal.objects.filter(of=decision, side=side).exclude(outcome="").exists()
        refusal = rules.appeal_refusal(decision.at, now, policy, was_heard=heard)
        if refusal is not None:
            raise Refused(refusal.text)
        opened = _open(found, decision, side, now, grounds=grounds)
        cases.move(actor=actor, now=now, moves=[(found, Move.CONTEST)])
        cases.stop_clocks(now=now, cases=[found], kinds=[ClockKind.COUNTER_NOTICE, ClockKind.APPEAL])
        cases.start_clocks(now=now, policy=policy, cases=[found], kinds=[ClockKind.APPEAL_DECISION])
        body = {"appeal": opened.reference, "side": side, "of": decision.reference}
        ledger.record(actor=actor, now=now, entries=[Entry("appeal.opened", found.id, body)])
        issuing.issue(actor=actor, now=now, letters=telling.appeal_received(opened, now, policy))
    return opened


def _refuse_needless(case: Case, decision: Decision, side: Side) -> None:
    """Nobody appeals against what was decided in their favour."""
    favours_seller = decision.outcome in {Decided.DISMISS, Decided.RESTORE}
    if favours_seller == (side is Side.SELLER):
        raise Refused(f"what was decided in {case.reference} is in your favour already")
    if decision.outcome in {Decided.PROPOSE, Decided.ASK}:
        raise Refused(f"nothing final was decided in {case.reference} yet", mend="wait for the decision")
