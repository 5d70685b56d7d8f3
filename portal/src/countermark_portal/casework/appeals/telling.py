"""What is told of answers, appeals, and of what came back: the right people, and only they."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from countermark_portal.casework.appeals.facts import Outcome, Side
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome as Decided
from countermark_portal.casework.decisions.telling import facts_of
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.statements import codes, issuing
from countermark_portal.casework.statements.issuing import ToTell
from countermark_portal.casework.statements.letters import (
    About,
    AppealOutcome,
    AppealReceived,
    CounterNoticeForwarded,
    CounterNoticeReceived,
    HoldEnded,
    Money,
    Restored,
)
from countermark_portal.casework.statements.restriction import Fact
from countermark_portal.parties import links
from countermark_portal.parties.rules import Capacity
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import AtEnd, ClockKind, Ground, KeptBy, RightKind, word

_PROOFS: Final = {
    Ground.GENUINE_PURCHASED: codes.Proof.PURCHASE_VERIFIED,
    Ground.LICENCE: codes.Proof.LICENCE_VERIFIED,
    Ground.AUTHORISED: codes.Proof.AUTHORISATION_VERIFIED,
    Ground.OWN_EARLIER_RIGHT: codes.Proof.RIGHT_VERIFIED,
}
_EFFECTS: Final = {
    Decided.RESTORE: codes.Effect.RESTORED,
    Decided.UPHOLD: codes.Effect.STAYS_RESTRICTED,
    Decided.DISMISS: codes.Effect.STAYS_ONLINE,
    Decided.RESTRICT: codes.Effect.RESTRICTED,
}


def counter_notice(
    kept: CounterNotice, decision: Decision, now: datetime, policy: Policy, *, forwarded: bool
) -> list[ToTell]:
    """Receipt for the seller; the answer, without anything that is the seller's own business, for the holder."""
    case = kept.case
    kind = RightKind(decision.right.kind) if decision.right else None
    window = policy.kept_up(kind).window if forwarded else ClockKind.APPEAL_DECISION
    silence = codes.Silence.RESTORES if policy.clock(window).at_end is AtEnd.RESTORE else codes.Silence.PERSON
    grounds = (Ground(kept.ground),) if kept.ground else ()
    by = issuing.local(now, case.marketplace, policy, window)
    told = CounterNoticeReceived(
        reference=case.reference,
        marketplace=case.marketplace.name,
        link=issuing.seller_link(case),
        listing=issuing.listing_shown(case),
        received_at=issuing.shown(now, case.marketplace),
        grounds=grounds,
        forwarded=forwarded,
        answer_by=by,
        silence=silence,
    )
    letters = [_to_seller(case, told, decision.id)]
    if forwarded and decision.notice_item is not None:
        passed_on = CounterNoticeForwarded(
            reference=case.reference,
            marketplace=case.marketplace.name,
            link=_notifier_link(decision),
            listing=issuing.listing_shown(case),
            grounds=grounds,
            declared_by=None,
            proofs=(_proof(kept),),
            keeps=KeptBy(policy.kept_up(kind).by),
            answer_by=by,
            silence=silence,
        )
        letters.append(_to_notifier(decision, passed_on))
    return letters


def _proof(kept: CounterNotice) -> codes.Proof:
    """What the holder learns of the evidence: that there is some which the desk has yet to verify, or none."""
    return codes.Proof.NOT_VERIFIED if kept.evidence else codes.Proof.NONE


def verified(ground: str) -> codes.Proof:
    """What the holder learns once the desk has verified the evidence."""
    known = word(Ground, ground)
    return codes.Proof.NONE if known is None else _PROOFS.get(known, codes.Proof.NOT_VERIFIED)


def appeal_received(appeal: Appeal, now: datetime, policy: Policy) -> list[ToTell]:
    """Receipt of an appeal, for the side that appealed."""
    case = appeal.case
    by_seller = appeal.side == Side.SELLER
    told = AppealReceived(
        reference=appeal.reference,
        marketplace=case.marketplace.name,
        link=issuing.seller_link(case) if by_seller else _notifier_link(appeal.of),
        title=case.listing.title or case.listing.listing_id,
        received_at=issuing.shown(now, case.marketplace),
        decide_by=issuing.local(now, case.marketplace, policy, ClockKind.APPEAL_DECISION),
    )
    if by_seller:
        return [_to_seller(case, told, appeal.of_id)]
    return [_to_notifier(appeal.of, told)] if appeal.of.notice_item else []


