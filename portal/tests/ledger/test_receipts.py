"""Receipts and heads from a real ledger, checked as an outsider would."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError

from countermark_portal.commands.ledger import receipt as receipt_command
from countermark_portal.errors import NotFound
from countermark_portal.ledger import heads, ids, walking
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.proofs import Fault, Receipt, read_head, written
from countermark_portal.ledger.receipts import NotSealedYet, receipt
from countermark_portal.ledger.seal_models import PublishedHead
from countermark_portal.ledger.verifying import Chain, Verified, verify_receipt
from ledger.recording import NOW, another_connection, recorded, sealed, write

pytestmark = [
    # Django empties the tables of an app without any: the ledger's own refuse to be emptied, and are by `ledger`.
    pytest.mark.django_db(transaction=True, available_apps=["django.contrib.messages"]),
    pytest.mark.usefixtures("ledger"),
]

DAY = timedelta(days=1)


def published(*, now: datetime = NOW) -> PublishedHead:
    head = heads.publish_head(now=now)
    assert head
    return head


def file_of(*events: Event, opened: bool = False) -> bytes:
    made = receipt([each.id for each in events], opened=opened)
    assert isinstance(made, Receipt)
    return written(made)


def test_a_receipt_verifies_against_the_head_that_was_published() -> None:
    events = recorded(7)
    sealed()
    head = read_head(heads.document(published()))
    assert not isinstance(head, Fault)
    found = verify_receipt(file_of(*events[2:4]), head)
    assert isinstance(found, Verified)
    assert [each.id for each in found.events] == [str(each.id) for each in events[2:4]]
    assert found.anchored


def test_a_receipt_tells_an_events_facts_only_where_that_is_asked_for() -> None:
    (event,) = recorded(1)
    sealed()
    assert b"Norrvik" not in file_of(event)
    assert b"Norrvik" in file_of(event, opened=True)
    assert isinstance(verify_receipt(file_of(event, opened=True)), Verified)


def test_an_event_that_is_not_sealed_yet_has_no_receipt_yet() -> None:
    with another_connection() as other:
        write(other.cursor())
        (event,) = recorded(1)
        assert receipt([event.id]) == NotSealedYet((event.id,))


def test_an_unknown_event_has_no_receipt() -> None:
    with pytest.raises(NotFound):
        receipt([ids.new()])


def test_events_of_several_days_are_held_together_by_the_heads_between() -> None:
    (first,) = recorded(1)
    sealed()
    published()
    published(now=NOW + DAY)
    (second,) = recorded(1)
    sealed(now=NOW + 2 * DAY)
    last = published(now=NOW + 2 * DAY)
    made = receipt([first.id, second.id])
    assert isinstance(made, Receipt)
    assert len(made.heads) == 3
    assert isinstance(verify_receipt(written(made), heads.head_of(last)), Verified)


def test_the_head_is_published_once_a_day() -> None:
    assert heads.publish_head(now=NOW) is None
    recorded(2)
    sealed()
    first = published()
    recorded(2)
    sealed()
    assert published(now=NOW + timedelta(hours=3)) == first
    second = published(now=NOW + DAY)
    assert (second.first, second.seal, second.count, second.previous) == (2, 2, 4, first.digest)


def test_a_day_without_events_has_a_head_that_says_so() -> None:
    recorded(1)
    sealed()
    first, second = published(), published(now=NOW + DAY)
    assert (second.seal, second.count, second.last) == (first.seal, first.count, first.last)
    assert second.digest != first.digest
    assert isinstance(walking.verify(anchor=heads.head_of(second)), Chain)


def test_a_published_head_cannot_be_changed() -> None:
    recorded(1)
    sealed()
    head = published()
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        head.delete()


def test_the_command_says_what_was_proved_and_by_what(tmp_path: Path) -> None:
    (event,) = recorded(1)
    sealed()
    head = published()
    given, kept = tmp_path / "receipt.json", tmp_path / "head.json"
    given.write_bytes(file_of(event))
    kept.write_bytes(heads.document(head))
    done = CliRunner().invoke(receipt_command, ["verify", str(given), "--head", str(kept)])
    assert done.exit_code == 0
    assert f"event {event.seq}" in done.output
    assert "Anchor: the head of 2026-03-02, as published and given." in done.output
    given.write_bytes(given.read_bytes().replace(b"case.opened", b"case.closed"))
    done = CliRunner().invoke(receipt_command, ["verify", str(given)])
    assert done.exit_code == 1
    assert f"event {event.seq}: its path does not lead to seal 1" in done.output
