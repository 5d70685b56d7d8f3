"""Tables of webhooks: where an organisation wants to be told what, and what was told."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.ledger import ids
from countermark_portal.ledger.models import Event
from countermark_portal.parties.models import Organisation


class Endpoint(models.Model):
    """An address that an organisation's program listens at. Its secret stands sealed; it was shown once."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=1000)
    secret = models.BinaryField()
    kinds = ArrayField(models.CharField(max_length=60))
    since = models.DateTimeField(help_text="what happened before is not told")
    active = models.BooleanField(default=True)
    failing_at = models.DateTimeField(
        null=True, help_text="when it was given up; nothing is sent until resumed"
    )

    def __str__(self) -> str:
        return self.url

    @property
    def holder(self) -> UUID:
        """The organisation whose it is, as the permission map asks for it."""
        return self.organisation_id


class Delivery(models.Model):
    """One event on its way to one endpoint: the same bytes under the same id, until they are taken."""

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField(null=True, help_text="the first attempt")
    next_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True, help_text="what the last attempt came to")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="an_endpoint_is_told_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["endpoint", "next_at"],
                condition=models.Q(answered_at=None),
                name="deliveries_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"
