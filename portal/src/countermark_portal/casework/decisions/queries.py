"""Reads of decisions: those of a case, and what was decided before for the same reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.statements.texts import say
from countermark_portal.errors import PortalError
from countermark_portal.parties.models import Person
from countermark_portal.parties.permission_map import Permission, may
from countermark_portal.parties.rules import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """A decision as the desk reads it. `by` is empty where a policy decided without a person."""

    id: UUID
    reference: str
    outcome: str
    reason: str
    at: datetime
    by: str
    is_mine: bool
    facts: tuple[str, ...]
    own_words: str
    measures: tuple[str, ...]
    policy: str
    automation: str
    origin: str
    supersedes: str
    capture: UUID | None


@dataclass(frozen=True, slots=True)
class Precedent:
    """What was decided in another case for the same reason and brand."""

    case: str
    title: str
    outcome: str
    at: datetime
    own_words: str
    facts: tuple[str, ...]


def of_case(actor: Actor, case: Case, *, language: str = "en") -> tuple[DecisionSeen, ...]:
    """The decisions of a case, the first one first."""
    visible = cases.visible_to(actor).filter(id=case.id)
    found = list(Decision.objects.filter(case__in=visible).select_related("supersedes").order_by("at", "id"))
    names = _names(one.made_by for one in found)
    return tuple(
        DecisionSeen(
            id=one.id,
            reference=one.reference,
            outcome=one.outcome,
            reason=one.reason,
            at=one.at,
            by=names.get(one.made_by, ""),
            is_mine=one.made_by == actor.id,
            facts=sentences(one.facts, language),
            own_words=one.own_words,
            measures=tuple(one.measures),
            policy=one.policy,
            automation=one.automation,
            origin=one.origin,
            supersedes=one.supersedes.reference if one.supersedes else "",
            capture=one.capture_id,
        )
        for one in found
    )


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    people = {one for one in ids if one != SYSTEM.id}
    return dict(Person.objects.filter(id__in=people).values_list("id", "name")) if people else {}


def sentences(facts: Iterable[Mapping[str, Any]], language: str = "en") -> tuple[str, ...]:
    """Coded facts as people read them; a code whose sentence is gone is told as it is."""
    return tuple(_sentence(language, one) for one in facts)


def _sentence(language: str, fact: Mapping[str, Any]) -> str:
    try:
        return say(language, f"fact.{fact['code']}", **fact["slots"])
    except PortalError:
        return str(fact["code"])


def precedents(actor: Actor, case: Case, reason: str, *, most: int = 5) -> tuple[Precedent, ...]:
    """Final decisions in other cases of the brand for the same reason, the latest first."""
    if not reason or case.brand_id is None:
        return ()
    final = (Outcome.RESTRICT, Outcome.DISMISS, Outcome.UPHOLD, Outcome.RESTORE)
    visible = cases.visible_to(actor).filter(brand=case.brand_id).exclude(id=case.id)
    found = Decision.objects.filter(case__in=visible, reason=reason, outcome__in=final, superseded_by=None)
    return tuple(
        Precedent(
            one.case.reference,
            one.case.listing.title or one.case.listing.listing_id,
            one.outcome,
            one.at,
            one.own_words,
            sentences(one.facts),
        )
        for one in found.select_related("case__listing").order_by("-at")[:most]
    )


@dataclass(frozen=True, slots=True)
class Second:
    """What a second person is asked: to agree to this proposal. `may`: whether who reads may be that person."""

    proposal: str
    may: bool


def second(actor: Actor, case: Case) -> Second | None:
    """The proposal that waits in a case for a second person."""
    visible = cases.visible_to(actor).filter(id=case.id, state=State.APPROVAL)
    proposed = Decision.objects.filter(case__in=visible, outcome=Outcome.PROPOSE).order_by("-at").first()
    return Second(proposed.reference, may(actor, Permission.APPROVE, proposed)) if proposed else None


@dataclass(frozen=True, slots=True)
class Latest:
    """What was decided last in a case, for who came too late."""

    outcome: str
    by: str
    at: datetime


def latest(actor: Actor, case: Case) -> Latest | None:
    """The latest decision of a case."""
    visible = cases.visible_to(actor).filter(id=case.id)
    found = Decision.objects.filter(case__in=visible).order_by("-at", "-id").first()
    return Latest(found.outcome, _names([found.made_by]).get(found.made_by, ""), found.at) if found else None
