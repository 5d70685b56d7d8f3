"""Tables of what was told to whom, as it was told, and of the EU database's records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.ledger import ids


class Letter(models.Model):
    """A statement of reasons or another letter. Its text is kept as it was sent; its kind is stored, never guessed."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    kind = models.CharField(max_length=40)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="letters")
    notice = models.ForeignKey("casework.Notice", on_delete=models.PROTECT, null=True, related_name="letters")
    decision = models.ForeignKey(
        "casework.Decision", on_delete=models.PROTECT, null=True, related_name="letters"
    )
    audience = models.CharField(max_length=10, help_text="seller or notifier")
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField()
    template = models.CharField(max_length=60)
    template_version = models.CharField(max_length=64)
    slots = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["issued_at"], condition=models.Q(sent_at=None), name="letters_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.audience}"


class DatabaseRecord(models.Model):
    """The record of a restriction for the EU's transparency database; derived from the decision, not the letter."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    decision = models.OneToOneField(
        "casework.Decision", on_delete=models.PROTECT, related_name="database_record"
    )
    record = models.JSONField()
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.record.get("puid", self.id))
