"""Tables of the ledger: events, the outbox of what is still to be done about them, and answers kept under a key."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Func

from countermark_portal.ledger import ids


class CurrentTransaction(Func):
    """The number of the transaction that writes a row: the sealer takes only what no running one can precede."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """Something that happened. Never changed, never deleted; the database itself refuses."""

    seq = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=ids.new, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.UUIDField(help_text="opaque: who it is stands in `parties` alone")
    subject = models.UUIDField(help_text="what it happened to: the id that the kind's jobs are given")
    body = models.JSONField(default=dict, help_text="facts without personal values")
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "seq"]), models.Index(fields=["kind", "at"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the ledger is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Outbox(models.Model):
    """A job that an event asks for and that was not handed on yet. Written with the event, gone once handed on."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    job = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "job"], name="a_job_is_asked_once_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.job} for {self.event_id}"


class Answer(models.Model):
    """What a request under an idempotency key was answered: asked again, it is answered the same."""

    id = models.BigAutoField(primary_key=True)
    asker = models.UUIDField()
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64, help_text="SHA-256 of the request: a key names one request only")
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asker", "key"], name="one_answer_per_key_and_asker")
        ]

    def __str__(self) -> str:
        return self.key


from countermark_portal.ledger.seal_models import PublishedHead, Seal  # noqa: E402, F401  # the other tables of this app
