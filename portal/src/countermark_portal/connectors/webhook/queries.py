"""Reads of endpoints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from countermark_portal.connectors.webhook.models import Endpoint
from countermark_portal.parties.rules import Actor


@dataclass(frozen=True, slots=True)
class EndpointSeen:
    """An endpoint. `waiting`: events that it has not taken yet."""

    id: UUID
    url: str
    kinds: tuple[str, ...]
    since: datetime
    failing_at: datetime | None
    waiting: int


def own(actor: Actor, endpoint: UUID | None = None) -> list[EndpointSeen]:
    """The endpoints of the actor's organisation, or one of them."""
    if actor.organisation is None:
        return []
    found = Endpoint.objects.filter(organisation=actor.organisation, active=True).order_by("since", "id")
    if endpoint is not None:
        found = found.filter(id=endpoint)
    counted = found.annotate(waiting=Count("deliveries", filter=Q(deliveries__answered_at=None)))
    return [
        EndpointSeen(one.id, one.url, tuple(one.kinds), one.since, one.failing_at, one.waiting)
        for one in counted
    ]
