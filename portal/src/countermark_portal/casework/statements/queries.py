"""Reads of letters, as they were sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.statements.codes import LetterKind
from countermark_portal.casework.statements.models import Letter
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """A letter as it was sent; `html` was made by us and holds nothing that is not escaped."""

    id: UUID
    kind: str
    audience: str
    language: str
    subject: str
    html: str
    issued_at: datetime
    sent_at: datetime | None


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters that an actor may read: all for the desk, else those that were written to them."""
    if actor.is_system or actor.kind is OrganisationKind.OPERATOR:
        return Letter.objects.all()
    if actor.capacity is Capacity.SELLER:
        return Letter.objects.filter(case=actor.link, audience="seller")
    if actor.capacity is Capacity.NOTIFIER:
        return Letter.objects.filter(notice=actor.link, audience="notifier")
    visible = cases.visible_to(actor)
    return Letter.objects.filter(
        case__in=visible, notice__organisation=actor.organisation, audience="notifier"
    )


def of_case(actor: Actor, case: Case) -> tuple[LetterSeen, ...]:
    """The letters about a case, the latest first."""
    found = visible_to(actor).filter(case=case).order_by("-issued_at", "-id")
    return tuple(_seen(one) for one in found)


def latest_statement(letters: tuple[LetterSeen, ...]) -> LetterSeen | None:
    """The statement of reasons that was sent last."""
    return next((one for one in letters if one.kind == LetterKind.STATEMENT), None)


def _seen(one: Letter) -> LetterSeen:
    # Languages of letters are ISO 639; a browser chooses Chinese signs by script.
    language = "zh-Hans" if one.language == "zh" else one.language
    return LetterSeen(
        one.id, one.kind, one.audience, language, one.subject, one.html, one.issued_at, one.sent_at
    )
