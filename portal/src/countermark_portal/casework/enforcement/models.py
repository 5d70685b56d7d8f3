"""Tables of measures and of the orders by which they are carried out and undone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from countermark_portal.casework.cases.models import Case
from countermark_portal.catalogue.models import Listing, Marketplace, SellerAccount
from countermark_portal.ledger import ids


class Measure(models.Model):
    """What a decision does about a listing or a seller. Done when the marketplace shows it done."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    decision = models.ForeignKey("casework.Decision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, help_text="a word of the policy; what a marketplace can do is in its port"
    )
    instead_of = models.CharField(max_length=20, blank=True, help_text="what the marketplace cannot do")
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(SellerAccount, on_delete=models.PROTECT, null=True, related_name="measures")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, related_name="measures")
    state = models.CharField(max_length=12, default="asked")
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="when it ends by itself")
    settled_at = models.DateTimeField(null=True, help_text="when the marketplace showed it done")
    undone_at = models.DateTimeField(null=True, help_text="when the marketplace showed it undone")

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Order(models.Model):
    """One effect asked of a marketplace, under its key: applying a measure, or undoing it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="orders")
    verb = models.CharField(max_length=5, help_text="apply or undo")
    decision = models.ForeignKey("casework.Decision", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, default="asked", help_text="asked, done, settled, task or dropped"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    deadline = models.DateTimeField(help_text="shown done by then, or a person is told")
    answer = models.CharField(max_length=400, blank=True)
    seen = models.JSONField(default=dict, help_text="what a buyer saw when last looked: page, search, media")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "verb"], name="a_measure_is_applied_and_undone_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=models.Q(state__in=["asked", "done"]), name="orders_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.measure_id}"

    @property
    def key(self) -> str:
        """The idempotency key under which the marketplace is asked."""
        return str(self.id)