def appeal_outcome(
    appeal: Appeal,
    decision: Decision,
    now: datetime,
    policy: Policy,
    sides: Sequence[Side],
    *,
    by_silence: bool,
) -> list[ToTell]:
    """How an appeal ended, for each side that it concerns."""
    case = appeal.case
    facts = facts_of(decision)
    if by_silence:
        facts = (Fact("no_answer", {"date": now.date().isoformat()}),)
    letters = []
    for side in sides:
        lost = (side is Side.SELLER) != (decision.outcome in {Decided.RESTORE, Decided.DISMISS})
        link = issuing.seller_link(case) if side is Side.SELLER else _notifier_link(decision)
        redress = issuing.redress(case.marketplace, now, policy, link)
        told = AppealOutcome(
            reference=appeal.reference,
            marketplace=case.marketplace.name,
            link=link,
            to=codes.AppealSide.APPELLANT if side == appeal.side else codes.AppealSide.OTHER,
            title=case.listing.title or case.listing.listing_id,
            outcome=codes.Outcome(Outcome(appeal.outcome)),
            effect=_EFFECTS[Decided(decision.outcome)],
            facts=facts if not decision.own_words or by_silence else (),
            own_words=decision.own_words or None,
            redress=redress if lost else None,
            body=redress.body,
            court=redress.court,
        )
        if side is Side.SELLER:
            letters.append(_to_seller(case, told, decision.id))
        elif decision.notice_item is not None:
            letters.append(_to_notifier(decision, told))
    return letters


def restored(
    case: Case, decision: Decision, measures: Sequence[Measure], cause: codes.Cause, now: datetime
) -> ToTell:
    """Everything is back and was seen to be back; what could not be brought back; for how long it was gone."""
    since = min(measure.settled_at or measure.asked_at for measure in measures)
    days = (now - since).days
    told = Restored(
        reference=case.reference,
        marketplace=case.marketplace.name,
        link=issuing.seller_link(case),
        listing=issuing.listing_shown(case),
        restored_at=issuing.shown(now, case.marketplace),
        cause=cause,
        days_down=days,
        lost=(codes.Lost.SEARCH_RANK, codes.Lost.ADVERTISING, codes.Lost.CARTS),
        strikes_erased=cause is codes.Cause.APPEAL,
        safe_conduct=cause is codes.Cause.APPEAL,
        loss=loss(case, days),
    )
    return _to_seller(case, told, decision.id)


def loss(case: Case, days: int) -> Money | None:
    """An estimate of the sales lost: the marketplace's own sales a day of the listing, where it tells them."""
    sold = case.marketplace.settings.get("sold_per_day")
    if not sold or case.listing.price is None or not case.listing.currency or not days:
        return None
    return Money(amount=case.listing.price * Decimal(str(sold)) * days, currency=case.listing.currency)


def hold_ended(case: Case, now: datetime) -> ToTell:
    """A hold ended by itself."""
    told = HoldEnded(
        reference=case.reference,
        marketplace=case.marketplace.name,
        link=issuing.seller_link(case),
        listing=issuing.listing_shown(case),
        ended_at=issuing.shown(now, case.marketplace),
        cause=codes.HoldCause.TIME_OVER,
    )
    return _to_seller(case, told, None)


def _to_seller(case: Case, told: About, decision: UUID | None) -> ToTell:
    return ToTell(
        told=told,
        audience="seller",
        language=issuing.seller_language(case),
        case=case.id,
        decision=decision,
    )


def _to_notifier(decision: Decision, told: About) -> ToTell:
    assert decision.notice_item is not None
    notice = decision.notice_item.notice
    return ToTell(
        told=told,
        audience="notifier",
        language=notice.language,
        case=decision.case_id,
        notice=notice.id,
        decision=decision.id,
    )


def _notifier_link(decision: Decision) -> str:
    return links.link(Capacity.NOTIFIER, decision.notice_item.notice_id) if decision.notice_item else ""
