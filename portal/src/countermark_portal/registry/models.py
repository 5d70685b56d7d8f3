"""Tables of the registry."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.catalogue.models import Marketplace
from countermark_portal.ledger import ids
from countermark_portal.parties.models import Organisation, Person
from countermark_portal.policies.terms import RightKind
from countermark_portal.registry.rules import ControlShown, RightFacts


class Brand(models.Model):
    """What buyers know goods by."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="brands")
    references = models.JSONField(
        default=dict,
        help_text="words, nicknames, products, prices: a brand of FORMATS' references, without rights",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def holder(self) -> UUID | None:
        """The organisation whose brand it is."""
        return self.organisation_id


class Right(models.Model):
    """A right as its office's record has it, and how control of it was shown."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in RightKind])
    office = models.CharField(max_length=2, help_text="WIPO ST.3")
    number = models.CharField(max_length=60)
    text = models.CharField(max_length=400, blank=True)
    classes = ArrayField(models.SmallIntegerField(), default=list, help_text="Nice classes")
    goods = models.TextField(blank=True)
    territories = ArrayField(models.CharField(max_length=5), default=list)
    status = models.CharField(max_length=400, blank=True, help_text="in the office's own words")
    picture = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the mark's picture")
    filed = models.DateField(null=True, blank=True)
    registered = models.DateField(null=True, blank=True)
    expires = models.DateField(null=True, blank=True)
    withdrawn = models.DateField(null=True, blank=True)
    owner_name = models.CharField(max_length=300, blank=True)
    control = models.CharField(max_length=10, choices=[(how, how) for how in ControlShown], blank=True)
    control_at = models.DateTimeField(null=True, blank=True)
    control_until = models.DateField(null=True, blank=True)
    control_checked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "office", "number"], name="a_right_is_registered_once")
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.number}"

    @property
    def holder(self) -> UUID | None:
        """The organisation whose brand it is for."""
        return self.brand.organisation_id

    @property
    def facts(self) -> RightFacts:
        """What rules need to know of it."""
        return RightFacts(
            RightKind(self.kind),
            self.office,
            self.number,
            frozenset(self.territories),
            frozenset(self.classes),
            self.registered,
            self.expires,
            self.withdrawn,
            self.control_until,
        )


class AuthorisedSeller(models.Model):
    """A seller account that sells with the brand's consent, from when until when."""

    id = models.BigAutoField(primary_key=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="authorised_sellers")
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="+")
    seller_id = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "marketplace", "seller_id"], name="consent_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} for {self.brand_id}"


class Snapshot(models.Model):
    """References as compiled at one time, kept for as long as a decision cites them. Named by their content."""

    digest = models.CharField(primary_key=True, max_length=64)
    made_at = models.DateTimeField()
    brands = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest[:12]


from countermark_portal.registry.control_models import (  # noqa: E402  # the other tables of this app
    ControlProof,  # noqa: F401  # as above
    RecordAddress,  # noqa: F401  # as above
    RecordCopy,  # noqa: F401  # as above
)
