"""Gathering what triage needs to know of many notice items at once: one query a kind of fact, not one an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.cases.rules import DONE
from countermark_portal.casework.enforcement.models import Measure
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.casework.notices import facts
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.casework.notices.ratings import tiers
from countermark_portal.casework.standing.models import SafeConduct
from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.parties.models import Mandate
from countermark_portal.policies.checks import HOLDERS
from countermark_portal.policies.terms import (
    Declaration,
    Element,
    Evidence,
    NotifierKind,
    RightKind,
    Tier,
    word,
)
from countermark_portal.registry.models import AuthorisedSeller, Right


class Dossier(NamedTuple):
    """An item, the capture that it is judged on, and the facts."""

    item: NoticeItem
    capture: Capture | None
    facts: facts.NoticeFacts


class _Known(NamedTuple):
    """What was looked up for all items together."""

    captures: dict[UUID, Capture]
    open_cases: dict[tuple[UUID, UUID | None], Case]
    safe_conducts: dict[tuple[UUID, str], str]
    authorised: set[tuple[UUID, UUID, str]]
    mandates: set[tuple[UUID | None, UUID]]
    held: set[tuple[UUID, UUID | None]]
    tiers: dict[UUID, Tier]


def gather(items: Sequence[NoticeItem], *, now: datetime) -> list[Dossier]:
    """The dossier of each item."""
    known = _known(items, now)
    return [_dossier(item, known, now) for item in items]


def _known(items: Sequence[NoticeItem], now: datetime) -> _Known:
    listings = [item.listing_id for item in items if item.listing_id]
    brands = {item.notice.right.brand_id for item in items if item.notice.right}
    agents = {item.notice.organisation_id for item in items if item.notice.organisation_id}
    day = now.date()
    captures = Capture.objects.filter(listing__in=listings).order_by("listing", "-at").distinct("listing")
    cases = Case.objects.filter(listing__in=listings).exclude(state__in=DONE)
    conducts = SafeConduct.objects.filter(listing_id__in=[item.named for item in items]).select_related(
        "appeal"
    )
    consents = AuthorisedSeller.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_until=None) | Q(valid_until__gte=day),
        brand__in=brands,
    )
    mandates = Mandate.objects.filter(
        agent__in=agents, valid_from__lte=day, valid_until__gte=day, checked_at__isnull=False
    )
    held = Measure.objects.filter(listing__in=listings, kind=MeasureKind.HOLD).select_related("case")
    return _Known(
        {one.listing_id: one for one in captures},
        {(case.listing_id, case.brand_id): case for case in cases},
        {(one.seller_id, one.listing_id): one.appeal.reference for one in conducts},
        {(one.brand_id, one.marketplace_id, one.seller_id) for one in consents},
        {(one.agent_id, one.holder_id) for one in mandates},
        {(one.case.listing_id, one.case.brand_id) for one in held},
        tiers(sorted(agents), now=now),
    )


def _dossier(item: NoticeItem, known: _Known, now: datetime) -> Dossier:
    notice, right = item.notice, item.notice.right
    capture = known.captures.get(item.listing_id) if item.listing_id else None
    brand = right.brand_id if right else None
    listing = item.listing
    key = (listing.id, brand) if listing else None
    standing = known.open_cases.get(key) if key else None
    conduct = (
        known.safe_conducts.get((listing.seller_id, item.named)) if listing and listing.seller_id else None
    )
    gathered = facts.NoticeFacts(
        notice=_said(notice, known),
        right=_right(right, now) if right else None,
        listing=_listing(item, capture, known),
        before=facts.Before(
            open_case=standing.reference if standing else None,
            safe_conduct=conduct,
            held_for_same_cause=key in known.held,
        ),
        tier=known.tiers.get(notice.organisation_id, Tier.STANDARD)
        if notice.organisation_id
        else Tier.STANDARD,
        automation=item.marketplace.settings.get("automation", "on") == "on",
    )
    return Dossier(item, capture, gathered)


def _said(notice: Notice, known: _Known) -> facts.Notice:
    owner = notice.right.brand.organisation_id if notice.right else None
    mandated = owner is not None and (notice.organisation_id, owner) in known.mandates
    return facts.Notice(
        reason=notice.reason,
        notifier=_counts_as(notice),
        explanation=notice.explanation,
        element=word(Element, notice.element),
        organisation=str(notice.organisation_id) if notice.organisation_id else None,
        is_named=notice.contact_id is not None or notice.person_id is not None,
        has_email=notice.contact_id is not None or notice.person_id is not None,
        power_of_attorney=mandated,
        declared=frozenset(filter(None, (word(Declaration, one) for one in notice.declarations))),
        evidence=frozenset(filter(None, (word(Evidence, one.get("kind")) for one in notice.evidence))),
        first_sold_in=frozenset(notice.first_sold_in),
        new_facts=notice.new_facts,
    )


def _counts_as(notice: Notice) -> NotifierKind:
    """Who says to hold a right but was never seen to is heard like anybody else: a person looks."""
    kind = NotifierKind(notice.notifier_kind)
    return NotifierKind.BUYER if kind in HOLDERS and notice.organisation_id is None else kind


def _right(right: Right, now: datetime) -> facts.Right:
    return facts.Right(
        kind=RightKind(right.kind),
        owner=str(right.brand.organisation_id),
        office=right.office,
        number=right.number,
        territories=frozenset(right.territories),
        classes=frozenset(right.classes),
        registered=right.registered,
        expires=right.expires,
        is_lapsed=right.withdrawn is not None and right.withdrawn <= now.date(),
        control_until=right.control_until,
    )


def _listing(item: NoticeItem, capture: Capture | None, known: _Known) -> facts.Listing | None:
    if capture is None:
        return None
    brand = item.notice.right.brand if item.notice.right else None
    seller = capture.fields.get("seller_id", "")
    return facts.Listing(
        exists=capture.found,
        findings=tuple(_seen(capture, brand.slug)) if brand else (),
        seller_authorised=brand is not None and (brand.id, item.marketplace_id, seller) in known.authorised,
        territories=frozenset(item.marketplace.territories),
        safety_critical=capture.fields.get("category", "").split(">")[0].strip().lower()
        in item.marketplace.settings.get("safety_critical", []),
    )


def _seen(capture: Capture, brand: str) -> list[facts.Seen]:
    """What the engine saw for this brand; a signal is told by its name without the kind."""
    by_signal: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, ""))
    for finding in capture.findings:
        if finding["brand"] == brand:
            for signal in finding["signals"]:
                name = signal["name"].split(".")[0]
                weight, text = by_signal[name]
                by_signal[name] = (weight + signal["weight"], text or signal["text"] or signal["name"])
    return [facts.Seen(signal=name, weight=weight, text=text) for name, (weight, text) in by_signal.items()]
