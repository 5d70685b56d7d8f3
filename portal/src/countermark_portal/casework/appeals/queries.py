"""Reads of answers and appeals: what the seller said and brought, who asks for another decision, who may give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from countermark_portal.casework.appeals import rules
from countermark_portal.casework.appeals.facts import Side
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.parties.permission_map import Permission, may
from countermark_portal.parties.rules import Actor, Capacity, OrganisationKind
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import CounterField, Ground, RightKind

_FOR_HOLDER: Final = frozenset({"holder", "both"})


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """Something that a party brought. Without bytes it is words alone."""

    kind: str
    sha256: str
    name: str
    content_type: str
    bytes: int
    audience: str
    says: str

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page, re-encoded."""
        return self.content_type.startswith("image/")


def evidence(kept: Iterable[Mapping[str, Any]]) -> tuple[EvidenceSeen, ...]:
    """Evidence as a notice or an answer keeps it, with what an older one may lack."""
    return tuple(
        EvidenceSeen(
            kind=one.get("kind", ""),
            sha256=one.get("sha256", ""),
            name=one.get("name", ""),
            content_type=one.get("content_type", ""),
            bytes=one.get("bytes", 0),
            audience=one.get("audience", ""),
            says=one.get("says", ""),
        )
        for one in kept
    )


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """A counter-notice, with as much of its evidence as the reader may see, and the holder's reply."""

    id: UUID
    at: datetime
    ground: str
    statement: str
    evidence: tuple[EvidenceSeen, ...]
    given: tuple[str, ...]
    pressed_to_pay: bool
    reply: str
    reply_text: str
    reply_evidence: tuple[EvidenceSeen, ...]
    replied_at: datetime | None
    for_person: bool


@dataclass(frozen=True, slots=True)
class AppealSeen:
    """An appeal. `may_hear`: by who reads; `waits_for_holder`: the other side may still reply first."""

    id: UUID
    reference: str
    side: str
    of: str
    grounds: str
    by_answer: bool
    at: datetime
    outcome: str
    ended_at: datetime | None
    waits_for_holder: bool
    may_hear: bool


def answers(actor: Actor, case: Case) -> tuple[AnswerSeen, ...]:
    """The seller's answers in a case, the latest first."""
    visible = cases.visible_to(actor).filter(id=case.id)
    found = CounterNotice.objects.filter(case__in=visible).order_by("-at")
    return tuple(_answer(one, actor) for one in found)


def _answer(one: CounterNotice, actor: Actor) -> AnswerSeen:
    own = actor.is_system or actor.kind is OrganisationKind.OPERATOR or actor.capacity is Capacity.SELLER
    brought = tuple(e for e in evidence(one.evidence) if own or e.audience in _FOR_HOLDER)
    return AnswerSeen(
        id=one.id,
        at=one.at,
        ground=one.ground,
        statement=one.explanation,
        evidence=brought,
        given=tuple(one.given),
        pressed_to_pay=one.pressed_to_pay and own,
        reply=one.reply,
        reply_text=one.reply_text,
        reply_evidence=evidence(one.reply_evidence) if actor.kind is OrganisationKind.OPERATOR else (),
        replied_at=one.replied_at,
        for_person=one.for_person,
    )


def appeals(actor: Actor, case: Case) -> tuple[AppealSeen, ...]:
    """The appeals in a case, the latest first."""
    visible = cases.visible_to(actor).filter(id=case.id)
    found = Appeal.objects.filter(case__in=visible).select_related("of", "counter_notice").order_by("-at")
    return tuple(
        AppealSeen(
            id=one.id,
            reference=one.reference,
            side=one.side,
            of=one.of.reference,
            grounds=one.grounds,
            by_answer=one.counter_notice is not None,
            at=one.at,
            outcome=one.outcome,
            ended_at=one.ended_at,
            waits_for_holder=one.counter_notice is not None and not one.counter_notice.for_person,
            may_hear=may(actor, Permission.HEAR_APPEAL, one),
        )
        for one in found
    )


def file_of_case(actor: Actor, case: Case, sha256: str) -> EvidenceSeen | None:
    """A file that a party brought in this case, if the reader may see it."""
    brought = [e for answer in answers(actor, case) for e in (*answer.evidence, *answer.reply_evidence)]
    if actor.kind is OrganisationKind.OPERATOR:
        items = case.items.select_related("notice")
        brought += [e for item in items for e in evidence(item.notice.evidence)]
    return next((e for e in brought if e.sha256 == sha256), None)


@dataclass(frozen=True, slots=True)
class Demanded:
    """What the policy asks of a counter-notice in this case."""

    fields: frozenset[CounterField]
    grounds: tuple[Ground, ...]
    need_evidence: frozenset[Ground]
    statement_least: int


@dataclass(frozen=True, slots=True)
class Open:
    """What the seller can do in a case now. `demanded` is None, and `appeal_until` too, where it cannot be done."""

    demanded: Demanded | None
    appeal_until: datetime | None
    why_no_appeal: str


def open_to_seller(case: Case, now: datetime) -> Open:
    """What the seller can do in a case now, and until when."""
    decision = Decision.objects.filter(case=case).select_related("right").order_by("-at", "-id").first()
    if decision is None:
        return Open(None, None, "nothing was decided yet")
    demanded = _demanded(case, decision) if case.state in {State.RESTRICTED, State.ASKED} else None
    until, why = _appeal(case, decision, now)
    return Open(demanded, until, why)


def _demanded(case: Case, decision: Decision) -> Demanded:
    policy = active(case.marketplace.profile)
    kind = RightKind(decision.right.kind) if decision.right else None
    content = policy.counter_content(kind)
    return Demanded(
        frozenset(content.fields),
        policy.answers.grounds,
        frozenset(policy.answers.need_evidence),
        content.statement_least,
    )


def _appeal(case: Case, decision: Decision, now: datetime) -> tuple[datetime | None, str]:
    against_seller = decision.outcome in {Outcome.RESTRICT, Outcome.UPHOLD}
    if not against_seller or case.state != State.RESTRICTED:
        return None, "there is no decision against you to appeal against"
    policy = active(case.marketplace.profile)
    heard = Appeal.objects.filter(of=decision, side=Side.SELLER).exclude(outcome="").exists()
    refusal = rules.appeal_refusal(decision.at, now, policy, was_heard=heard)
    return (None, refusal.text) if refusal else (rules.appeal_due(decision.at, policy).at, "")
