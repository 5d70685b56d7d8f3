"""The table of decisions. A decision stands by itself; a later one names the one that it supersedes."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.casework.evidence.models import Capture
from countermark_portal.ledger import ids
from countermark_portal.registry.models import Right


class Decision(models.Model):
    """What was decided, on which facts, under which policy, by whom."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, help_text="restrict, ask, dismiss, uphold or restore")
    reason = models.CharField(max_length=12, blank=True, help_text="reason code")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=list, help_text="coded phrases with their slots")
    own_words = models.TextField(blank=True, help_text="a reviewer's own words, quoted and marked as such")
    measures = ArrayField(models.CharField(max_length=20), default=list)
    policy = models.CharField(max_length=60)
    automation = models.CharField(max_length=14, help_text="fully, partially or not_automated")
    automated_detection = models.BooleanField(default=False)
    origin = models.CharField(max_length=20, help_text="notice, trusted_flagger, other or own_initiative")
    notice_item = models.ForeignKey(
        "casework.NoticeItem", on_delete=models.PROTECT, null=True, related_name="+"
    )
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    made_by = models.UUIDField(help_text="opaque id of who decided; the system's is 1")
    approved_by = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-at"])]
        triggers: ClassVar = [
            pgtrigger.Protect(name="decisions_stand", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def decided_by(self) -> frozenset[UUID]:
        """Everyone who had a hand in it."""
        return frozenset({self.made_by, *([self.approved_by] if self.approved_by else [])})
