"""The sellers' side, for a marketplace that shows cases in its own seller centre.

The program names the account for which it asks: `?marketplace=…&seller=…`. Its key needs `seller:act` for that
marketplace. Whether it is that seller who sits before the screen, the marketplace has checked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import for_programs
from countermark_portal.casework.appeals.actions import Given as AnswerGiven
from countermark_portal.casework.appeals.for_programs import Account
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.ledger import clock
from countermark_portal.parties.rules import Scope
from countermark_portal.policies.terms import CounterField, Ground
from countermark_portal.surfaces.api.cases import AppealTold, MeasureTold
from countermark_portal.surfaces.api.errors import Lacking
from countermark_portal.surfaces.api.keys import BULK, KeyAuth, caller_of
from countermark_portal.surfaces.api.shapes import (
    FAULTS,
    CaseReference,
    EvidenceGiven,
    Given,
    IdempotencyKey,
    Name,
    Slug,
    Text,
)
from countermark_portal.surfaces.api.taking import once

router = Router(tags=["sellers"])
Reference = Annotated[CaseReference, Path(...)]


class Asked(Schema):
    """For which account a program asks."""

    marketplace: Slug
    seller: Name

    @property
    def account(self) -> Account:
        """The account."""
        return Account(self.marketplace, self.seller)


class CaseLine(Schema):
    """A case in a seller's list."""

    id: UUID
    reference: str
    state: str
    listing_id: str
    title: str
    brand: str
    opened_at: datetime
    changed_at: datetime


class LetterTold(Schema):
    """A letter as it was sent: text, and HTML to be shown as it is."""

    id: UUID
    kind: str
    language: str
    subject: str
    text: str
    html: str
    issued_at: datetime
    sent_at: datetime | None


class CounterNoticeTold(Schema):
    """A counter-notice, and what the rights holder replied."""

    id: UUID
    at: datetime
    ground: str
    statement: str
    pressed_to_pay: bool
    reply: str
    replied_at: datetime | None


class MessageTold(Schema):
    """A message between the seller and the desk."""

    at: datetime
    side: str
    text: str


class DemandedTold(Schema):
    """What a counter-notice must contain here."""

    fields: list[str]
    grounds: list[str]
    need_evidence: list[str]
    statement_least: int


class OpenTold(Schema):
    """What the seller can do now: answer (with what), appeal (until when), or why not."""

    demanded: DemandedTold | None
    appeal_until: datetime | None
    why_no_appeal: str


class SellerCaseTold(Schema):
    """All that a seller centre shows of a case."""

    line: CaseLine
    statement: LetterTold | None
    letters: list[LetterTold]
    measures: list[MeasureTold]
    answers: list[CounterNoticeTold]
    appeals: list[AppealTold]
    messages: list[MessageTold]
    open: OpenTold


@router.get("/seller/cases", response={200: list[CaseLine], **FAULTS}, auth=KeyAuth(Scope.SELLER_ACT))
def cases(
    request: HttpRequest,
    asked: Query[Asked],
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """The cases of a seller, the latest first; `after`: the id of the last one of the page before."""
    return for_programs.cases_of(caller_of(request), asked.account, after=after, most=limit)


@router.get(
    "/seller/cases/{reference}", response={200: SellerCaseTold, **FAULTS}, auth=KeyAuth(Scope.SELLER_ACT)
)
def read(request: HttpRequest, reference: Reference, asked: Query[Asked]) -> Any:
    """The statement of reasons, all letters, what was answered, and what can be done now."""
    actor, case = for_programs.as_seller(caller_of(request), asked.account, reference)
    return for_programs.read(actor, case, clock.now())


class CounterNoticeGiven(Given):
    """A counter-notice. `given`: which declarations and other things it contains, of those that are demanded."""

    ground: Ground | None = None
    statement: Text
    given: Annotated[list[CounterField], Field(max_length=20)] = Field(default_factory=list)
    evidence: Annotated[list[EvidenceGiven], Field(max_length=10)] = Field(default_factory=list)
    pressed_to_pay: bool = False

    def as_answer(self) -> AnswerGiven:
        """As the casework takes it; ground, statement and evidence are given by being there."""
        there = {
            CounterField.GROUND: self.ground is not None,
            CounterField.STATEMENT: bool(self.statement.strip()),
            CounterField.EVIDENCE: bool(self.evidence),
        }
        given = {one for one in self.given if one not in there} | {
            one for one, is_there in there.items() if is_there
        }
        return AnswerGiven(
            ground=self.ground,
            statement=self.statement,
            given=frozenset(given),
            evidence=[one.as_kept(with_audience=True) for one in self.evidence],
            pressed_to_pay=self.pressed_to_pay,
        )


class Taken(Schema):
    """What was taken in, and the state of the case now."""

    id: UUID
    reference: str | None = None
    state: str


_ANSWERED: Any = {201: Taken, **FAULTS}


@router.post(
    "/seller/cases/{reference}/counter-notice", response=_ANSWERED, auth=KeyAuth(Scope.SELLER_ACT, most=BULK)
)
def counter_notice(
    request: HttpRequest,
    reference: Reference,
    asked: Query[Asked],
    given: CounterNoticeGiven,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Answer a restriction. What the answer lacks is told in `fixes`; nothing is lost until the clock runs out."""
    caller = caller_of(request)

    def do(now: datetime) -> dict[str, Any]:
        actor, case = for_programs.as_seller(caller, asked.account, reference)
        kept = appeals.answer(actor=actor, now=now, case=case.id, given=given.as_answer())
        if isinstance(kept, tuple):
            raise Lacking("the counter-notice is not complete", mend="add what `fixes` names", fixes=kept)
        return {"id": str(kept.id), "reference": None, "state": kept.case.state}

    return Status(201, once(request, idempotency_key, do))


class AppealGiven(Given):
    """Why the decision is wrong, in a sentence or two."""

    grounds: Text


@router.post("/seller/cases/{reference}/appeal", response=_ANSWERED, auth=KeyAuth(Scope.SELLER_ACT))
def appeal(
    request: HttpRequest,
    reference: Reference,
    asked: Query[Asked],
    given: AppealGiven,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Appeal against the decision that stands; another person hears it."""
    caller = caller_of(request)

    def do(now: datetime) -> dict[str, Any]:
        actor, case = for_programs.as_seller(caller, asked.account, reference)
        opened = appeals.appeal(actor=actor, now=now, case=case.id, grounds=given.grounds)
        return {"id": str(opened.id), "reference": opened.reference, "state": opened.case.state}

    return Status(201, once(request, idempotency_key, do))


class MessageGiven(Given):
    """A message to the desk."""

    text: Text


@router.post("/seller/cases/{reference}/messages", response=_ANSWERED, auth=KeyAuth(Scope.SELLER_ACT))
def message(
    request: HttpRequest,
    reference: Reference,
    asked: Query[Asked],
    given: MessageGiven,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Write to the desk about a case."""
    caller = caller_of(request)

    def do(now: datetime) -> dict[str, Any]:
        actor, case = for_programs.as_seller(caller, asked.account, reference)
        written = correspondence.write(
            actor=actor, now=now, case=case.id, audience=Audience.SELLER, text=given.text
        )
        return {"id": str(written.id), "reference": None, "state": case.state}

    return Status(201, once(request, idempotency_key, do))
