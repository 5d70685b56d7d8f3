"""Tables of API keys and of how much each may still ask."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from countermark_portal.ledger import ids
from countermark_portal.parties.rules import Scope


class ApiKey(models.Model):
    """A key with which an organisation's programs act. The key itself is never kept: only its HMAC under our secret."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="api_keys"
    )
    name = models.CharField(max_length=100, help_text="what it is for, in the words of who asked for it")
    handle = models.CharField(max_length=16, unique=True, help_text="the key's public part; finds the row")
    digest = models.CharField(
        max_length=64, help_text="HMAC-SHA256 of the key under the installation's secret"
    )
    scopes = ArrayField(models.CharField(max_length=30, choices=[(scope, scope) for scope in Scope]))
    marketplaces = ArrayField(
        models.CharField(max_length=50), default=list, help_text="slugs: where it acts for sellers"
    )
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "issued_at"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.handle})"

    @property
    def holder(self) -> UUID:
        """The organisation whose key it is, as the permission map asks for it."""
        return self.organisation_id


class KeyAllowance(models.Model):
    """The token bucket of a key: how much it could still ask at a moment."""

    key = models.OneToOneField(ApiKey, on_delete=models.CASCADE, primary_key=True, related_name="+")
    tokens = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tokens:.0f} of {self.key_id}"
