"""Endpoints for webhooks: what an organisation's programs listen for, and where."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from countermark_portal.connectors.webhook import actions, queries
from countermark_portal.ledger import clock
from countermark_portal.parties.rules import Scope
from countermark_portal.surfaces.api.keys import KeyAuth, caller_of
from countermark_portal.surfaces.api.shapes import FAULTS, Given

router = Router(tags=["webhooks"])
_KEY = KeyAuth(Scope.WEBHOOKS_MANAGE)


class EndpointGiven(Given):
    """Where to, and of what: kinds of events."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
    kinds: Annotated[
        list[Annotated[str, StringConstraints(max_length=60)]], Field(min_length=1, max_length=40)
    ]


class EndpointTold(Schema):
    """An endpoint; `failing_at`: given up then, until it is resumed. `waiting`: events that it has not taken."""

    id: UUID
    url: str
    kinds: list[str]
    since: datetime
    failing_at: datetime | None
    waiting: int


class EndpointMade(Schema):
    """A new endpoint, and the secret with which messages to it are signed: shown this once."""

    id: UUID
    secret: str


@router.get("/webhooks", response={200: list[EndpointTold], **FAULTS}, auth=_KEY)
def endpoints(request: HttpRequest) -> Any:
    """The endpoints of your organisation."""
    return queries.own(caller_of(request).actor)


@router.post("/webhooks", response={201: EndpointMade, **FAULTS}, auth=_KEY)
def register(request: HttpRequest, given: EndpointGiven) -> Any:
    """Register an endpoint. It is told what happens from now on."""
    actor = caller_of(request).actor
    assert actor.organisation is not None  # a key belongs to one
    made = actions.register(
        actor=actor, now=clock.now(), organisation=actor.organisation, url=given.url, kinds=given.kinds
    )
    return Status(201, {"id": made.endpoint.id, "secret": made.secret})


@router.post("/webhooks/{endpoint}/resume", response={200: EndpointTold, **FAULTS}, auth=_KEY)
def resume(request: HttpRequest, endpoint: UUID) -> Any:
    """Go on with an endpoint that was given up; what waits for it is sent."""
    actor = caller_of(request).actor
    found = actions.resume(actor=actor, now=clock.now(), endpoint=endpoint)
    [told] = queries.own(actor, found.id)
    return told


@router.delete("/webhooks/{endpoint}", response={204: None, **FAULTS}, auth=_KEY)
def remove(request: HttpRequest, endpoint: UUID) -> Any:
    """Remove an endpoint; it is told nothing any more."""
    actions.remove(actor=caller_of(request).actor, now=clock.now(), endpoint=endpoint)
    return Status(204, None)
