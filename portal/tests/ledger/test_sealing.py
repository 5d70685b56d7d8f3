"""Seals on a real PostgreSQL: each event comes into exactly one, whatever runs beside."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from countermark_portal.ledger import digests, merkle, sealing, walking
from countermark_portal.ledger.models import Event
from countermark_portal.ledger.proofs import Fault
from countermark_portal.ledger.seal_models import Seal
from countermark_portal.ledger.verifying import Chain
from ledger.recording import (
    NOW,
    SOMEBODY,
    another_connection,
    recorded,
    rolled_back,
    sealed,
    triggers_off,
    write,
)

pytestmark = [
    # Django empties the tables of an app without any: the ledger's own refuse to be emptied, and are by `ledger`.
    pytest.mark.django_db(transaction=True, available_apps=["django.contrib.messages"]),
    pytest.mark.usefixtures("ledger"),
]


def seqs(seals: list[Seal]) -> list[int]:
    return [seq for each in seals for seq in sealing.seqs_of(each)]


def assert_holds() -> None:
    assert isinstance(walking.verify(), Chain)


def test_nothing_to_seal_makes_no_seal() -> None:
    assert sealing.seal(actor=SOMEBODY, now=NOW) is None


def test_events_are_sealed_in_the_order_of_their_numbers_and_seals_are_chained() -> None:
    recorded(5)
    (first,) = sealed()
    recorded(3)
    (second,) = sealed()
    assert (first.number, first.previous, seqs([first])) == (1, digests.BEGINNING, [1, 2, 3, 4, 5])
    assert (second.number, second.previous, seqs([second])) == (2, first.digest, [6, 7, 8])
    assert_holds()


def test_the_root_is_over_what_the_database_holds() -> None:
    recorded(3)
    (made,) = sealed()
    rows = Event.objects.order_by("seq").values_list(*sealing.FIELDS)
    leaves = [digests.event_leaf(sealing.content_of(row)) for row in rows]
    assert merkle.Tree(leaves).root.hex() == made.root


def test_events_that_were_rolled_back_leave_a_gap_that_nothing_waits_for() -> None:
    recorded(2)
    rolled_back(2)
    recorded(1)
    assert seqs(sealed()) == [1, 2, 5]
    assert_holds()


def test_an_event_waits_for_every_transaction_that_began_before_it() -> None:
    with another_connection() as other, other.cursor() as cursor:
        early = write(cursor)
        (late,) = recorded(1)
        assert early < late.seq
        assert sealing.seal(actor=SOMEBODY, now=NOW) is None
        other.commit()
    assert seqs(sealed()) == [early, late.seq]
    assert_holds()


def test_an_event_with_a_lower_number_that_appears_later_comes_into_the_next_seal() -> None:
    # Numbers of events and of transactions are drawn in different orders here: the one that is sealed has the lower
    # transaction and the higher number.
    with another_connection() as first, another_connection() as second:
        first.execute("SELECT pg_current_xact_id()")
        second.execute("SELECT pg_current_xact_id()")
        low = write(second.cursor())
        high = write(first.cursor())
        first.commit()
        (one,) = sealed()
        second.commit()
    assert low < high
    assert seqs([one]) == [high]
    (two,) = sealed()
    assert seqs([two]) == [low]
    assert_holds()


def test_what_this_very_transaction_writes_is_left_for_the_next_seal() -> None:
    recorded(1)
    sealed()
    with transaction.atomic():
        recorded(1)
        assert sealing.seal(actor=SOMEBODY, now=NOW) is None
    assert len(sealed()) == 1


def test_a_long_backlog_is_cut_between_transactions() -> None:
    for count in (3, 3, 7, 1):
        recorded(count)
    made = sealed(most=5)
    assert [each.count for each in made] == [3, 3, 7, 1]
    assert seqs(made) == list(range(1, 15))
    assert_holds()


def test_two_sealers_at_once_take_turns() -> None:
    recorded(2)
    with another_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [sealing._LOCK])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(Exception, match="lock timeout"), transaction.atomic():
                sealing.seal(actor=SOMEBODY, now=NOW)
    assert len(sealed()) == 1


def test_a_ledger_restored_on_a_server_that_counts_transactions_anew_goes_on() -> None:
    recorded(2)
    sealed()
    recorded(2)
    with triggers_off():
        # What was dumped elsewhere: transactions of a server that had counted far, two events not sealed yet.
        Event.objects.update(transaction=10**12)
        Event.objects.filter(seq__lte=2).update(transaction=10**12 - 5)
        old = Seal.objects.get()
        Seal.objects.all().delete()
        old.horizon, old.server = 10**12 - 1, "elsewhere"
        old.digest = digests.seal_digest(sealing.statement_of(old))
        old.save(force_insert=True)
    recorded(1)
    assert seqs(sealed()) == [3, 4, 5]
    recorded(2)
    assert seqs(sealed()) == [6, 7]
    assert_holds()


@pytest.mark.parametrize("table", ["ledger_event", "ledger_seal"])
@pytest.mark.parametrize("wrong", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses_to_change_what_is_recorded_or_sealed(table: str, wrong: str) -> None:
    recorded(1)
    sealed()
    refused = pytest.raises(DatabaseError, match=r"append-only|Cannot update or delete")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wrong.format(table))


def tampered(sql: str, *values: Any) -> Fault:
    """What the ledger's check finds after its owner wrote past the triggers."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    found = walking.verify()
    assert isinstance(found, Fault)
    return found


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'case.moved'",
        "actor = gen_random_uuid()",
        "at = at + interval '1 microsecond'",
        "body = body || '{\"place\": 9}'",
        "salt = gen_random_uuid()",
    ],
)
def test_an_event_changed_by_the_owner_of_the_database_is_named(change: str) -> None:
    recorded(3)
    sealed()
    assert tampered(f"UPDATE ledger_event SET {change} WHERE seq = 2").place == "event 2 (seal 1)"


