"""Writing about a case: to the seller, to the notifier, or a note that only the desk reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from countermark_portal.casework.correspondence.models import Message
from countermark_portal.errors import NotFound, Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.predicates import reviews
from countermark_portal.parties.rules import Actor, Capacity

LONGEST: Final = 5000


class Audience(StrEnum):
    """Who reads a message beside the desk: its thread. What a party writes stands in the thread of that party."""

    SELLER = "seller"
    NOTIFIER = "notifier"
    INTERNAL = "internal"


class Side(StrEnum):
    """Who wrote a message."""

    DESK = "desk"
    SELLER = "seller"
    NOTIFIER = "notifier"


@dataclass(frozen=True, slots=True)
class _About:
    """A case as the permission map looks at it; for a notifier's link it is known by the notice."""

    id: UUID
    holder: UUID | None


def write(*, actor: Actor, now: datetime, case: UUID, audience: Audience, text: str) -> Message:
    """Write about a case. A party writes to the desk alone; only the desk chooses who reads it."""
    words = text.strip()
    if not words:
        raise Refused("there is nothing in this message", mend="write what you want to say")
    if len(words) > LONGEST:
        raise Refused(f"this message has {len(words)} characters; {LONGEST} are taken", mend="say it in two")
    with transaction.atomic():
        permit(actor, Permission.WRITE_MESSAGE, _about(case, actor))
        side = _side(actor)
        if side is not Side.DESK and audience != side.value:
            raise Refused(
                "a message of yours goes to the desk alone", mend="the desk tells the other side what it must"
            )
        written = Message.objects.create(
            case_id=case, at=now, written_by=actor.id, side=side, audience=audience, text=words
        )
        body = {"message": str(written.id), "side": side, "audience": audience}
        ledger.record(actor=actor, now=now, entries=[Entry("message.written", case, body)])
    return written


def _about(case: UUID, actor: Actor) -> _About:
    try:
        # Through the relation: correspondence stands beside cases and imports none of its modules.
        found = Message(case_id=case).case
    except ObjectDoesNotExist:
        raise NotFound("there is no such case") from None
    known_by = case
    if actor.capacity is Capacity.NOTIFIER and found.items.filter(notice=actor.link).exists():
        known_by = actor.link or case
    return _About(known_by, found.holder)


def _side(actor: Actor) -> Side:
    if reviews(actor, None):
        return Side.DESK
    return Side.SELLER if actor.capacity is Capacity.SELLER else Side.NOTIFIER
