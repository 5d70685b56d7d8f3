"""What the desk weighs in a case: the notice and its right, the reason's law, the histories of both sides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec

from countermark_portal.casework.appeals.queries import EvidenceSeen, evidence
from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions.queries import sentences
from countermark_portal.casework.decisions.rules import needs_second
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.notices import seen
from countermark_portal.casework.notices.models import NoticeItem
from countermark_portal.casework.notices.ratings import tiers
from countermark_portal.casework.standing.models import SafeConduct, Strike
from countermark_portal.casework.statements.restriction import Fact
from countermark_portal.parties.contacts import Values, opened
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.model import Reason
from countermark_portal.policies.queries import active
from countermark_portal.policies.terms import Tier
from countermark_portal.registry.models import AuthorisedSeller, Right
from countermark_portal.registry.rules import control_shown, in_force, reaches

_ALWAYS: Final = ("safety_risk", "answer_not_enough")
"""Facts that need nothing filled in and that only a person can see."""


@dataclass(frozen=True, slots=True)
class RightSeen:
    """A right as its office has it, and what it is worth here and today."""

    kind: str
    office: str
    number: str
    text: str
    classes: tuple[int, ...]
    goods: str
    territories: tuple[str, ...]
    registered: date | None
    expires: date | None
    owner: str
    in_force: bool
    reaches: bool
    control: str
    control_until: date | None
    control_shown: bool


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A notice about the listing of a case."""

    reference: str
    at: datetime
    kind: str
    name: str
    reason: str
    element: str
    explanation: str
    evidence: tuple[EvidenceSeen, ...]
    reasons: tuple[Mapping[str, str], ...]
    proposed: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class NotifierSeen:
    """How notices of who notified turned out before. `tier` is empty for who has no account."""

    name: str
    kind: str
    tier: str
    notices: int
    items: int
    accepted: int
    refused: int
    reversed: int


