"""Tables of the demo shop: a marketplace's own data, which the portal reaches through the connector only.

What a measure does is a projection: columns such as `state` and `demoted` are always what the standing effects
together demand, so measures may be undone in any order.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.ledger import ids


class ShopSeller(models.Model):
    """A seller's account in the shop."""

    seller_id = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, default="trader", choices=[("trader", "trader"), ("private", "private")]
    )
    language = models.CharField(max_length=5, default="en")
    suspended = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    blocked = models.BooleanField(default=False, help_text="may put up no new listings")
    payout_held = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Whether a listing is offered, and if not, why not."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    DISABLED = "disabled"
    REMOVED = "removed"


class ShopListing(models.Model):
    """A listing. `offered` is the seller's will, `state` what measures make of it."""

    listing_id = models.CharField(primary_key=True, max_length=60)
    seller = models.ForeignKey(ShopSeller, on_delete=models.PROTECT, related_name="listings")
    title = models.TextField()
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=200, blank=True)
    condition = models.CharField(max_length=20, default="new")
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    gtin = models.CharField(max_length=14, blank=True)
    language = models.CharField(max_length=5, default="en")
    updated_at = models.DateTimeField(help_text="when the seller last changed it; a measure does not")
    offered = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    demoted = models.BooleanField(default=False)
    edit_required = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["updated_at", "listing_id"])]

    def __str__(self) -> str:
        return self.title


class ShopMedia(models.Model):
    """A photo of a listing."""

    name = models.CharField(primary_key=True, max_length=80)
    listing = models.ForeignKey(ShopListing, on_delete=models.CASCADE, related_name="media")
    position = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    removed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class ShopSearchEntry(models.Model):
    """A listing in the search index, which may lag: from `due_at` on it is what it `will_show`."""

    listing = models.OneToOneField(
        ShopListing, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    text = models.TextField(help_text="folded: see `queries.folded`")
    shown = models.BooleanField(default=True)
    will_show = models.BooleanField(default=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class ShopEffect(models.Model):
    """What was done under an idempotency key. Undone, it stays, so that a late repetition does not do it again."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in MeasureKind])
    seller = models.ForeignKey(ShopSeller, on_delete=models.PROTECT, related_name="effects")
    listing = models.ForeignKey(ShopListing, on_delete=models.PROTECT, null=True, related_name="effects")
    media = ArrayField(
        models.CharField(max_length=80), default=list, help_text="photos by name; none named: all"
    )
    reason = models.TextField(blank=True)
    until = models.DateTimeField(
        null=True, help_text="told to the seller; the portal ends it, so both records agree"
    )
    asked_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["listing", "kind"],
                condition=models.Q(undone_at=None),
                name="demo_shop_stands_on_listing",
            ),
            models.Index(
                fields=["seller", "kind"],
                condition=models.Q(undone_at=None),
                name="demo_shop_stands_on_seller",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ShopMessage(models.Model):
    """A message in a seller's inbox."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    seller = models.ForeignKey(ShopSeller, on_delete=models.PROTECT, related_name="inbox")
    key = models.CharField(max_length=200, unique=True)
    subject = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject
