"""What notifiers are told before any decision: receipt, what is lacking, why nobody will work on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.notices.facts import Incomplete, Refusal
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.statements import codes, issuing
from countermark_portal.casework.statements.issuing import ToTell
from countermark_portal.casework.statements.letters import (
    NoticeIncomplete,
    NoticeReceived,
    NoticeRefused,
    NoticeWithdrawn,
)
from countermark_portal.casework.statements.restriction import Automation
from countermark_portal.parties import links
from countermark_portal.parties.rules import Capacity
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import ClockKind, NotifierKind

FIXES: Final[Mapping[str, codes.Fix]] = {
    "reason-unknown": codes.Fix.REASON_CODE,
    "name-missing": codes.Fix.NOTIFIER_NAME,
    "email-missing": codes.Fix.NOTIFIER_EMAIL,
    "explanation-short": codes.Fix.EXPLANATION,
    "element-missing": codes.Fix.ELEMENT,
    "right-missing": codes.Fix.RIGHT,
    "control-not-shown": codes.Fix.CONTROL,
    "right-of-another": codes.Fix.CAPACITY,
    "power-of-attorney-missing": codes.Fix.AUTHORITY,
    "declaration-good_faith": codes.Fix.GOOD_FAITH,
    "declaration-accurate": codes.Fix.GOOD_FAITH,
    "declaration-authority": codes.Fix.AUTHORITY,
    "declaration-signature": codes.Fix.SIGNATURE,
    "declaration-guarantee": codes.Fix.SIGNATURE,
}
"""The sentence of a letter for each code of triage; what is not here lacks evidence, or a part of the right."""
REFUSALS: Final[Mapping[str, codes.Refusal]] = {
    "NOT-IP": codes.Refusal.NOT_IP,
    "LISTING-UNKNOWN": codes.Refusal.LISTING_NOT_FOUND,
    "LISTING-GONE": codes.Refusal.LISTING_NOT_FOUND,
    "NOTIFIER-SUSPENDED": codes.Refusal.MISUSE,
    "RIGHT-LAPSED": codes.Refusal.RIGHT_NOT_IN_FORCE,
    "RIGHT-PENDING": codes.Refusal.RIGHT_NOT_IN_FORCE,
    "OTHER-TERRITORY": codes.Refusal.RIGHT_NOT_IN_TERRITORY,
    "EXHAUSTED": codes.Refusal.LAWFUL,
    "DUPLICATE": codes.Refusal.DUPLICATE,
    "SAFE-CONDUCT": codes.Refusal.DECIDED_BEFORE,
}


def _link(notice: Notice) -> str:
    return links.link(Capacity.NOTIFIER, notice.id)


def received(notice: Notice, under: Mapping[str, Policy]) -> ToTell:
    """The receipt of a notice, under the policies that count for its marketplaces."""
    items = list(notice.items.all())
    marketplace = items[0].marketplace
    policy = under[marketplace.profile]
    names = ", ".join(sorted({item.marketplace.name for item in items}))
    told = NoticeReceived(
        reference=notice.reference,
        marketplace=names,
        link=_link(notice),
        listings=len(items),
        received_at=issuing.shown(notice.submitted_at, marketplace),
        gaps_by=issuing.local(notice.submitted_at, marketplace, policy, ClockKind.INCOMPLETE_REPLY),
        decide_by=issuing.local(notice.submitted_at, marketplace, policy, ClockKind.TRIAGE),
        name_shared=NotifierKind(notice.notifier_kind) in policy.claimant.named_to_seller,
    )
    return ToTell(told=told, audience="notifier", language=notice.language, notice=notice.id)


def incomplete(item: NoticeItem, verdict: Incomplete, policy: Policy) -> ToTell:
    """What a notice lacks, and until when it can be added."""
    notice = item.notice
    assert item.cure_until is not None
    fixes = dict.fromkeys(_fix(fix.code, fix.field) for fix in verdict.fixes)
    told = NoticeIncomplete(
        reference=notice.reference,
        marketplace=item.marketplace.name,
        link=_link(notice),
        fixes=tuple(fixes),
        days_to_cure=policy.clock(verdict.clock).amount,
        cure_by=issuing.shown(item.cure_until, item.marketplace),
    )
    return ToTell(told=told, audience="notifier", language=notice.language, notice=notice.id)


def _fix(code: str, field: str) -> codes.Fix:
    if code in FIXES:
        return FIXES[code]
    return codes.Fix.RIGHT if field.startswith("right") else codes.Fix.EVIDENCE


def refused(item: NoticeItem, verdict: Refusal, now: datetime, policy: Policy) -> ToTell:
    """Why nobody will work on a notice, and what would help."""
    notice = item.notice
    first = verdict.reasons[0].code
    told = NoticeRefused(
        reference=notice.reference,
        marketplace=item.marketplace.name,
        link=_link(notice),
        refusal=REFUSALS.get(first, codes.Refusal.NOT_SHOWN),
        reason=notice.reason if notice.reason in policy.reasons else None,
        facts=(),
        own_words=None,
        automation=Automation.FULLY,
        redress=issuing.redress(item.marketplace, now, policy, _link(notice)),
    )
    return ToTell(told=told, audience="notifier", language=notice.language, notice=notice.id)


def withdrawn(notice: Notice, ended: Sequence[Case], now: datetime) -> list[ToTell]:
    """A notice was taken back, told to the sellers whose listings it concerned, who may say that they were pressed."""
    letters = []
    for case in ended:
        back = case.state == State.RESTORED
        told = NoticeWithdrawn(
            reference=case.reference,
            marketplace=case.marketplace.name,
            link=issuing.seller_link(case),
            to=codes.Party.SELLER,
            listing=issuing.listing_shown(case),
            withdrawn_at=issuing.shown(now, case.marketplace),
            consequence=codes.Consequence.RESTORED if back else codes.Consequence.UNRESTRICTED,
            pressed_link=issuing.seller_link(case),
        )
        language = issuing.seller_language(case)
        letters.append(
            ToTell(told=told, audience="seller", language=language, case=case.id, notice=notice.id)
        )
    return letters
