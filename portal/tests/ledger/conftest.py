"""A ledger of its own for each test, with real commits: what a transaction does not end is never sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from ledger.recording import TABLES, triggers_off


def _empty() -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")


@pytest.fixture
def ledger(transactional_db: None) -> Iterator[None]:
    """An empty ledger, emptied again afterwards."""
    del transactional_db
    _empty()
    yield
    _empty()
