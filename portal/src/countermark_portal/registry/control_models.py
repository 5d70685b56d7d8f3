"""Tables of how control of a right is shown: records as they were taken in, their addresses, proofs."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models

from countermark_portal.ledger import ids
from countermark_portal.parties.models import Contact, Mandate, Organisation, Person
from countermark_portal.registry.control_rules import CopyState, Origin, ProofState
from countermark_portal.registry.records import Whose
from countermark_portal.registry.rules import ControlShown


class RecordCopy(models.Model):
    """An office's record of a right, as somebody gave it to us. Addresses stand apart, sealed."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    right = models.ForeignKey("registry.Right", on_delete=models.PROTECT, related_name="records")
    said = models.JSONField(help_text="the record, without addresses")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole record")
    origin = models.CharField(max_length=10, choices=[(one, one) for one in Origin])
    state = models.CharField(max_length=10, choices=[(one, one) for one in CopyState])
    taken_by = models.UUIDField(help_text="opaque, as in the ledger")
    taken_at = models.DateTimeField()
    compared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(null=True, help_text="when it was found to be what the office has")
    why = models.CharField(max_length=500, blank=True, help_text="of one that was refused")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["right"],
                condition=models.Q(state=CopyState.COUNTS),
                name="one_record_of_a_right_counts",
            ),
            models.UniqueConstraint(
                fields=["right"],
                condition=models.Q(state=CopyState.WAITS),
                name="one_record_of_a_right_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right_id} as of {self.taken_at:%Y-%m-%d}"

    @property
    def is_trusted(self) -> bool:
        """Whether it is known to be what the office has: given by the operator, or compared by the desk."""
        return self.origin == Origin.OPERATOR or self.compared_at is not None


class RecordAddress(models.Model):
    """Where a record says that its owner or representative is reached. Codes go here and nowhere else."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    record = models.ForeignKey(RecordCopy, on_delete=models.CASCADE, related_name="addresses")
    whose = models.CharField(max_length=15, choices=[(one, one) for one in Whose])
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.whose} of {self.record_id}"


class ControlProof(models.Model):
    """One attempt to show control of a right, or of a power of attorney for a holder: how, and what came of it."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    right = models.ForeignKey("registry.Right", on_delete=models.PROTECT, null=True, related_name="proofs")
    mandate = models.OneToOneField(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=[(how, how) for how in ControlShown])
    state = models.CharField(max_length=10, choices=[(one, one) for one in ProofState])
    asked_by = models.UUIDField(help_text="opaque, as in the ledger")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    address = models.ForeignKey(RecordAddress, on_delete=models.SET_NULL, null=True, related_name="+")
    secret = models.CharField(max_length=64, blank=True, help_text="keyed hash of the code")
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    domain = models.CharField(max_length=253, blank=True)
    token = models.CharField(
        max_length=64, blank=True, help_text="what the domain's file has to say; no secret"
    )
    document = models.JSONField(default=dict, help_text="the power of attorney: sha256, name, content_type")
    valid_until = models.DateField(null=True, help_text="of the power of attorney")
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(right__isnull=False) ^ models.Q(mandate__isnull=False),
                name="a_proof_is_of_a_right_or_of_a_mandate",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.how} {self.state}"

    @property
    def holder(self) -> UUID | None:
        """The organisation that shows it."""
        return self.organisation_id
