"""Sealing: what nothing can precede any more is put under a Merkle root, chained to the seal before.

**Why by transaction and not by number.** An event's number is drawn when it is written, its transaction's number when
that first writes anything, and it is seen when that ends: three orders. So a seal goes up to a *horizon*: every
transaction below it has ended (`pg_snapshot_xmin`) and none can begin below it. The next seal begins at that horizon.
Each event comes into exactly one seal, though one with a lower number may come into a later one.

**Another server.** A database that was dumped and restored elsewhere meets a server that counts its transactions from
anew. The first seal there is made with writers locked out for a moment; its *floor* closes everything up to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, models, transaction
from django.db.models import Func, Q

from countermark_portal.ledger import digests, merkle
from countermark_portal.ledger.actions import Acting
from countermark_portal.ledger.digests import EventContent, SealStatement
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.seal_models import Seal

MOST: Final = 10_000
"""Events in a seal, unless a single transaction wrote more."""
_LOCK: Final = 7_304_115
"""The advisory lock of who seals or publishes: one at a time."""
FIELDS: Final = ("seq", "id", "at", "kind", "actor", "subject", "body", "salt")
"""What `content_of` reads of an event."""


class _Horizon(Func):
    """The lowest transaction that still runs, as this very query sees it."""

    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = models.BigIntegerField()


@dataclass(frozen=True, slots=True)
class _Taken:
    """Rows of events to be sealed, and where the next seal goes on."""

    rows: Sequence[tuple[Any, ...]]
    horizon: int
    floor: int


@transaction.atomic
def seal(*, actor: Acting, now: datetime, most: int = MOST) -> Seal | None:
    """Seal the next events; None if there are none that could be. Called again until then, it catches up."""
    one_at_a_time()
    last = Seal.objects.defer("leaves", "runs").order_by("-number").first()
    server = _server()
    taken = _take(last, most) if last is None or last.server == server else _take_moved(last)
    if not taken.rows:
        return None
    rows = sorted(taken.rows)
    leaves = [digests.event_leaf(content_of(row)) for row in rows]
    statement = SealStatement(
        number=last.number + 1 if last else 1,
        previous=last.digest if last else digests.BEGINNING,
        count=len(rows),
        first=rows[0][0],
        last=rows[-1][0],
        root=merkle.Tree(leaves).root.hex(),
        horizon=taken.horizon,
        floor=taken.floor,
        server=server,
        at=digests.stamp(now),
        by=str(actor.id),
    )
    return _keep(statement, runs=_runs(row[0] for row in rows), leaves=leaves, actor=actor, now=now)


def one_at_a_time() -> None:
    """Wait until nobody else seals or publishes; holds until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def content_of(row: Sequence[Any]) -> EventContent:
    """What is sealed of an event, from its `FIELDS`."""
    seq, event, at, kind, actor, subject, body, salt = row[: len(FIELDS)]
    return EventContent(
        seq=seq,
        id=str(event),
        at=digests.stamp(at),
        kind=kind,
        actor=str(actor),
        subject=str(subject),
        body=digests.commitment(body, salt),
    )


def statement_of(row: Seal) -> SealStatement:
    """What a seal says, from its row."""
    return SealStatement(
        number=row.number,
        previous=row.previous,
        count=row.count,
        first=row.first,
        last=row.last,
        root=row.root,
        horizon=row.horizon,
        floor=row.floor,
        server=row.server,
        at=digests.stamp(row.at),
        by=str(row.by),
    )


def seqs_of(row: Seal) -> list[int]:
    """The numbers of a seal's events, in the order of its leaves; none where the runs do not add up to its count."""
    if sum(end - start + 1 for start, end in row.runs) != row.count:
        return []
    return [seq for start, end in row.runs for seq in range(start, end + 1)]


def _take(last: Seal | None, most: int) -> _Taken:
    """What has settled since the last seal, whole transactions only."""
    floor = last.floor if last else 0
    waiting = Event.objects.filter(transaction__lt=_Horizon(), seq__gt=floor)
    if last:
        waiting = waiting.filter(transaction__gte=last.horizon)
    fields = (*FIELDS, "transaction", _Horizon())
    rows = list(waiting.order_by("transaction", "seq").values_list(*fields)[: most + 1])
    if len(rows) <= most:
        return _Taken(rows, rows[0][-1] if rows else 0, floor)
    cut = rows[-1][-2]
    if rows[0][-2] < cut:
        return _Taken([row for row in rows if row[-2] < cut], cut, floor)
    return _Taken(list(waiting.filter(transaction=cut).values_list(*fields)), cut + 1, floor)


def _take_moved(last: Seal) -> _Taken:
    """What is not sealed yet, on a server that counts transactions otherwise. No writer runs while this is read."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")  # noqa: SLF001  # Django's documented door to a model's table
    highest = Seal.objects.aggregate(highest=models.Max("last"))["highest"]
    waiting = Event.objects.filter(Q(seq__gt=highest) | Q(transaction__gte=last.horizon, seq__gt=last.floor))
    rows = list(waiting.values_list(*FIELDS, "transaction", _Horizon()))
    if not rows:
        return _Taken([], 0, 0)
    return _Taken(rows, rows[0][-1], max(highest, *(row[0] for row in rows)))


def _keep(
    statement: SealStatement, *, runs: list[list[int]], leaves: list[bytes], actor: Acting, now: datetime
) -> Seal:
    return Seal.objects.create(
        number=statement.number,
        previous=statement.previous,
        digest=digests.seal_digest(statement),
        count=statement.count,
        first=statement.first,
        last=statement.last,
        runs=runs,
        leaves=b"".join(leaves),
        root=statement.root,
        horizon=statement.horizon,
        floor=statement.floor,
        server=statement.server,
        at=now,
        by=actor.id,
    )


def _runs(seqs: Iterator[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for seq in seqs:
        if runs and runs[-1][1] == seq - 1:
            runs[-1][1] = seq
        else:
            runs.append([seq, seq])
    return runs


def _server() -> str:
    """The identity of the server that counts the transactions: made once, when its data folder was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        (found,) = cursor.fetchone()
    return str(found)
