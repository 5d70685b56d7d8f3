"""A seller's answer together with how the seller can be reached: both are kept, or neither."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from countermark_portal.casework.appeals.actions import Given, answer
from countermark_portal.casework.appeals.models import CounterNotice
from countermark_portal.casework.cases import actions as cases
from countermark_portal.casework.notices.facts import Fix
from countermark_portal.parties import contacts
from countermark_portal.parties.contacts import Values
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor


def take_in(
    *, actor: Actor, now: datetime, case: UUID, given: Given, reached_at: Values
) -> CounterNotice | tuple[Fix, ...]:
    """Take an answer in, or say what it lacks. Personal values stand with the account, sealed, not in the answer."""
    with transaction.atomic():
        found = cases.locked(case)
        permit(actor, Permission.ANSWER_AS_SELLER, found)
        kept = answer(actor=actor, now=now, case=case, given=given)
        if not isinstance(kept, tuple) and found.seller is not None and reached_at != Values():
            known = contacts.opened(found.seller.contact) if found.seller.contact else Values()
            merged = Values(
                name=reached_at.name or known.name,
                email=reached_at.email or known.email,
                phone=reached_at.phone or known.phone,
            )
            [found.seller.contact] = contacts.seal([merged])
            found.seller.save(update_fields=["contact"])
    return kept
