"""Tables of notices: who says what about which listings."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.catalogue.models import Listing, Marketplace
from countermark_portal.ledger import ids
from countermark_portal.parties.models import Contact, Organisation, Person
from countermark_portal.registry.models import Right


class Notice(models.Model):
    """A notice: one right, one reason, listings on one or several marketplaces."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    submitted_at = models.DateTimeField()
    channel = models.CharField(max_length=10, help_text="form, api, csv or xarf")
    notifier_kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="notices"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, default="en")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, null=True, related_name="notices")
    right_as_stated = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=12, help_text="reason code")
    element = models.CharField(max_length=20, blank=True, help_text="product, packaging, image or text")
    explanation = models.TextField(blank=True)
    evidence = models.JSONField(default=list, help_text="kinds and SHA-256 of what was sent along")
    first_sold_in = ArrayField(models.CharField(max_length=2), default=list)
    new_facts = models.BooleanField(default=False)
    declarations = ArrayField(models.CharField(max_length=12), default=list)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=400, blank=True)
    paid_to_withdraw = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.reference

    @property
    def holder(self) -> UUID | None:
        """The organisation that sent it."""
        return self.organisation_id


class NoticeItem(models.Model):
    """One listing that a notice names, and what came of it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items")
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="+")
    named = models.CharField(max_length=200, help_text="the listing id, as the notice names it")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, related_name="notice_items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="items")
    verdict = models.CharField(max_length=12, blank=True, help_text="empty until triaged")
    verdict_facts = models.JSONField(default=dict, help_text="codes, fixes and guidance of the verdict")
    cure_until = models.DateTimeField(null=True, help_text="until when an incomplete notice can be mended")
    triaged_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["notice", "marketplace", "named"], name="a_notice_names_a_listing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.named} of {self.notice_id}"