@dataclass(frozen=True, slots=True)
class StrikeSeen:
    """Points of a seller."""

    reason: str
    points: int
    at: datetime
    expires_at: datetime
    erased: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class SellerSeen:
    """A seller account and what happened to it before."""

    name: str
    seller_id: str
    kind: str
    strikes: tuple[StrikeSeen, ...]
    points: int
    won: int
    safe_conduct: bool
    authorised: bool
    reached_at: Values


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    """The reason of a case, as its policy has it now."""

    code: str
    rule: Reason
    measure: str
    policy: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A coded fact that a reviewer can choose: its key in the form, its sentence."""

    key: str
    sentence: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Background:
    """All of it."""

    notices: tuple[NoticeSeen, ...]
    reason: ReasonSeen | None
    right: RightSeen | None
    products: tuple[Mapping[str, Any], ...]
    notifier: NotifierSeen | None
    seller: SellerSeen | None
    facts: tuple[Offered, ...]
    needs_second: bool
    """Whether to restrict here takes a second person."""


def background(actor: Actor, case: Case, now: datetime) -> Background:
    """What the desk weighs in a case. For the desk alone: it names notifiers."""
    permit(actor, Permission.CLAIM_CASE)
    related = ("notice__right__brand", "notice__organisation")
    items = list(case.items.select_related(*related).order_by("triaged_at", "id"))
    first = items[0] if items else None
    right = first.notice.right if first else None
    reason = _reason(case, first.notice.reason) if first else None
    return Background(
        notices=tuple(_notice(item) for item in items),
        reason=reason,
        right=_right(right, case, now) if right else None,
        products=tuple(case.brand.references.get("products", ())) if case.brand else (),
        notifier=_notifier(first, now) if first else None,
        seller=_seller(case, now),
        facts=offered(case),
        needs_second=_needs_second(case, reason),
    )


def _needs_second(case: Case, reason: ReasonSeen | None) -> bool:
    measures = frozenset({reason.measure}) if reason else frozenset[str]()
    codes = set(case.why_person)
    return needs_second(measures, safety_critical=case.priority >= 20, prominent="PROMINENT-SELLER" in codes)


def offered(case: Case) -> tuple[Offered, ...]:
    """The coded facts that fit a case: what the capture shows, what its reason alleges, what only a person can see."""
    item = case.items.select_related("notice__right__brand").order_by("triaged_at", "id").first()
    if item is None:
        return ()
    capture = Capture.objects.filter(listing=case.listing, found=True).order_by("-at").first()
    right, reason = item.notice.right, item.notice.reason
    facts = [*seen.facts(capture, right, reason), *(Fact(code, {}) for code in _ALWAYS)]
    rule = active(case.marketplace.profile).reasons.get(reason)
    if rule is not None and rule.counterfeit:
        facts.insert(
            -len(_ALWAYS), Fact("holder_confirmed", {"date": item.notice.submitted_at.date().isoformat()})
        )
    told = sentences({"code": one.code, "slots": dict(one.slots)} for one in facts)
    return tuple(Offered(_key(one), said, one) for one, said in zip(facts, told, strict=True))


def _key(fact: Fact) -> str:
    """Named by its content: a form that was opened before something else was captured chooses what it showed."""
    said = msgspec.json.encode([fact.code, dict(fact.slots)], order="sorted")
    return f"{fact.code}-{hashlib.sha256(said).hexdigest()[:10]}"


def _notice(item: NoticeItem) -> NoticeSeen:
    notice, verdict = item.notice, item.verdict_facts
    return NoticeSeen(
        reference=notice.reference,
        at=notice.submitted_at,
        kind=notice.notifier_kind,
        name=notice.organisation.name if notice.organisation else "",
        reason=notice.reason,
        element=notice.element,
        explanation=notice.explanation,
        evidence=evidence(notice.evidence),
        reasons=tuple(verdict.get("reasons", ())),
        proposed=verdict.get("proposed") or "",
        withdrawn=item.withdrawn_at is not None,
    )


def _reason(case: Case, code: str) -> ReasonSeen | None:
    policy = active(case.marketplace.profile)
    rule = policy.reasons.get(code)
    return ReasonSeen(code, rule, rule.measure(Tier.STANDARD) or "", policy.id) if rule else None


def _right(right: Right, case: Case, now: datetime) -> RightSeen:
    day, facts = now.date(), right.facts
    return RightSeen(
        kind=right.kind,
        office=right.office,
        number=right.number,
        text=right.text,
        classes=tuple(right.classes),
        goods=right.goods,
        territories=tuple(right.territories),
        registered=right.registered,
        expires=right.withdrawn or right.expires,
        owner=right.owner_name,
        in_force=in_force(facts, day),
        reaches=bool(reaches(facts, frozenset(case.marketplace.territories))),
        control=right.control,
        control_until=right.control_until,
        control_shown=control_shown(facts, day),
    )


def _notifier(item: NoticeItem, now: datetime) -> NotifierSeen:
    notice = item.notice
    organisation = notice.organisation
    if organisation is None:
        return NotifierSeen("", notice.notifier_kind, "", 0, 0, 0, 0, 0)
    others = NoticeItem.objects.filter(notice__organisation=organisation).exclude(id=item.id)
    rows = list(others.values_list("notice", "verdict", "case", "case__state"))
    won = set(
        SafeConduct.objects.filter(appeal__case__items__in=others).values_list("appeal__case", flat=True)
    )
    accepted = sum(1 for _, _, case, state in rows if state in {"restricted", "restored"} and case not in won)
    return NotifierSeen(
        name=organisation.name,
        kind=notice.notifier_kind,
        tier=tiers([organisation.id], now=now)[organisation.id],
        notices=len({one for one, *_ in rows}),
        items=len(rows),
        accepted=accepted,
        refused=sum(1 for _, verdict, *_ in rows if verdict == "refused"),
        reversed=len(won),
    )


def _seller(case: Case, now: datetime) -> SellerSeen | None:
    seller = case.seller
    if seller is None:
        return None
    strikes = tuple(
        StrikeSeen(
            one.reason,
            one.points,
            one.at,
            one.expires_at,
            one.erased_at is not None,
            one.erased_at is None and one.expires_at > now,
        )
        for one in Strike.objects.filter(seller=seller).order_by("-at")
    )
    conducts = list(SafeConduct.objects.filter(seller=seller).values_list("listing_id", flat=True))
    return SellerSeen(
        name=seller.name or seller.seller_id,
        seller_id=seller.seller_id,
        kind=seller.kind,
        strikes=strikes,
        points=sum(one.points for one in strikes if one.counts),
        won=len(conducts),
        safe_conduct=case.listing.listing_id in conducts,
        authorised=_authorised(case, seller.seller_id, now.date()),
        reached_at=opened(seller.contact) if seller.contact else Values(),
    )


def _authorised(case: Case, seller: str, day: date) -> bool:
    consents = AuthorisedSeller.objects.filter(
        brand=case.brand_id, marketplace=case.marketplace_id, seller_id=seller
    )
    ranges: list[tuple[date | None, date | None]] = list(consents.values_list("valid_from", "valid_until"))
    return any((a is None or a <= day) and (b is None or b >= day) for a, b in ranges)
