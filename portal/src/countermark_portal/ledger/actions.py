"""Recording what happened, together with what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from countermark_portal.ledger import outbox
from countermark_portal.ledger.models import Event, Outbox


class Acting(Protocol):
    """Who acts: of them the ledger keeps an opaque id."""

    @property
    def id(self) -> UUID:
        """The opaque id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to be recorded: its kind (named in `wiring`), what it happened to, facts without personal values."""

    kind: str
    subject: UUID
    body: Mapping[str, Any] = field(default_factory=dict)


def record(*, actor: Acting, now: datetime, entries: Sequence[Entry]) -> list[Event]:
    """Write events and the jobs that they ask for. Must stand inside the transaction of the change it tells of."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its change")
    jobs = {kind: outbox.jobs_of(kind) for kind in {entry.kind for entry in entries}}
    events = Event.objects.bulk_create(
        Event(at=now, kind=entry.kind, actor=actor.id, subject=entry.subject, body=dict(entry.body))
        for entry in entries
    )
    asked = [Outbox(event=event, job=job) for event in events for job in jobs[event.kind]]
    if asked:
        Outbox.objects.bulk_create(asked)
        outbox.wake()
    return events
