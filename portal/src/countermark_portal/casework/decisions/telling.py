"""What a decision is told in: the seller's statement of reasons, the EU database's record, the notifier's letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.statements import issuing
from countermark_portal.casework.statements.eu_record import database_record
from countermark_portal.casework.statements.issuing import ToTell
from countermark_portal.casework.statements.letters import DecidedItem, NoticeDecided
from countermark_portal.casework.statements.models import DatabaseRecord
from countermark_portal.casework.statements.restriction import (
    Automation,
    Claimant,
    Fact,
    Ground,
    Origin,
    Reason,
    Restriction,
    Right,
    RightKind,
)
from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.parties import links
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import NotifierKind, word
from countermark_portal.policies.terms import RightKind as PolicyRightKind

_TOLD = frozenset({Outcome.RESTRICT, Outcome.DISMISS})
"""Outcomes of which the notifier is told at once; appeals have letters of their own."""


def tell(
    *, actor: Actor, now: datetime, policy: Policy, decisions: Sequence[Decision], measures: Sequence[Measure]
) -> None:
    """Tell sellers and notifiers of decisions. Inside the transaction that makes them."""
    main: dict[UUID, Measure] = {}
    for measure in measures:
        if word(MeasureKind, measure.kind) is not None:
            main.setdefault(measure.decision_id, measure)
    letters: list[ToTell] = []
    records: list[DatabaseRecord] = []
    for decision in decisions:
        main_one = main.get(decision.id)
        if main_one is not None:
            told = _restriction(decision, main_one, now, policy)
            case = decision.case
            letters.append(
                ToTell(
                    told=told,
                    audience="seller",
                    language=issuing.seller_language(case),
                    case=case.id,
                    decision=decision.id,
                )
            )
            record = database_record(told, puid=str(decision.id))
            if record is not None:
                records.append(DatabaseRecord(decision=decision, record=record, made_at=now))
        if decision.outcome in _TOLD and decision.notice_item is not None:
            letters.append(_to_notifier(decision, main_one, now, policy))
    issuing.issue(actor=actor, now=now, letters=letters)
    DatabaseRecord.objects.bulk_create(records)


def facts_of(decision: Decision) -> tuple[Fact, ...]:
    """The coded facts of a decision."""
    return tuple(Fact(fact["code"], fact["slots"]) for fact in decision.facts)


def _restriction(decision: Decision, measure: Measure, now: datetime, policy: Policy) -> Restriction:
    case = decision.case
    right = decision.right
    kind = word(PolicyRightKind, right.kind) if right else None
    return Restriction(
        reference=case.reference,
        measure=MeasureKind(measure.kind),
        territory=None,
        start=issuing.shown(now, case.marketplace),
        end=issuing.shown(measure.until, case.marketplace) if measure.until else None,
        reason=Reason(
            code=decision.reason, ground=Ground.LEGAL, provision=policy.provision(kind, decision.reason)
        ),
        right=Right(
            kind=RightKind(right.kind),
            text=right.text or right.brand.name,
            office=right.office,
            number=right.number,
        )
        if right
        else None,
        facts=facts_of(decision),
        own_words=decision.own_words or None,
        origin=Origin(decision.origin),
        claimant=_claimant(decision, policy),
        automated_detection=decision.automated_detection,
        automation=Automation(decision.automation),
        listing=issuing.listing_shown(case),
        marketplace=issuing.site(case.marketplace),
        account_type=issuing.account_type(case),
        redress=issuing.redress(case.marketplace, now, policy, issuing.seller_link(case)),
    )


def _claimant(decision: Decision, policy: Policy) -> Claimant | None:
    """Who claims the right, where the profile lets the seller know."""
    item = decision.notice_item
    if item is None or item.notice.organisation is None:
        return None
    if NotifierKind(item.notice.notifier_kind) not in policy.claimant.named_to_seller:
        return None
    return Claimant(name=item.notice.organisation.name, natural_person=False)


def _to_notifier(decision: Decision, measure: Measure | None, now: datetime, policy: Policy) -> ToTell:
    item, case = decision.notice_item, decision.case
    assert item is not None
    link = links.link(Capacity.NOTIFIER, item.notice_id)
    told = NoticeDecided(
        reference=item.notice.reference,
        marketplace=case.marketplace.name,
        link=link,
        items=(
            DecidedItem(
                listing=issuing.listing_shown(case),
                measure=MeasureKind(measure.kind) if measure else None,
                reason=decision.reason,
            ),
        ),
        facts=facts_of(decision),
        own_words=decision.own_words or None,
        automation=Automation(decision.automation),
        redress=issuing.redress(case.marketplace, now, policy, link),
    )
    return ToTell(
        told=told,
        audience="notifier",
        language=item.notice.language,
        case=case.id,
        notice=item.notice_id,
        decision=decision.id,
    )
