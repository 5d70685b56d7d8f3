"""Tables of strikes (expiring events, whose sum is computed, never stored) and of safe conducts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from countermark_portal.catalogue.models import SellerAccount
from countermark_portal.parties.models import Organisation
from countermark_portal.registry.models import Right


class Strike(models.Model):
    """Points that a final decision gave a seller account, until they expire or an appeal takes them back."""

    id = models.BigAutoField(primary_key=True)
    seller = models.ForeignKey(SellerAccount, on_delete=models.PROTECT, related_name="strikes")
    decision = models.OneToOneField("casework.Decision", on_delete=models.PROTECT, related_name="strike")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12)
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    erased_by = models.ForeignKey("casework.Decision", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["seller", "at"])]

    def __str__(self) -> str:
        return f"{self.points} for {self.seller_id}"


class SafeConduct(models.Model):
    """What a won appeal gives: the same facts are not acted on again without new ones."""

    id = models.BigAutoField(primary_key=True)
    seller = models.ForeignKey(SellerAccount, on_delete=models.PROTECT, related_name="safe_conducts")
    right = models.ForeignKey(Right, on_delete=models.PROTECT, null=True, related_name="+")
    listing_id = models.CharField(max_length=200)
    facts = models.CharField(
        max_length=64, help_text="SHA-256 of the reason and the facts that were decided on"
    )
    appeal = models.OneToOneField("casework.Appeal", on_delete=models.PROTECT, related_name="safe_conduct")
    provenance = models.BooleanField(default=False, help_text="an invoice was verified")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["seller", "listing_id"])]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.listing_id}"
