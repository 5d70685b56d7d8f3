"""Tables of the seller's answers, of appeals, and of what a won appeal gives."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.decisions.models import Decision
from countermark_portal.ledger import ids


class CounterNotice(models.Model):
    """The seller's answer to a restriction: on what ground, with what evidence, and who may see which of it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="counter_notices")
    at = models.DateTimeField()
    ground = models.CharField(max_length=20)
    explanation = models.TextField(blank=True)
    evidence = models.JSONField(default=list, help_text="kind, SHA-256, audience (reviewer, holder, both)")
    pressed_to_pay = models.BooleanField(default=False)
    given = ArrayField(
        models.CharField(max_length=20), default=list, help_text="what it contains, by the policy's words"
    )
    reply = models.CharField(
        max_length=20, blank=True, help_text="what the rights holder brought; empty: nothing yet"
    )
    reply_text = models.TextField(blank=True)
    reply_evidence = models.JSONField(
        default=list, help_text="kinds and SHA-256 of what the holder sent along"
    )
    replied_at = models.DateTimeField(null=True)
    for_person = models.BooleanField(default=False, help_text="another person must weigh it")

    def __str__(self) -> str:
        return f"{self.ground} in {self.case_id}"


class Appeal(models.Model):
    """One side asks for another decision by another person. How it ended is stored, never inferred."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    of = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    side = models.CharField(max_length=10, help_text="seller or notifier")
    counter_notice = models.ForeignKey(
        CounterNotice, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    grounds = models.TextField(blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(
        max_length=12, blank=True, help_text="upheld, reversed, partly or moot; empty while open"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="heard_in")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of", "side"], condition=models.Q(outcome=""), name="one_open_appeal_per_side"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def decided_by(self) -> frozenset[UUID]:
        """Who had a hand in the decision appealed against: none of them may hear it."""
        return self.of.decided_by
