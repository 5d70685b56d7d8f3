"""Tables of cases and their deadlines."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from countermark_portal.casework.cases.rules import State
from countermark_portal.catalogue.models import Listing, Marketplace, SellerAccount
from countermark_portal.ledger import ids
from countermark_portal.parties.models import Person
from countermark_portal.registry.models import Brand


class Case(models.Model):
    """What is worked on: one listing and one brand. Has as many decisions as it takes; none is ever changed."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="cases")
    seller = models.ForeignKey(SellerAccount, on_delete=models.PROTECT, null=True, related_name="cases")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="cases")
    state = models.CharField(max_length=12, choices=[(state, state) for state in State], default=State.OPEN)
    policy = models.CharField(max_length=60, help_text="the policy version it was opened under: name@hash")
    priority = models.SmallIntegerField(default=0, help_text="higher first: safety-critical, trusted, old")
    why_person = models.JSONField(default=list, help_text="codes: why a person must look")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-priority", "opened_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["listing", "brand"],
                condition=~models.Q(state__in=["restored", "closed"]),
                nulls_distinct=False,
                name="one_open_case_per_listing_and_brand",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def holder(self) -> UUID | None:
        """The rights holder whose brand it is about."""
        return self.brand.organisation_id if self.brand else None

    @property
    def notices(self) -> frozenset[UUID]:
        """The notices that name it: whoever holds the link of one may appeal."""
        return frozenset(self.items.values_list("notice", flat=True))

    @property
    def notifiers(self) -> frozenset[UUID]:
        """The organisations that sent them: an agent acts in the cases that it opened."""
        sent = self.items.values_list("notice__organisation", flat=True)
        return frozenset(one for one in sent if one is not None)


class Deadline(models.Model):
    """A clock of a case: when it is due, by which calendar, and what came of it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=40, help_text="the policy's name of the clock")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    calendar = models.CharField(max_length=60, help_text="the calendar's version it was counted by")
    at_end = models.CharField(max_length=12, help_text="what its end does: restore, person, escalate, refuse")
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, blank=True, help_text="met, run_out or dropped")
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="deadlines_running")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"
