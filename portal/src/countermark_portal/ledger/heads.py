"""The day's head: one small document that stands for all that is sealed. Once others keep it, nobody can rewrite."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from countermark_portal.ledger import digests, merkle
from countermark_portal.ledger.digests import HeadStatement
from countermark_portal.ledger.proofs import HEAD, Head, written
from countermark_portal.ledger.seal_models import PublishedHead, Seal
from countermark_portal.ledger.sealing import one_at_a_time


@transaction.atomic
def publish_head(*, now: datetime) -> PublishedHead | None:
    """Publish the head of today (UTC), over all seals so far; the one that stands, if it was; None before any seal.

    A day on which nothing was sealed has a head too: that there was nothing is also promised.
    """
    one_at_a_time()
    day = now.astimezone(UTC).date()
    before = PublishedHead.objects.order_by("-day").first()
    if before is not None and before.day >= day:
        return before
    last = Seal.objects.only("number", "digest").order_by("-number").first()
    if last is None:
        return None
    since = Seal.objects.filter(number__gt=before.seal if before else 0).order_by("number")
    seals = list(since.values_list("digest", "count"))
    statement = HeadStatement(
        day=day,
        first=before.seal + 1 if before else 1,
        seal=last.number,
        last=last.digest,
        count=sum(count for _, count in seals) + (before.count if before else 0),
        seals=merkle.Tree([digests.seal_leaf(digest) for digest, _ in seals]).root.hex(),
        previous=before.digest if before else digests.BEGINNING,
    )
    return PublishedHead.objects.create(
        day=day,
        first=statement.first,
        seal=statement.seal,
        last=statement.last,
        count=statement.count,
        seals=statement.seals,
        previous=statement.previous,
        digest=digests.head_digest(statement),
        at=now,
    )


def head_of(row: PublishedHead) -> Head:
    """A head as it goes into receipts and onto the public page."""
    statement = HeadStatement(
        day=row.day,
        first=row.first,
        seal=row.seal,
        last=row.last,
        count=row.count,
        seals=row.seals,
        previous=row.previous,
    )
    return Head(format=HEAD, statement=statement, digest=row.digest)


def document(row: PublishedHead) -> bytes:
    """The file that a public page serves."""
    return written(head_of(row))


def published() -> list[PublishedHead]:
    """Every head that was published, the latest first: they are public."""
    return list(PublishedHead.objects.order_by("-day"))
