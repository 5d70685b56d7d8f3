"""How much a key may ask: a token bucket for each, in PostgreSQL, so that all web processes count together.

One statement refills and takes. Losing the last moments of it in a power cut does no harm, so it does not wait for the
disk: a limit must not slow down what it protects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

_TAKE: Final = """
INSERT INTO parties_keyallowance AS kept (key_id, tokens, at)
VALUES (%(key)s, %(most)s - %(cost)s, %(now)s)
ON CONFLICT (key_id) DO UPDATE SET
  tokens = LEAST(%(most)s, kept.tokens
    + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - kept.at)) * %(per_second)s) - %(cost)s,
  at = GREATEST(kept.at, %(now)s)
WHERE LEAST(%(most)s, kept.tokens
    + GREATEST(0, EXTRACT(EPOCH FROM %(now)s - kept.at)) * %(per_second)s) >= %(cost)s
RETURNING tokens
"""
_LEFT: Final = "SELECT tokens, EXTRACT(EPOCH FROM %s - at) FROM parties_keyallowance WHERE key_id = %s"


@dataclass(frozen=True, slots=True)
class Rate:
    """How much: so many tokens at once at most, and so many more with every second."""

    most: float
    per_second: float


def take(key: UUID, cost: float, rate: Rate, *, now: datetime) -> float:
    """Take tokens. 0: taken; else the seconds to wait until there are enough, and nothing was taken."""
    # More than fits into the bucket could never be had: it costs a full one.
    cost = min(cost, rate.most)
    given: dict[str, Any] = {
        "key": key,
        "cost": cost,
        "most": rate.most,
        "per_second": rate.per_second,
        "now": now,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(_TAKE, given)
        if cursor.fetchone() is not None:
            return 0.0
        cursor.execute(_LEFT, [now, key])
        [tokens, passed] = cursor.fetchone()
    return float(max(0.1, (cost - tokens) / rate.per_second - max(0.0, float(passed))))
