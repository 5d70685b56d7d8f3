"""Tables of evidence. The bytes lie in `blobs`, by their SHA-256."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from countermark_portal.catalogue.models import Listing
from countermark_portal.ledger import ids


class Capture(models.Model):
    """A listing as it was at one moment: who took it, how, with what, when, and the hashes of everything taken."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="captures")
    at = models.DateTimeField()
    why = models.CharField(max_length=20, help_text="notice, verification, correction or request")
    how = models.CharField(max_length=40, help_text="the connector, or screenshot")
    tool = models.CharField(max_length=60, help_text="what took it, with its version")
    found = models.BooleanField(default=True, help_text="whether the marketplace had such a listing at all")
    fields = models.JSONField(default=dict, help_text="the listing's columns, as the engine takes them")
    warc = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the raw answers (WARC)")
    media = models.JSONField(default=list, help_text="url, SHA-256, content type, bytes of every photo")
    findings = models.JSONField(default=list, help_text="what the engine saw in it: brand, score, signals")
    references_version = models.CharField(max_length=64, blank=True)
    scoring_version = models.CharField(max_length=20, blank=True)
    held = models.BooleanField(default=True, help_text="not to be deleted while a case may need it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing", "-at"])]

    def __str__(self) -> str:
        return f"{self.listing_id} at {self.at:%Y-%m-%d %H:%M}"
