"""Taking notices in, many at once, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import ids
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties import contacts
from countermark_portal.parties.contacts import Values
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor
from countermark_portal.registry.models import Right

MOST_ITEMS: Final = 10_000
"""Listings that one call may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A listing as a notice names it: the marketplace's slug and its listing id there."""

    marketplace: str
    listing_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A notice as it comes in. `evidence`: kind and SHA-256 of what was sent along (the bytes are in `blobs`)."""

    notifier_kind: str
    reason: str
    listings: Sequence[Named]
    explanation: str
    element: str = ""
    right: UUID | None = None
    right_as_stated: str = ""
    declarations: frozenset[str] = frozenset()
    evidence: Sequence[dict[str, Any]] = ()
    first_sold_in: frozenset[str] = frozenset()
    new_facts: bool = False
    notifier: Values = field(default_factory=Values)
    language: str = "en"
    channel: str = "form"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A submission that was not taken in: why, and how it can be."""

    code: str
    what: str
    mend: str


def submit(*, actor: Actor, now: datetime, submissions: Sequence[Submission]) -> list[Notice | NotTaken]:
    """Take notices in. Each is answered for itself; what is taken in is captured and triaged by jobs."""
    permit(actor, Permission.SUBMIT_NOTICE)
    marketplaces = {one.slug: one for one in Marketplace.objects.all()}
    rights = Right.objects.filter(id__in=[one.right for one in submissions if one.right]).in_bulk()
    answers = [_refusal(one, marketplaces, rights) or _notice(actor, one, now) for one in submissions]
    taken = [
        (one, answer) for one, answer in zip(submissions, answers, strict=True) if isinstance(answer, Notice)
    ]
    with transaction.atomic():
        for (_, notice), contact in zip(
            taken, contacts.seal([one.notifier for one, _ in taken]), strict=True
        ):
            notice.contact = contact
        Notice.objects.bulk_create(notice for _, notice in taken)
        NoticeItem.objects.bulk_create(
            [item for one, notice in taken for item in _items(notice, one, marketplaces)], batch_size=2000
        )
        entries = [Entry("notice.submitted", notice.id, {"reason": notice.reason}) for _, notice in taken]
        ledger.record(actor=actor, now=now, entries=entries)
    return answers


def _items(notice: Notice, one: Submission, marketplaces: dict[str, Marketplace]) -> list[NoticeItem]:
    named = dict.fromkeys((listing.marketplace, listing.listing_id) for listing in one.listings)
    return [NoticeItem(notice=notice, marketplace=marketplaces[slug], named=number) for slug, number in named]


def _refusal(
    one: Submission, marketplaces: dict[str, Marketplace], rights: dict[UUID, Right]
) -> NotTaken | None:
    """What no triage could make sense of; everything else is taken in and answered with reasons."""
    if not one.listings:
        return NotTaken("no-listing", "the notice names no listing", "name at least one listing")
    if len(one.listings) > MOST_ITEMS:
        return NotTaken("too-many", f"{len(one.listings)} listings at once", f"send {MOST_ITEMS} at most")
    unknown = sorted({named.marketplace for named in one.listings} - set(marketplaces))
    if unknown:
        known = ", ".join(sorted(marketplaces))
        return NotTaken(
            "no-marketplace", f"no such marketplace: {', '.join(unknown)}", f"marketplaces are: {known}"
        )
    if one.right is not None and one.right not in rights:
        return NotTaken(
            "no-right", "no such right is registered", "register it, or leave it out and state it"
        )
    return None


def _notice(actor: Actor, one: Submission, now: datetime) -> Notice:
    number = ids.new()
    return Notice(
        id=number,
        reference=ids.reference("NOTICE", number),
        submitted_at=now,
        channel=one.channel,
        notifier_kind=one.notifier_kind,
        organisation_id=actor.organisation,
        person_id=actor.id if actor.kind is not None and actor.scopes is None else None,
        language=one.language,
        right_id=one.right,
        right_as_stated=one.right_as_stated,
        reason=one.reason,
        element=one.element,
        explanation=one.explanation,
        evidence=list(one.evidence),
        first_sold_in=sorted(one.first_sold_in),
        new_facts=one.new_facts,
        declarations=sorted(one.declarations),
    )
