"""Proofs for the parties: receipts of what the record says of their case or notice, checked offline without us."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from countermark_portal.errors import Refused
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.proofs import written
from countermark_portal.ledger.receipts import NotSealedYet, receipt

_KINDS: Final = (
    "notice.submitted",
    "notice.withdrawn",
    "case.opened",
    "decision.made",
    "measure.settled",
    "measure.undone",
    "appeal.opened",
    "appeal.ended",
)
"""What either side may know of its own matter; of letters, those that were written to it."""
_MOST: Final = 200


def proof(of: UUID, *, audience: str) -> bytes:
    """A receipt file of what happened to a case or notice and of the letters to one side. Who asks was let in before.

    The facts of the events are opened: of a letter, the SHA-256 of the text that was sent.
    """
    told = Q(kind__in=_KINDS) | Q(kind="letter.issued", body__to=audience)
    events = list(Event.objects.filter(told, subject=of).order_by("seq").values_list("id", flat=True)[:_MOST])
    found = receipt(events, opened=True) if events else NotSealedYet(())
    if isinstance(found, NotSealedYet):
        raise Refused("The newest entries are not sealed yet.", mend="ask again in a few seconds")
    return written(found)
