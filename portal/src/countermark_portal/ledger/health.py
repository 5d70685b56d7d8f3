"""Whether the installation is well: the database answers, the outbox is worked off, events are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Count, Min

from countermark_portal.ledger.models import Outbox
from countermark_portal.ledger.seal_models import Seal


@dataclass(frozen=True, slots=True)
class Health:
    """What a watchman wants to know; without a database the rest is unknown."""

    database: bool
    backlog: int = 0
    oldest: datetime | None = None
    seal: int | None = None
    sealed_at: datetime | None = None


def look() -> Health:
    """Look."""
    try:
        connection.ensure_connection()
        waiting: dict[str, Any] = Outbox.objects.aggregate(many=Count("id"), oldest=Min("event__at"))
        seal = Seal.objects.only("number", "at").order_by("-number").first()
    except DatabaseError:
        return Health(database=False)
    return Health(
        database=True,
        backlog=waiting["many"],
        oldest=waiting["oldest"],
        seal=seal.number if seal else None,
        sealed_at=seal.at if seal else None,
    )
