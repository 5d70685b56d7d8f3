"""Delivering: events become messages, messages are posted until they are taken, or for three days.

At least once, under the event's id: whoever gets a message twice knows it by `webhook-id`. What is posted stands
outside of every transaction; a worker that dies over it leaves a message that is due again when its lease has run out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from countermark_portal.connectors.webhook import audience, posting, secret_keeping
from countermark_portal.connectors.webhook.addresses import NoTarget, target
from countermark_portal.connectors.webhook.models import Delivery, Endpoint
from countermark_portal.connectors.webhook.posting import Posted
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.ledger.digests import stamp
from countermark_portal.ledger.models import Event
from countermark_portal.parties.rules import SYSTEM, Actor, OrganisationKind

LASTS: Final = timedelta(hours=72)
"""How long a message is tried; then its endpoint is given up, and told nothing until somebody resumes it."""
FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=12)
REACH: Final = timedelta(days=30)
"""How far back events are looked for that were not told yet. What was taken is forgotten long after that only."""
FORGOTTEN: Final = timedelta(days=90)
LEASE: Final = timedelta(minutes=5)
"""How long a worker has for a batch before another may take it."""
AT_ONCE: Final = 20
"""Messages of one endpoint in one batch."""
SIDE_BY_SIDE: Final = 8
"""Endpoints that are posted to at the same time."""


def wait(attempts: int) -> timedelta:
    """How long until the next attempt, after so many."""
    longer: int = 4 ** min(attempts - 1, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * longer)


def queue(subjects: Sequence[UUID], *, now: datetime) -> int:
    """Write a message for every endpoint that may know what happened to these; how many there were."""
    made = 0
    for endpoint in Endpoint.objects.filter(active=True).select_related("organisation"):
        known = Delivery.objects.filter(endpoint=endpoint, event=OuterRef("pk"))
        events = Event.objects.filter(
            ~Exists(known),
            subject__in=subjects,
            kind__in=endpoint.kinds,
            at__gte=max(endpoint.since, now - REACH),
        ).order_by("seq")
        of = endpoint.organisation
        actor = Actor(endpoint.id, of.id, OrganisationKind(of.kind))
        messages = [
            Delivery(endpoint=endpoint, event=one.event, body=_body(one), next_at=now)
            for one in audience.told(actor, list(events))
        ]
        Delivery.objects.bulk_create(messages, ignore_conflicts=True, batch_size=1000)
        made += len(messages)
    return made


def _body(one: audience.Told) -> str:
    told = {"type": one.event.kind, "timestamp": stamp(one.event.at), "data": one.data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def is_due(now: datetime) -> bool:
    """Whether something waits to be posted."""
    return _due(now).exists()


def _due(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        answered_at=None, next_at__lte=now, endpoint__active=True, endpoint__failing_at=None
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A message and what its attempt came to; None if it waits because one before it was not taken."""

    message: Delivery
    posted: Posted | None


def deliver(*, now: datetime) -> int:
    """Post a batch of what is due; how many were attempted."""
    batches = _claimed(now)
    if not batches:
        return 0
    # Opened here: the threads have no database.
    jobs = [(secret_keeping.opened(bytes(of.secret)), messages) for of, messages in batches.items()]
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="webhook") as pool:
        sent = [one for some in pool.map(lambda job: _post_all(job[0], job[1], now), jobs) for one in some]
    with transaction.atomic():
        for one in sent:
            _note(one, now)
        _give_up([one for one in sent if one.posted and not one.posted.taken], now)
        told = Delivery.objects.filter(endpoint__in=list(batches), answered_at__lt=now - FORGOTTEN)
        told.delete()
    return sum(1 for one in sent if one.posted is not None)


def _claimed(now: datetime) -> dict[Endpoint, list[Delivery]]:
    claimed: dict[Endpoint, list[Delivery]] = defaultdict(list)
    with transaction.atomic():
        for endpoint in _due(now).order_by().values_list("endpoint", flat=True).distinct():
            waiting = _due(now).filter(endpoint=endpoint).order_by("next_at", "id")
            locked = waiting.select_for_update(skip_locked=True, of=("self",)).select_related(
                "endpoint", "event"
            )
            for message in locked[:AT_ONCE]:
                claimed[message.endpoint].append(message)
        taken = [message.id for messages in claimed.values() for message in messages]
        Delivery.objects.filter(id__in=taken).update(next_at=now + LEASE)
    return claimed


def _post_all(secret: str | None, messages: Sequence[Delivery], now: datetime) -> list[_Sent]:
    """Post to one endpoint, until it does not take one: a silent receiver costs one patience, not twenty."""
    done: list[_Sent] = []
    for place, message in enumerate(messages):
        posted = _post(secret, message, now)
        done.append(_Sent(message, posted))
        if not posted.taken:
            return done + [_Sent(rest, None) for rest in messages[place + 1 :]]
    return done


def _post(secret: str | None, message: Delivery, now: datetime) -> Posted:
    if secret is None:
        return Posted(0, "not sent: SECRET_KEY has changed; register the endpoint anew")
    to = target(message.endpoint.url, settings.WEBHOOK_ALLOWED_ORIGINS)
    if isinstance(to, NoTarget):
        return Posted(0, f"not sent: {to.why}"[:200])
    told = posting.headers(secret, str(message.event.id), message.body, now)
    return posting.post(to, message.body, told)


def _note(one: _Sent, now: datetime) -> None:
    message = one.message
    if one.posted is None:
        message.next_at = now + FIRST_WAIT
    else:
        message.attempts += 1
        message.first_at = message.first_at or now
        message.answer = one.posted.says
        message.answered_at = now if one.posted.taken else None
        message.next_at = now + wait(message.attempts)
    message.save(update_fields=["attempts", "first_at", "answer", "answered_at", "next_at"])


def _give_up(refused: Sequence[_Sent], now: datetime) -> None:
    """Give up the endpoints that took nothing for three days, or that say that they are gone."""
    over = {
        one.message.endpoint_id
        for one in refused
        if (one.posted and one.posted.is_gone) or now - (one.message.first_at or now) >= LASTS
    }
    for endpoint in Endpoint.objects.select_for_update().filter(id__in=over, failing_at=None):
        endpoint.failing_at = now
        endpoint.save(update_fields=["failing_at"])
        ledger.record(actor=SYSTEM, now=now, entries=[Entry("webhook.failing", endpoint.id)])
