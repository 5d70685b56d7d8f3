"""Tables of seals and published heads. Append-only, as the events are."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models


def _append_only() -> list[Any]:
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'the ledger is append-only';",
        ),
    ]


class Seal(models.Model):
    """A Merkle root over events that nothing can precede any more, chained to the seal before.

    The hashes of the events stand beside the root: so the first altered event is named, and a receipt costs one row.
    """

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    count = models.BigIntegerField()
    first = models.BigIntegerField(help_text="the lowest number of its events")
    last = models.BigIntegerField(help_text="the highest number of its events")
    runs = ArrayField(
        ArrayField(models.BigIntegerField(), size=2),
        help_text="its events' numbers, as runs from … to; gaps are rolled back or in another seal",
    )
    leaves = models.BinaryField(help_text="the hashes of its events, in the order of their numbers")
    root = models.CharField(max_length=64)
    horizon = models.BigIntegerField(help_text="transactions below it are sealed, those from it on are not")
    floor = models.BigIntegerField(
        help_text="events up to it are sealed whatever their transaction: see sealing"
    )
    server = models.CharField(max_length=20, help_text="the database server that counted the transactions")
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["first", "last"])]
        triggers: ClassVar = _append_only()

    def __str__(self) -> str:
        return f"seal {self.number}"


class PublishedHead(models.Model):
    """The head of a day, as it was published."""

    day = models.DateField(primary_key=True)
    first = models.BigIntegerField(help_text="the first seal since the head before")
    seal = models.BigIntegerField(help_text="the last seal")
    last = models.CharField(max_length=64, help_text="the digest of the last seal")
    count = models.BigIntegerField(help_text="events sealed up to here, ever")
    seals = models.CharField(max_length=64, help_text="a Merkle root over the seals since the head before")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = _append_only()

    def __str__(self) -> str:
        return f"head of {self.day}"
