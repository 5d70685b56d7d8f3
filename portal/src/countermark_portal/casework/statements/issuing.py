"""Issuing letters: written now, in the reader's language, and kept as they are; sent by a job."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.statements import models
from countermark_portal.casework.statements.codes import LetterKind
from countermark_portal.casework.statements.letters import About, letter
from countermark_portal.casework.statements.restriction import (
    AccountType,
    ListingShown,
    OutOfCourtBody,
    Redress,
    Restriction,
    Site,
)
from countermark_portal.casework.statements.rules import statement
from countermark_portal.casework.statements.texts import nearest_language
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import ids
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties import links
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.calendars import due
from countermark_portal.policies.model import Policy
from countermark_portal.policies.terms import ClockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """A letter to be written: what it tells, to whom, in which language, about what."""

    told: About | Restriction
    audience: str
    language: str
    case: UUID | None = None
    notice: UUID | None = None
    decision: UUID | None = None


def issue(*, actor: Actor, now: datetime, letters: Sequence[ToTell]) -> list[models.Letter]:
    """Write letters and keep them. Inside the transaction of what they tell of."""
    made = models.Letter.objects.bulk_create(_letter(one, now) for one in letters)
    entries = [
        Entry(
            "letter.issued",
            one.case_id or one.notice_id or one.id,
            {
                "letter": str(one.id),
                "kind": one.kind,
                "to": one.audience,
                "template": one.template_version,
                "sha256": hashlib.sha256(one.text.encode()).hexdigest(),
            },
        )
        for one in made
    ]
    ledger.record(actor=actor, now=now, entries=entries)
    return made


def _letter(one: ToTell, now: datetime) -> models.Letter:
    language = nearest_language(one.language)
    if isinstance(one.told, Restriction):
        kind, written = LetterKind.STATEMENT, statement(one.told, language)
    else:
        kind, written = one.told.kind, letter(one.told, language)
    return models.Letter(
        id=ids.new(),
        kind=kind,
        case_id=one.case,
        notice_id=one.notice,
        decision_id=one.decision,
        audience=one.audience,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        template=written.template,
        template_version=written.template_version,
        slots=dict(written.slots),
        issued_at=now,
    )


def shown(moment: datetime, marketplace: Marketplace) -> datetime:
    """A moment in the zone in which the marketplace counts its days: letters tell it so."""
    return moment.astimezone(ZoneInfo(marketplace.zone))


def local(moment: datetime, marketplace: Marketplace, policy: Policy, kind: ClockKind) -> datetime:
    """When a clock that starts now runs out, as letters tell it."""
    return shown(due(moment, policy.clock(kind), policy.calendar).at, marketplace)


def redress(marketplace: Marketplace, now: datetime, policy: Policy, link: str) -> Redress:
    """Every way of redress against a decision of now."""
    settings = marketplace.settings
    body = settings.get("out_of_court_body")
    return Redress(
        appeal_until=local(now, marketplace, policy, ClockKind.APPEAL),
        appeal_link=link,
        body=OutOfCourtBody(name=body["name"], url=body["url"]) if body else None,
        court=settings.get("court"),
    )


def listing_shown(case: Case) -> ListingShown:
    """The listing of a case, as letters speak of it."""
    return ListingShown(id=case.listing.listing_id, title=case.listing.title or case.listing.listing_id)


def site(marketplace: Marketplace) -> Site:
    """The marketplace, as letters speak of it."""
    return Site(name=marketplace.name, territories=tuple(marketplace.territories))


def seller_language(case: Case) -> str:
    """The language that a seller is written to in."""
    return case.seller.language if case.seller else case.marketplace.language


def seller_link(case: Case) -> str:
    """The address at which the seller answers."""
    return links.link(Capacity.SELLER, case.id)


def account_type(case: Case) -> AccountType:
    """Who stands behind the seller account."""
    private = case.seller is not None and case.seller.kind == "private"
    return AccountType.PRIVATE if private else AccountType.BUSINESS
