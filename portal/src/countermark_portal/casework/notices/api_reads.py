"""What programs read of notices: plain values, page by page, since a notice may name ten thousand listings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from countermark_portal.casework.notices import queries
from countermark_portal.casework.notices.models import NoticeItem
from countermark_portal.casework.notices.queries import Standing, standing
from countermark_portal.parties.rules import Actor
from countermark_portal.registry.models import Right


@dataclass(frozen=True, slots=True)
class ItemRead:
    """A listing of a notice, triage's verdict on it, and the state of its case."""

    id: UUID
    marketplace: str
    listing_id: str
    standing: Standing
    verdict: str
    fixes: Sequence[Mapping[str, str]]
    reasons: Sequence[Mapping[str, str]]
    cure_until: datetime | None
    withdrawn_at: datetime | None
    case: str | None
    case_state: str | None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A notice, and a page of its listings. `after`: what the next page is asked for with; None: there is none."""

    id: UUID
    reference: str
    submitted_at: datetime
    channel: str
    reason: str
    right: UUID | None
    right_as_stated: str
    withdrawn_at: datetime | None
    items: Sequence[ItemRead]
    after: UUID | None


def read(actor: Actor, reference: str, *, after: UUID | None, most: int) -> NoticeRead:
    """A notice by its reference, and the listings that come behind `after`."""
    notice = queries.find(actor, reference)
    found = NoticeItem.objects.filter(notice=notice).select_related("marketplace", "case").order_by("id")
    if after is not None:
        found = found.filter(id__gt=after)
    page = list(found[: most + 1])
    items = [_item(one) for one in page[:most]]
    return NoticeRead(
        id=notice.id,
        reference=notice.reference,
        submitted_at=notice.submitted_at,
        channel=notice.channel,
        reason=notice.reason,
        right=notice.right_id,
        right_as_stated=notice.right_as_stated,
        withdrawn_at=notice.withdrawn_at,
        items=items,
        after=items[-1].id if len(page) > most else None,
    )


def _item(one: NoticeItem) -> ItemRead:
    case = one.case
    told = one.verdict_facts
    return ItemRead(
        id=one.id,
        marketplace=one.marketplace.slug,
        listing_id=one.named,
        standing=standing(one.verdict, case.state if case else None, withdrawn=one.withdrawn_at is not None),
        verdict=one.verdict,
        fixes=told.get("fixes", []),
        reasons=told.get("reasons", []),
        cure_until=one.cure_until,
        withdrawn_at=one.withdrawn_at,
        case=case.reference if case else None,
        case_state=case.state if case else None,
    )


def foreign_items(notice: UUID, chosen: Collection[UUID]) -> list[UUID]:
    """Those of the ids that are no listings of this notice."""
    own = set(NoticeItem.objects.filter(notice=notice, id__in=chosen).values_list("id", flat=True))
    return sorted(set(chosen) - own)


def rights_by_number(named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Registered rights by office and number, as registers print them: without regard to spaces around or to case."""
    wanted = {(office.strip().upper(), number.strip()) for office, number in named}
    if not wanted:
        return {}
    which = Q(office__in={office for office, _ in wanted}, number__in={number for _, number in wanted})
    found = Right.objects.filter(which).order_by("-registered").values_list("office", "number", "id")
    return {(office, number): right for office, number, right in found if (office, number) in wanted}
