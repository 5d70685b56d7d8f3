"""Triage of many notice items at once, and everything that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.cases.actions import Opening
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import Move, State
from countermark_portal.casework.decisions import actions as decisions
from countermark_portal.casework.decisions.actions import Proposal
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.notices import dossier, rules, seen, telling
from countermark_portal.casework.notices.dossier import Dossier
from countermark_portal.casework.notices.facts import Act, Ask, ForPerson, Incomplete, Refusal, Verdict
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.statements import issuing
from countermark_portal.casework.statements.codes import LetterKind
from countermark_portal.casework.statements.restriction import Automation, Origin
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import rows
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies import actions as policies
from countermark_portal.policies.calendars import due
from countermark_portal.policies.model import Policy
from countermark_portal.policies.queries import active_of
from countermark_portal.policies.terms import ClockKind
from countermark_portal.registry.models import Brand

Judged = tuple[Dossier, Verdict]
Under = Mapping[str, Policy]
"""The policies that count for the profiles of a batch."""


def triage(*, actor: Actor, now: datetime, notices: Sequence[UUID]) -> int:
    """Triage the items of these notices that were captured and not yet triaged; how many there were."""
    permit(actor, Permission.TRIAGE)
    with transaction.atomic():
        waiting = NoticeItem.objects.select_for_update(of=("self",), skip_locked=True).filter(
            notice__in=notices, verdict="", withdrawn_at=None, listing__isnull=False
        )
        related = (
            "notice__right__brand",
            "notice__contact__key",
            "marketplace",
            "listing__marketplace",
            "listing__seller",
        )
        items = list(waiting.select_related(*related).order_by("id"))
        under = active_of(item.marketplace.profile for item in items)
        policies.keep(now=now, policies=under.values())
        judged = _one_each(
            [
                (one, rules.triage(one.facts, under[one.item.marketplace.profile], now))
                for one in dossier.gather(items, now=now)
            ]
        )
        for one, verdict in judged:
            one.item.verdict, one.item.triaged_at = verdict.code, now
            one.item.verdict_facts = _facts(verdict)
        _follow(actor, now, judged, under)
        fields = ["verdict", "verdict_facts", "triaged_at", "case", "cure_until"]
        rows.save([one.item for one, _ in judged], fields)
        told = {one.item.notice_id for one, _ in judged}
        ledger.record(
            actor=actor, now=now, entries=[Entry("notice.triaged", notice) for notice in sorted(told)]
        )
    return len(judged)


def _one_each(judged: list[Judged]) -> list[Judged]:
    """Of items of one batch about the same listing and brand the first opens a case; the others wait for its turn."""
    seen: set[tuple[UUID | None, UUID | None]] = set()
    kept = []
    for one, verdict in judged:
        right = one.item.notice.right
        key = (one.item.listing_id, right.brand_id if right else None)
        if isinstance(verdict, Act | Ask | ForPerson):
            if key in seen:
                continue
            seen.add(key)
        kept.append((one, verdict))
    return kept


def _facts(verdict: Verdict) -> dict[str, Any]:
    """What is kept, and answered, of a verdict."""
    if isinstance(verdict, Incomplete):
        fixes = [{"field": f.field, "code": f.code, "what": f.what, "mend": f.mend} for f in verdict.fixes]
        return {"fixes": fixes}
    if isinstance(verdict, Act):
        return {"measures": list(verdict.measures), "seen": [seen.signal for seen in verdict.seen]}
    reasons = [{"code": why.code, "text": why.text} for why in verdict.reasons]
    proposed = verdict.proposed if isinstance(verdict, ForPerson) else None
    return {"reasons": reasons} | ({"proposed": proposed} if proposed else {})


def _follow(actor: Actor, now: datetime, judged: Sequence[Judged], under: Under) -> None:
    """Open cases, decide, hand to people, tell notifiers."""
    for_cases = [(one, v) for one, v in judged if isinstance(v, Act | Ask | ForPerson)]
    opened = cases.open_cases(
        actor=actor, now=now, openings=[_opening(one, verdict, under) for one, verdict in for_cases]
    )
    proposals, moves = [], []
    for (one, verdict), case in zip(for_cases, opened, strict=True):
        one.item.case = case
        if isinstance(verdict, Act | Ask):
            proposals.append(_proposal(one, verdict, case))
        else:
            cases.note_why(case, [why.code for why in verdict.reasons])
            moves.append((case, Move.TO_PERSON))
            policy = under[one.item.marketplace.profile]
            cases.start_clocks(now=now, policy=policy, cases=[case], kinds=[verdict.clock])
    rows.save([one.item for one, _ in for_cases], ["case"])
    decisions.make(actor=actor, now=now, proposals=proposals)
    cases.move(actor=actor, now=now, moves=[(case, how) for case, how in moves if case.state == State.OPEN])
    _answer(actor, now, judged, under)


def _opening(one: Dossier, verdict: Verdict, under: Under) -> Opening:
    listing, right = one.item.listing, one.item.notice.right
    assert listing is not None
    listed = one.facts.listing
    urgent = 20 if listed is not None and listed.safety_critical else 0
    asked = 5 if isinstance(verdict, ForPerson) and verdict.clock is ClockKind.TRIAGE_PROVEN else 0
    policy = under[one.item.marketplace.profile].id
    return Opening(listing, right.brand if right else _seen_brand(one), policy, urgent + asked)


def _seen_brand(one: Dossier) -> Brand | None:
    """Who names no right may still be right about the brand: the one that the engine saw most of."""
    findings = one.capture.findings if one.capture else []
    best = max(findings, key=lambda finding: float(finding["score"]), default=None)
    return Brand.objects.filter(slug=best["brand"]).first() if best else None


def _proposal(one: Dossier, verdict: Act | Ask, case: Case) -> Proposal:
    """What the policy decides by itself. A machine saw it; a machine decides, within what people laid down."""
    notice, acts = one.item.notice, isinstance(verdict, Act)
    measures = verdict.measures if isinstance(verdict, Act) else (verdict.measure,) if verdict.measure else ()
    return Proposal(
        case=case,
        outcome=Outcome.RESTRICT if acts else Outcome.ASK,
        reason=notice.reason,
        right=notice.right,
        facts=seen.facts(one.capture, notice.right, notice.reason),
        measures=tuple(measures),
        origin=Origin.NOTICE,
        automation=Automation.FULLY,
        automated_detection=False,
        notice_item=one.item,
        capture=one.capture,
    )


def _answer(actor: Actor, now: datetime, judged: Sequence[Judged], under: Under) -> None:
    """Tell notifiers what nobody will work on, and what they can do about it."""
    letters = []
    for one, verdict in judged:
        policy = under[one.item.marketplace.profile]
        if isinstance(verdict, Incomplete):
            one.item.cure_until = due(now, policy.clock(verdict.clock), policy.calendar).at
            letters.append(telling.incomplete(one.item, verdict, policy))
        elif isinstance(verdict, Refusal):
            letters.append(telling.refused(one.item, verdict, now, policy))
    issuing.issue(actor=actor, now=now, letters=letters)


def acknowledge(*, actor: Actor, now: datetime, notices: Sequence[UUID]) -> None:
    """Tell notifiers that their notice has come in, once."""
    with transaction.atomic():
        waiting = Notice.objects.select_for_update(of=("self",)).filter(id__in=notices)
        new = waiting.exclude(letters__kind=LetterKind.NOTICE_RECEIVED).prefetch_related("items__marketplace")
        under = active_of({item.marketplace.profile for notice in new for item in notice.items.all()})
        issuing.issue(actor=actor, now=now, letters=[telling.received(notice, under) for notice in new])
