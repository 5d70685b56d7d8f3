"""Answers kept under an idempotency key: who asks the same again is answered the same, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from countermark_portal.errors import Stale
from countermark_portal.ledger.models import Answer

KEPT: Final = timedelta(days=30)
"""How long an answer is kept at least; whoever still asks after that asks anew."""


class KeyUsedAgain(Stale):
    """An idempotency key names one request; this one is another."""

    code = "idempotency-key-reused"


def once(
    *, asker: UUID, key: str, asked: str, now: datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What `do` answers; or, without doing it, what it answered before under this key. `asked`: SHA-256 of the request.

    Two at once with one key wait for each other. An error of `do` is not kept: it can be mended and asked again.
    """
    with transaction.atomic():
        _wait_for_turn(asker, key)
        kept = Answer.objects.filter(asker=asker, key=key).first()
        if kept is not None and kept.at > now - KEPT:
            if kept.asked != asked:
                raise KeyUsedAgain(
                    f"the idempotency key {key} was used for another request",
                    mend="send the same request again, or choose another key",
                )
            return dict(kept.answer)
        Answer.objects.filter(asker=asker, at__lte=now - KEPT).delete()
        answer = do()
        Answer.objects.create(asker=asker, key=key, asked=asked, answer=answer, at=now)
    return answer


def _wait_for_turn(asker: UUID, key: str) -> None:
    number = int.from_bytes(blake2b(asker.bytes + key.encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
