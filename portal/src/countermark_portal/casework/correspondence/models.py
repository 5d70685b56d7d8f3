"""The table of messages and notes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.ledger import ids


class Message(models.Model):
    """Something written about a case: to the seller, to the notifier, or an internal note that neither sees."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    written_by = models.UUIDField()
    side = models.CharField(max_length=10, help_text="desk, seller or notifier: who wrote it")
    audience = models.CharField(max_length=10, help_text="seller, notifier or internal")
    text = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"])]

    def __str__(self) -> str:
        return f"{self.side} to {self.audience} at {self.at:%Y-%m-%d %H:%M}"
