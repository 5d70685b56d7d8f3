"""Versions of policies as they were proposed, and which one counts. The text of a version never changes."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.db import models

from countermark_portal.parties.models import Person


class PolicyVersion(models.Model):
    """A policy under the id that decisions cite. Kept for good: an old decision can always be explained again."""

    id = models.CharField(primary_key=True, max_length=60, help_text="name@hash, made of the content")
    profile = models.CharField(max_length=40)
    text = models.TextField(help_text="the whole policy in canonical form; read again, it has the same id")
    note = models.CharField(max_length=500, blank=True, help_text="why it was proposed")
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty: came with the package",
    )
    proposed_at = models.DateTimeField()
    activated_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    active_profile = models.CharField(
        max_length=40, blank=True, help_text="the profile for which it counts now; else empty"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["active_profile"],
                condition=~models.Q(active_profile=""),
                name="one_version_counts_for_a_profile",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["profile", "proposed_at"])]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="text_stays", fields=["id", "profile", "text"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def decided_by(self) -> frozenset[UUID]:
        """Who proposed it: somebody else activates it."""
        return frozenset({self.proposed_by_id}) if self.proposed_by_id else frozenset()

    @property
    def waits(self) -> bool:
        """Whether it was proposed and nobody has activated it."""
        return self.proposed_by_id is not None and self.activated_at is None
