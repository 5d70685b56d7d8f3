"""Tables of the catalogue. The market's full stream never comes here: only what a case refers to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.catalogue import ports
from countermark_portal.ledger import ids
from countermark_portal.parties.models import Contact, Organisation


class Marketplace(models.Model):
    """A marketplace of the operator's, behind a connector, under a policy profile."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    connector = models.CharField(max_length=40)
    base_url = models.URLField(blank=True)
    settings = models.JSONField(default=dict, blank=True)
    profile = models.CharField(
        max_length=40, default="default", help_text="the policy profile it works under"
    )
    territories = ArrayField(models.CharField(max_length=2), default=list)
    language = models.CharField(max_length=5, default="en")
    zone = models.CharField(
        max_length=60, default="UTC", help_text="IANA zone in which its clocks count days"
    )

    def __str__(self) -> str:
        return self.name

    @property
    def port(self) -> ports.Marketplace:
        """The marketplace itself, through its connector."""
        return ports.connect(self.connector, ports.Connection(self.slug, self.base_url, self.settings))


class SellerAccount(models.Model):
    """An account that sells on one marketplace. Not an organisation, not an operator of several accounts."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="sellers")
    seller_id = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, default="trader")
    language = models.CharField(max_length=5, default="en")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seller_accounts"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["marketplace", "seller_id"], name="a_seller_id_is_one_account")
        ]

    def __str__(self) -> str:
        return self.name or self.seller_id


class Listing(models.Model):
    """A listing that a case refers to, as it was last seen. What it showed when is in its captures."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="listings")
    listing_id = models.CharField(max_length=200)
    seller = models.ForeignKey(SellerAccount, on_delete=models.PROTECT, null=True, related_name="listings")
    title = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    category = models.CharField(max_length=200, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["marketplace", "listing_id"], name="a_listing_id_is_one_listing")
        ]

    def __str__(self) -> str:
        return self.title or self.listing_id
