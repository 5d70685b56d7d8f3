"""The seller's side for a marketplace that shows cases in its own seller centre: its program acts for its sellers.

A program names the seller account for which it asks; what is another account's, or another marketplace's, it does not
find. What it does is recorded as done by its key, in the seller's capacity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from countermark_portal.casework.appeals import queries as appeals
from countermark_portal.casework.appeals.queries import AnswerSeen, AppealSeen, Open
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.correspondence import queries as correspondence
from countermark_portal.casework.correspondence.queries import MessageSeen
from countermark_portal.casework.enforcement import queries as enforcement
from countermark_portal.casework.enforcement.queries import MeasureSeen
from countermark_portal.casework.statements import queries as statements
from countermark_portal.casework.statements.codes import LetterKind
from countermark_portal.casework.statements.models import Letter
from countermark_portal.errors import Forbidden, NotFound
from countermark_portal.parties.api_keys import Caller
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind, Scope


@dataclass(frozen=True, slots=True)
class Account:
    """The seller account for which a program asks: the marketplace's slug, the seller's id there."""

    marketplace: str
    seller: str


def permit_for(caller: Caller, account: Account) -> None:
    """Go on only if the program may act for sellers of this marketplace."""
    of_operator = caller.actor.kind is OrganisationKind.OPERATOR
    if not of_operator or Scope.SELLER_ACT not in caller.scopes:
        raise Forbidden("this key does not act for sellers", mend=f"ask for a key with {Scope.SELLER_ACT}")
    if account.marketplace not in caller.marketplaces:
        raise Forbidden(
            f"this key does not act for sellers of {account.marketplace}",
            mend="it acts on: " + ", ".join(sorted(caller.marketplaces)),
        )


def as_seller(caller: Caller, account: Account, reference: str) -> tuple[Actor, Case]:
    """The case, and as whom the program acts in it."""
    permit_for(caller, account)
    found = _of(account).filter(reference=reference).first()
    if found is None:
        raise NotFound(f"there is no case {reference} of this seller")
    actor = Actor(caller.key, capacity=Capacity.SELLER, link=found.id, scopes=caller.scopes)
    return actor, found


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a seller's list."""

    id: UUID
    reference: str
    state: str
    listing_id: str
    title: str
    brand: str
    opened_at: datetime
    changed_at: datetime


def cases_of(caller: Caller, account: Account, *, after: UUID | None, most: int) -> Sequence[CaseLine]:
    """The cases of a seller, the latest first; `after`: the last one of the page before."""
    permit_for(caller, account)
    found = _of(account)
    if after is not None:
        found = found.filter(id__lt=after)
    return [_line(one) for one in found.order_by("-id")[:most]]


def _of(account: Account) -> QuerySet[Case]:
    """Cases that the seller was written to about: of others it does not learn before."""
    told = Letter.objects.filter(case=OuterRef("pk"), audience="seller")
    of_seller = Case.objects.filter(
        Exists(told), seller__seller_id=account.seller, seller__marketplace__slug=account.marketplace
    )
    return of_seller.select_related("listing", "marketplace", "brand", "seller")


def _line(case: Case) -> CaseLine:
    return CaseLine(
        id=case.id,
        reference=case.reference,
        state=case.state,
        listing_id=case.listing.listing_id,
        title=case.listing.title,
        brand=case.brand.name if case.brand else "",
        opened_at=case.opened_at,
        changed_at=case.changed_at,
    )


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter as it was sent, as text and as HTML that we made."""

    id: UUID
    kind: str
    language: str
    subject: str
    text: str
    html: str
    issued_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class SellerCase:
    """All that a seller centre shows of a case."""

    line: CaseLine
    statement: LetterRead | None
    letters: Sequence[LetterRead]
    measures: Sequence[MeasureSeen]
    answers: Sequence[AnswerSeen]
    appeals: Sequence[AppealSeen]
    messages: Sequence[MessageSeen]
    open: Open


def read(actor: Actor, case: Case, now: datetime) -> SellerCase:
    """What a seller sees of a case, and can do in it now."""
    letters = [
        LetterRead(
            one.id, one.kind, one.language, one.subject, one.text, one.html, one.issued_at, one.sent_at
        )
        for one in statements.visible_to(actor).filter(case=case).order_by("-issued_at", "-id")
    ]
    return SellerCase(
        line=_line(case),
        statement=next((one for one in letters if one.kind == LetterKind.STATEMENT), None),
        letters=letters,
        measures=enforcement.of_case(actor, case),
        answers=appeals.answers(actor, case),
        appeals=appeals.appeals(actor, case),
        messages=correspondence.of_case(actor, case.id),
        open=appeals.open_to_seller(case, now),
    )
