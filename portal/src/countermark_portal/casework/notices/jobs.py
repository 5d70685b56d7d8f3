"""Jobs of notices: capturing what they name, and triaging them. Each owns a batch and looks at the state it finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.evidence import actions as evidence
from countermark_portal.casework.notices import triage
from countermark_portal.casework.notices.models import NoticeItem
from countermark_portal.casework.screening_port.screening import screen_captured
from countermark_portal.catalogue.models import Listing
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger import rows
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.rules import SYSTEM


def capture_items(notices: Sequence[UUID], *, now: datetime) -> None:
    """Capture every listing that these notices name and that nobody has triaged yet."""
    waiting = NoticeItem.objects.filter(notice__in=notices, verdict="", withdrawn_at=None)
    items = list(waiting.select_related("marketplace", "listing__marketplace"))
    if not items:
        return
    listings = _listings(items)
    for item in items:
        item.listing = listings[(item.marketplace_id, item.named)]
    rows.save(items, ["listing"])

    def screen(listings: Sequence[dict[str, Any]]) -> Sequence[evidence.Seen]:
        return screen_captured(listings, now=now)

    evidence.capture(actor=SYSTEM, now=now, listings=list(listings.values()), why="notice", screen=screen)
    captured = sorted({item.notice_id for item in items})
    with transaction.atomic():
        entries = [Entry("notice.captured", notice) for notice in captured]
        ledger.record(actor=SYSTEM, now=now, entries=entries)


def _listings(items: Sequence[NoticeItem]) -> dict[tuple[UUID, str], Listing]:
    wanted = {(item.marketplace_id, item.named): item.marketplace for item in items}
    Listing.objects.bulk_create(
        [Listing(marketplace=marketplace, listing_id=named) for (_, named), marketplace in wanted.items()],
        ignore_conflicts=True,
    )
    found = Listing.objects.filter(
        marketplace__in={item.marketplace_id for item in items}, listing_id__in={item.named for item in items}
    ).select_related("marketplace")
    return {
        (one.marketplace_id, one.listing_id): one
        for one in found
        if (one.marketplace_id, one.listing_id) in wanted
    }


def triage_items(notices: Sequence[UUID], *, now: datetime) -> None:
    """Triage what these notices name, and do what follows."""
    triage.triage(actor=SYSTEM, now=now, notices=notices)


def acknowledge(notices: Sequence[UUID], *, now: datetime) -> None:
    """Tell notifiers that their notice has come in."""
    triage.acknowledge(actor=SYSTEM, now=now, notices=notices)
