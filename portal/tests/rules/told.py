"""Restrictions and letters of a fictional case, for the tests of what is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from countermark_portal.casework.statements import codes, letters
from countermark_portal.casework.statements.rules import (
    AccountType,
    Automation,
    Claimant,
    Fact,
    Ground,
    ListingShown,
    Origin,
    OutOfCourtBody,
    Reason,
    Redress,
    Restriction,
    Right,
    RightKind,
    Site,
)
from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind
from countermark_portal.policies.terms import Ground as CounterGround
from countermark_portal.policies.terms import KeptBy, LadderStep

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)
LISTING = ListingShown(
    id="4711",
    title="Norrvik Arctic Parka",
    gtin="4006381333931",
    language="de-DE",
    listed_on=date(2026, 11, 3),
)
BODY = OutOfCourtBody(name="Quendrel Dispute Centre", url="https://disputes.example/open")
REDRESS = Redress(
    appeal_until=datetime(2027, 5, 22, 12, 0, tzinfo=UTC),
    appeal_link="https://market.example/a/7f3c",
    body=BODY,
    court="Landgericht Musterstadt",
)
SLOTS = {
    "mark": "Norrvik",
    "written": "N0rrv1k",
    "photo": "2",
    "words": "1:1 mirror quality",
    "price": "39.90 EUR",
    "usual": "480 EUR",
    "date": "2026-11-20",
    "features": "zip, lining",
    "work": "Winter Catalogue 2026",
    "design": "Tarnwick jug",
    "name": "Velmora Valley",
    "document": "invoice-88.pdf",
    "place": "second photo",
    "territories": "EEA,CH",
    "change": "codes cut out of the box",
    "gtin": "4006381333931",
    "reference": "CASE-0007",
    "points": "36",
    "limit": "36",
}
RESTRICTION = Restriction(
    reference="CASE-2026-0042",
    measure=MeasureKind.REMOVE,
    territory=("DE", "FR"),
    start=NOON,
    end=None,
    reason=Reason(
        code="TM-CF",
        ground=Ground.LEGAL,
        provision="Art. 9(2)(a) Regulation (EU) 2017/1001",
        url="https://law.example/2017/1001/9",
    ),
    right=Right(kind=RightKind.TRADEMARK, text="NORRVIK", office="EM", number="018123456"),
    facts=(Fact("mark_in_title", {"mark": "Norrvik"}), Fact("test_purchase", {"date": "2026-11-20"})),
    own_words="The zip is not the brand's.\nThe label is glued on.",
    origin=Origin.NOTICE,
    claimant=Claimant(name="Norrvik AB", natural_person=False),
    automated_detection=True,
    automation=Automation.PARTIALLY,
    listing=LISTING,
    marketplace=Site(name="Demo Market", territories=("DE", "FR", "CH")),
    account_type=AccountType.BUSINESS,
    redress=REDRESS,
)


def restriction(**changed: Any) -> Restriction:
    """The fictional restriction with some of it changed."""
    if "reason" in changed and isinstance(changed["reason"], str):
        changed["reason"] = replace(RESTRICTION.reason, code=changed["reason"])
    measure = changed.get("measure", RESTRICTION.measure)
    if measure is MeasureKind.HOLD:
        changed.setdefault("end", LATER)
    if measure not in OF_LISTING:
        changed.setdefault("listing", None)
    return replace(RESTRICTION, **changed)


def fact(code: str) -> Fact:
    """A fact of a code with all slots that it may have."""
    return Fact(code, SLOTS)


HEAD: Final[Mapping[str, Any]] = {
    "reference": "NOTE-2026-0007",
    "marketplace": "Demo Market",
    "link": "https://market.example/c/1",
}
WHY: Final[Mapping[str, Any]] = {
    "facts": (fact("mark_in_title"), fact("answer_not_enough")),
    "own_words": "The invoice names another product.",
}


def every_letter(reason: str = "TM-CF") -> list[letters.About]:
    """One letter of every kind but the statement, about a case with this reason code."""
    return [*_of_notices(reason), *_of_answers(), *_of_effects(reason)]


def _of_notices(reason: str) -> list[letters.About]:
    return [
        letters.NoticeReceived(
            **HEAD, listings=3, received_at=NOON, gaps_by=LATER, decide_by=LATER, name_shared=True
        ),
        letters.NoticeIncomplete(**HEAD, fixes=tuple(codes.Fix), days_to_cure=10, cure_by=LATER),
        letters.NoticeRefused(
            **HEAD,
            refusal=codes.Refusal.NOT_IP,
            reason=reason,
            facts=(),
            own_words=None,
            automation=Automation.FULLY,
            redress=REDRESS,
        ),
        letters.NoticeDecided(
            **HEAD,
            **WHY,
            items=(
                letters.DecidedItem(listing=LISTING, measure=MeasureKind.REMOVE, reason=reason),
                letters.DecidedItem(listing=LISTING, measure=None, reason=reason),
            ),
            automation=Automation.PARTIALLY,
            redress=REDRESS,
        ),
        letters.NoticeWithdrawn(
            **HEAD,
            to=codes.Party.SELLER,
            listing=LISTING,
            withdrawn_at=NOON,
            consequence=codes.Consequence.RESTORED,
            pressed_link="https://market.example/p/1",
        ),
    ]


def _of_answers() -> list[letters.About]:
    return [
        letters.CounterNoticeReceived(
            **HEAD,
            listing=LISTING,
            received_at=NOON,
            grounds=tuple(CounterGround),
            forwarded=True,
            answer_by=LATER,
            silence=codes.Silence.RESTORES,
        ),
        letters.CounterNoticeForwarded(
            **HEAD,
            listing=LISTING,
            grounds=(CounterGround.GENUINE_PURCHASED,),
            declared_by=None,
            proofs=tuple(codes.Proof),
            keeps=KeptBy.EVIDENCE,
            answer_by=LATER,
            silence=codes.Silence.RESTORES,
        ),
        letters.AppealReceived(**HEAD, title=LISTING.title, received_at=NOON, decide_by=LATER),
        letters.AppealOutcome(
            **HEAD,
            **WHY,
            to=codes.AppealSide.APPELLANT,
            title=LISTING.title,
            outcome=codes.Outcome.REVERSED,
            effect=codes.Effect.RESTORED,
            redress=None,
            body=BODY,
            court=None,
        ),
    ]


def _of_effects(reason: str) -> list[letters.About]:
    return [
        letters.Restored(
            **HEAD,
            listing=LISTING,
            restored_at=LATER,
            cause=codes.Cause.APPEAL,
            days_down=5,
            lost=(codes.Lost.SEARCH_RANK, codes.Lost.CARTS),
            strikes_erased=True,
            safe_conduct=True,
            loss=letters.Money(amount=Decimal("1240.5"), currency="EUR"),
        ),
        letters.HoldEnded(**HEAD, listing=LISTING, ended_at=LATER, cause=codes.HoldCause.NOT_CONFIRMED),
        letters.Warned(
            **HEAD,
            listing=LISTING,
            reason=reason,
            points_given=12,
            points_now=18,
            next_step=LadderStep.DEMOTION,
            next_at=24,
            expires_on=date(2027, 11, 22),
            training_link="https://market.example/guide",
            redress=REDRESS,
        ),
        letters.ShopSuspended(
            **HEAD,
            start=NOON,
            until=datetime(2026, 12, 22, 12, 0, tzinfo=UTC),
            reason=reason,
            warned_on=date(2026, 10, 1),
            listings=17,
            payout_held=True,
            redress=REDRESS,
        ),
    ]