def test_an_event_deleted_by_the_owner_of_the_database_is_named() -> None:
    recorded(3)
    sealed()
    assert tampered("DELETE FROM ledger_event WHERE seq = 3").place == "event 3 (seal 1)"


def test_an_event_put_into_a_gap_afterwards_is_named() -> None:
    recorded(1)
    rolled_back(1)
    recorded(1)
    sealed()
    found = tampered(
        "INSERT INTO ledger_event (seq, id, at, kind, actor, subject, body, transaction)"
        " SELECT 2, gen_random_uuid(), at, kind, actor, subject, body, transaction FROM ledger_event WHERE seq = 1"
    )
    assert (found.code, found.place) == ("slipped-in", "event 2")


@pytest.mark.parametrize(
    "change", ["runs = '{{1,999999999999}}'", "runs = '{{2,4}}'", "leaves = ''", "first = 0"]
)
def test_a_seal_changed_by_the_owner_of_the_database_is_named(change: str) -> None:
    recorded(3)
    sealed()
    assert tampered(f"UPDATE ledger_seal SET {change}").place.startswith("seal 1")


def test_ten_thousand_events_are_sealed_in_well_under_a_second() -> None:
    recorded(10_000)
    made = None
    while made is None:
        begun = time.perf_counter()
        made = sealing.seal(actor=SOMEBODY, now=NOW)
        took = time.perf_counter() - begun
    assert made.count == 10_000
    # Far above what it takes, as the machine is shared.
    assert took < 3


def test_whatever_order_writers_end_in_each_event_comes_under_one_seal_and_stays_there() -> None:
    until = time.monotonic() + 0.7

    def keep_writing(seed: int) -> None:
        chance = random.Random(seed)
        with another_connection() as own:
            while time.monotonic() < until:
                if chance.random() < 0.5:
                    own.execute("SELECT pg_current_xact_id()")
                    time.sleep(chance.random() / 200)
                for _ in range(chance.randint(1, 4)):
                    write(own.cursor())
                    time.sleep(chance.random() / 500)
                own.rollback() if chance.random() < 0.2 else own.commit()

    made: list[Seal] = []
    with ThreadPoolExecutor(4) as writers:
        done = [writers.submit(keep_writing, seed) for seed in range(4)]
        while not all(each.done() for each in done):
            found = sealing.seal(actor=SOMEBODY, now=NOW)
            made += [found] if found else []
        for each in done:
            each.result()
    made += sealed()
    assert len(made) > 1
    assert sorted(seqs(made)) == list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert_holds()
