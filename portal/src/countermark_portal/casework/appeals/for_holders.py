"""What a rights holder sees of the other side: grounds and kinds of proof, never suppliers, prices or files.

The seller's own words are not told either: they may name both. What a person verified is told as verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from countermark_portal.casework.appeals.facts import WINDOWS, Side
from countermark_portal.casework.appeals.models import Appeal, CounterNotice
from countermark_portal.casework.appeals.rules import appeal_due
from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.standing.models import SafeConduct
from countermark_portal.errors import NotFound
from countermark_portal.parties.rules import Actor, Capacity
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import AtEnd, KeptBy, RightKind


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases about the brands of the actor's organisation, from its notices, or from the notice of a link."""
    if actor.capacity is Capacity.NOTIFIER:
        own = Case.objects.filter(items__notice=actor.link)
    elif actor.organisation is None:
        return Case.objects.none()
    else:
        sent = Q(brand__organisation=actor.organisation) | Q(items__notice__organisation=actor.organisation)
        own = Case.objects.filter(sent)
    return own.distinct().select_related("brand", "listing", "marketplace", "seller")


def find(actor: Actor, reference: str) -> Case:
    """A case by its reference."""
    found = visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound(f"there is no case {reference} that you may see")
    return found


@dataclass(frozen=True, slots=True)
class ProofSeen:
    """A kind of evidence that the seller brought; `open_to_holder`: its kind only, or also what it shows."""

    kind: str
    open_to_holder: bool


@dataclass(frozen=True, slots=True)
class CounterSeen:
    """A counter-notice as the holder sees it. `waits`: a reply can still be given, until `due_at`."""

    case: Case
    at: datetime
    ground: str
    proofs: tuple[ProofSeen, ...]
    purchase_verified: bool
    waits: bool
    due_at: datetime | None
    kept_by: KeptBy
    silence_restores: bool
    reply: str
    replied_at: datetime | None


def counter_notices(
    actor: Actor, cases: Sequence[Case] | None = None, *, waiting: bool = False
) -> list[CounterSeen]:
    """Counter-notices in the actor's cases (in these, if given), those that wait for a reply first due first."""
    kept = CounterNotice.objects.filter(case__in=visible_to(actor))
    if cases is not None:
        kept = kept.filter(case__in=cases)
    if waiting:
        kept = kept.filter(reply="", for_person=False, case__state=State.CONTESTED)
    found = list(kept.select_related("case__brand", "case__listing", "case__marketplace").order_by("at"))
    windows = Deadline.objects.filter(
        case__in=[one.case_id for one in found], kind__in=WINDOWS, ended_at=None
    )
    due = {window.case_id: window for window in windows}
    verified = set(
        SafeConduct.objects.filter(appeal__counter_notice__in=found, provenance=True).values_list(
            "appeal__counter_notice", flat=True
        )
    )
    seen = [_counter(one, due.get(one.case_id), verified=one.id in verified) for one in found]
    return sorted(seen, key=lambda one: (one.due_at is None, one.due_at or one.at))


def _counter(one: CounterNotice, window: Deadline | None, *, verified: bool) -> CounterSeen:
    decision = standing_decision(one.case)
    right = RightKind(decision.right.kind) if decision is not None and decision.right else None
    kept = active(one.case.marketplace.profile).kept_up(right)
    at_end = window.at_end if window else kept.silence
    proofs = [
        ProofSeen(str(file.get("kind", "document")), file.get("audience") in {"holder", "both"})
        for file in one.evidence
    ]
    return CounterSeen(
        case=one.case,
        at=one.at,
        ground=one.ground,
        proofs=tuple(dict.fromkeys(proofs)),
        purchase_verified=verified,
        waits=not one.reply and not one.for_person and one.case.state == State.CONTESTED,
        due_at=window.due_at if window else None,
        kept_by=kept.by,
        silence_restores=at_end == AtEnd.RESTORE,
        reply=one.reply,
        replied_at=one.replied_at,
    )


def standing_decision(case: Case) -> Decision | None:
    """The decision that counts now, if there is one."""
    return Decision.objects.filter(case=case).select_related("right").order_by("-at", "-id").first()


def appealable_until(case: Case, now: datetime) -> datetime | None:
    """Until when the holder may appeal against what was decided; None if there is nothing to appeal against."""
    decision = standing_decision(case)
    if decision is None or decision.outcome not in {Outcome.DISMISS, Outcome.RESTORE}:
        return None
    if Appeal.objects.filter(of=decision, side=Side.NOTIFIER).exists():
        return None
    until = appeal_due(decision.at, active(case.marketplace.profile)).at
    return until if now < until else None


class Happened(NamedTuple):
    """Something that happened in a case: when, a stable code, and what it is about."""

    at: datetime
    code: str
    about: str


def timeline(cases: Sequence[Case]) -> list[Happened]:
    """What happened in these cases, as far as the holder is told, in order."""
    ids = [case.id for case in cases]
    return sorted([*_decided(ids), *_measured(ids), *_contested(ids)])


def _decided(cases: Sequence[UUID]) -> Iterator[Happened]:
    for case in Case.objects.filter(id__in=cases):
        yield Happened(case.opened_at, "case_opened", case.reference)
    for decision in Decision.objects.filter(case__in=cases).select_related("case"):
        yield Happened(decision.at, f"decided_{decision.outcome}", decision.case.reference)


def _measured(cases: Sequence[UUID]) -> Iterator[Happened]:
    for measure in Measure.objects.filter(case__in=cases).select_related("case"):
        if measure.settled_at:
            yield Happened(measure.settled_at, "measure_settled", measure.case.reference)
        if measure.undone_at:
            yield Happened(measure.undone_at, "measure_undone", measure.case.reference)


def _contested(cases: Sequence[UUID]) -> Iterator[Happened]:
    for answer in CounterNotice.objects.filter(case__in=cases).select_related("case"):
        yield Happened(answer.at, "counter_notice", answer.case.reference)
        if answer.replied_at:
            yield Happened(answer.replied_at, "replied", answer.case.reference)
    for appeal in Appeal.objects.filter(case__in=cases).select_related("case"):
        if appeal.counter_notice_id is None:
            yield Happened(appeal.at, f"appeal_of_{appeal.side}", appeal.case.reference)
        if appeal.ended_at:
            yield Happened(appeal.ended_at, f"appeal_{appeal.outcome}", appeal.case.reference)


@dataclass(frozen=True, slots=True)
class Story:
    """How far a case has come: restricted once, answered by the seller, replied to, heard, and back."""

    restricted: bool
    answered: bool
    replied: bool
    heard: bool
    restored: bool


def story(case: Case) -> Story:
    """How far a case has come."""
    answers = CounterNotice.objects.filter(case=case)
    measures = Measure.objects.filter(case=case)
    decided = Decision.objects.filter(case=case)
    return Story(
        restricted=decided.filter(outcome__in=[Outcome.RESTRICT, Outcome.DISMISS, Outcome.ASK]).exists(),
        answered=answers.exists(),
        replied=answers.exclude(reply="").exists(),
        heard=Appeal.objects.filter(case=case).exclude(outcome="").exists(),
        restored=measures.exists() and not measures.filter(undone_at=None).exists(),
    )
