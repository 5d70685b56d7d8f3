"""Recording and sealing in tests, and a second connection to do so beside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from countermark_portal.ledger import ids, walking
from countermark_portal.ledger.actions import Entry, record
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.seal_models import Seal
from countermark_portal.ledger.sealing import MOST, seal

TABLES = ("ledger_publishedhead", "ledger_seal", "ledger_outbox", "ledger_event")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    id: UUID = field(default_factory=ids.new)


SOMEBODY = Somebody()


def recorded(count: int = 1) -> list[Event]:
    """So many events, recorded and committed."""
    with transaction.atomic():
        entries = [Entry("case.opened", ids.new(), {"place": at, "mark": "Norrvik"}) for at in range(count)]
        return record(actor=SOMEBODY, now=NOW, entries=entries)


def rolled_back(count: int) -> None:
    """So many events, recorded and taken back: their numbers are gone."""
    with transaction.atomic():
        recorded(count)
        transaction.set_rollback(True)


def sealed(*, now: datetime = NOW, most: int = MOST) -> list[Seal]:
    """All that can be sealed. Tests that run beside hold transactions of the same server open: those are waited for."""
    made: list[Seal] = []
    until = time.monotonic() + 30
    while walking.waiting():
        assert time.monotonic() < until, "the events do not settle"
        found = seal(actor=SOMEBODY, now=now, most=most)
        if found:
            made.append(found)
        else:
            time.sleep(0.01)
    return made


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    """A second connection to the test database, with a transaction of its own."""
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**wanted) as other:
        yield other


def write(cursor: psycopg.Cursor | CursorWrapper) -> int:
    """One event, written as SQL; its number."""
    cursor.execute(
        "INSERT INTO ledger_event (id, at, kind, actor, subject, body)"
        " VALUES (gen_random_uuid(), now(), 'case.opened', gen_random_uuid(), gen_random_uuid(), '{}') RETURNING seq"
    )
    row = cursor.fetchone()
    assert row
    return int(row[0])


@contextmanager
def triggers_off() -> Iterator[None]:
    """What only the owner of the database can do: write to the ledger past its triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
