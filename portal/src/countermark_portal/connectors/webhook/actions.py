"""Registering endpoints, taking them away, and going on with one that was given up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from countermark_portal.connectors.webhook import secret_keeping
from countermark_portal.connectors.webhook.addresses import NoTarget, target
from countermark_portal.connectors.webhook.audience import KINDS
from countermark_portal.connectors.webhook.models import Delivery, Endpoint
from countermark_portal.errors import NotFound, Refused
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor

MOST: Final = 10
"""Endpoints that an organisation can have."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A new endpoint, and its secret: the only time that it can be read."""

    endpoint: Endpoint
    secret: str


def register(
    *, actor: Actor, now: datetime, organisation: UUID, url: str, kinds: Collection[str]
) -> Registered:
    """Register an address that is told what happens from now on."""
    secret = secret_keeping.new()
    chosen = sorted(kinds)
    endpoint = Endpoint(
        organisation_id=organisation, url=url, secret=secret_keeping.sealed(secret), kinds=chosen, since=now
    )
    permit(actor, Permission.MANAGE_WEBHOOKS, endpoint)
    unknown = sorted(set(chosen) - set(KINDS))
    if unknown or not chosen:
        what = f"no such kind of event: {', '.join(unknown)}" if unknown else "no kind of event is named"
        raise Refused(what, mend="choose of: " + ", ".join(KINDS))
    # Resolving a name may take seconds: it is done before anything is locked.
    found = target(url, settings.WEBHOOK_ALLOWED_ORIGINS)
    if isinstance(found, NoTarget):
        raise Refused(found.why, mend=found.mend)
    with transaction.atomic():
        if Endpoint.objects.filter(organisation=organisation, active=True).count() >= MOST:
            raise Refused(f"there are {MOST} endpoints already", mend="remove one first")
        endpoint.save(force_insert=True)
        ledger.record(
            actor=actor, now=now, entries=[Entry("webhook.registered", endpoint.id, {"kinds": chosen})]
        )
    return Registered(endpoint, secret)


def remove(*, actor: Actor, now: datetime, endpoint: UUID) -> None:
    """Take an endpoint away; what it was not told yet, it is not told any more."""
    with transaction.atomic():
        found = _own(actor, endpoint)
        found.active = False
        found.save(update_fields=["active"])
        ledger.record(actor=actor, now=now, entries=[Entry("webhook.removed", found.id)])


def resume(*, actor: Actor, now: datetime, endpoint: UUID) -> Endpoint:
    """Go on with an endpoint that was given up: all that waits for it is sent."""
    with transaction.atomic():
        found = _own(actor, endpoint)
        if found.failing_at is not None:
            found.failing_at = None
            found.save(update_fields=["failing_at"])
            Delivery.objects.filter(endpoint=found, answered_at=None).update(
                next_at=now, first_at=None, attempts=0
            )
            ledger.record(actor=actor, now=now, entries=[Entry("webhook.resumed", found.id)])
    return found


def _own(actor: Actor, endpoint: UUID) -> Endpoint:
    found = Endpoint.objects.select_for_update().filter(id=endpoint, active=True)
    one = found.filter(organisation=actor.organisation).first()
    if one is None:
        raise NotFound("there is no such endpoint of yours")
    permit(actor, Permission.MANAGE_WEBHOOKS, one)
    return one
