"""Records of rights are taken in: new, changed, ended; twice is once; a holder's own file widens nothing unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from countermark_portal.connectors.ip_offices.reading import read
from countermark_portal.errors import Forbidden, Refused, Stale
from countermark_portal.ledger.models import Event
from countermark_portal.parties.models import Person
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import SYSTEM, Actor
from countermark_portal.registry import control, importing, queries
from countermark_portal.registry.control_models import RecordCopy
from countermark_portal.registry.importing import Taken, What
from countermark_portal.registry.models import Brand, Right
from countermark_portal.registry.rules import control_shown, in_force
from registry import records_by_hand as by_hand

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
pytestmark = pytest.mark.usefixtures("market")


def signed_in(email: str) -> Actor:
    return actor_of(Person.objects.get(email=email))


def holder() -> Actor:
    return signed_in("norrvik@brands.example")


def desk() -> Actor:
    return signed_in("reviewer@demo.example")


def brand(slug: str = "norrvik") -> Brand:
    return Brand.objects.get(slug=slug)


def taken(actor: Actor, *marks: str, slug: str = "norrvik") -> list[Taken]:
    found = read("marks.xml", by_hand.st96(*marks))
    return importing.take_in(actor=actor, now=NOW, brand=brand(slug), records=found.records)


def right(number: str = "018400777") -> Right:
    return Right.objects.get(number=number)


def test_a_new_right_is_registered_and_restricts_nothing_yet() -> None:
    [one] = taken(SYSTEM)
    assert one.what is What.NEW
    made = right()
    assert (made.text, made.classes, made.territories, made.owner_name) == (
        "NORRVIK SKUA",
        [18, 25],
        ["EU"],
        "Norrvik AB",
    )
    assert in_force(made.facts, TODAY)
    assert not control_shown(made.facts, TODAY)
    event = Event.objects.get(kind="right.registered", subject=made.id)
    assert event.body == {"office": "EM", "number": "018400777", "origin": "operator"}


def test_the_same_file_twice_is_the_same_as_once() -> None:
    taken(SYSTEM)
    before = Event.objects.count()
    [again] = taken(SYSTEM)
    assert again.what is What.SAME
    assert Event.objects.count() == before
    assert RecordCopy.objects.filter(right=right()).count() == 1


def test_a_changed_record_is_noted_and_an_ended_one_withdraws_the_right() -> None:
    taken(SYSTEM)
    [changed] = taken(SYSTEM, by_hand.mark(goods="outerwear; gloves"))
    assert changed.what is What.CHANGED
    assert Event.objects.get(kind="right.changed").body["fields"] == ["goods"]
    [ended] = taken(SYSTEM, by_hand.mark(status="Registration cancelled"))
    assert ended.what is What.WITHDRAWN
    assert right().withdrawn == date(2026, 9, 30), "the day on which the office says that it ended"
    assert not in_force(right().facts, TODAY)
    taken(SYSTEM, by_hand.mark())
    assert in_force(right().facts, TODAY), "what the office restores is in force again"


def test_an_application_is_no_right_and_neither_is_one_without_a_registration() -> None:
    found = taken(
        SYSTEM,
        by_hand.mark(number="1", status="Application published for opposition"),
        by_hand.mark(number="2"),
    )
    assert [one.what for one in found] == [What.REFUSED, What.NEW]
    assert "no right yet" in found[0].why
    csv = b"office,kind,number\nUS,trademark,9100300\n"
    [one] = importing.take_in(actor=SYSTEM, now=NOW, brand=brand(), records=read("x.csv", csv).records)
    assert "when it was registered" in one.why


def test_another_holders_right_is_not_taken_and_nobody_takes_in_for_another() -> None:
    [one] = taken(holder(), by_hand.mark(number="018400102"))
    assert one.what is What.REFUSED
    with pytest.raises(Forbidden):
        taken(holder(), slug="quendrel")
    assert right("018400102").brand.slug == "quendrel"


def test_a_holders_own_file_makes_a_right_whose_record_nobody_has_compared() -> None:
    taken(holder())
    state = queries.state(holder(), right().id, TODAY)
    assert not state.is_trusted
    assert queries.addresses(holder(), right()) == [], (
        "nothing is sent to addresses that the holder may have written"
    )
    [waits] = queries.to_compare(desk())
    assert [one.masked for one in waits.addresses] == ["legal@norrvik.example", "docket@lund.example"]
    control.compare(actor=desk(), now=NOW, record=waits.copy.id, same=True)
    assert queries.state(holder(), right().id, TODAY).is_trusted
    assert [one.masked for one in queries.addresses(holder(), right())] == [
        "le…@norrvik.example",
        "do…@lund.example",
    ]
    with pytest.raises(Stale):
        control.compare(actor=desk(), now=NOW, record=waits.copy.id, same=True)


def test_a_record_that_the_office_does_not_have_is_refused_with_a_reason() -> None:
    taken(holder())
    [waits] = queries.to_compare(desk())
    with pytest.raises(Refused, match="told why"):
        control.compare(actor=desk(), now=NOW, record=waits.copy.id, same=False)
    with pytest.raises(Forbidden):
        control.compare(actor=holder(), now=NOW, record=waits.copy.id, same=True)
    control.compare(
        actor=desk(), now=NOW, record=waits.copy.id, same=False, why="The office names another owner."
    )
    assert queries.to_compare(desk()) == []
    assert not queries.state(holder(), right().id, TODAY).is_trusted


def test_the_operators_import_of_the_same_record_makes_it_trusted() -> None:
    taken(holder())
    taken(SYSTEM)
    assert queries.state(holder(), right().id, TODAY).is_trusted
    assert queries.to_compare(desk()) == []


def test_a_holders_file_about_a_trusted_right_waits_and_changes_nothing_until_it_was_compared() -> None:
    taken(SYSTEM)
    [one] = taken(holder(), by_hand.mark(expires="2039-05-14", email="mine@elsewhere.example"))
    assert one.what is What.WAITS
    assert right().expires == date(2029, 5, 14)
    assert len(queries.addresses(holder(), right())) == 2
    [again] = taken(holder(), by_hand.mark(expires="2039-05-14", email="mine@elsewhere.example"))
    assert again.what is What.WAITS
    [waits] = queries.to_compare(desk())
    control.compare(actor=desk(), now=NOW, record=waits.copy.id, same=True)
    assert right().expires == date(2039, 5, 14)
    assert Event.objects.filter(kind="right.record_waits").count() == 1


def test_an_end_that_a_holder_reports_counts_at_once() -> None:
    taken(SYSTEM)
    [one] = taken(holder(), by_hand.mark(status="Registration surrendered"))
    assert one.what is What.WITHDRAWN
    assert not in_force(right().facts, TODAY)


def test_a_right_that_changes_hands_is_shown_anew() -> None:
    known = right("018400101")
    assert control_shown(known.facts, TODAY)
    taken(SYSTEM, by_hand.mark(number="018400101", owner="NORRVIK AB."))
    assert control_shown(right("018400101").facts, TODAY), "only written otherwise"
    taken(SYSTEM, by_hand.mark(number="018400101", owner="Fjell Holding Oy"))
    assert not control_shown(right("018400101").facts, TODAY)


def test_a_record_that_does_not_say_until_when_leaves_what_was_known() -> None:
    taken(SYSTEM)
    taken(SYSTEM, by_hand.mark(expires=""))
    assert right().expires == date(2029, 5, 14)


def test_the_picture_of_the_mark_is_kept_and_shown_to_who_may_see_the_right() -> None:
    found = read("mark.zip", by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()))
    importing.take_in(actor=SYSTEM, now=NOW, brand=brand(), records=found.records, pictures=found.pictures)
    assert queries.picture(holder(), right().id) == by_hand.picture()


def test_many_records_are_answered_one_by_one_in_their_order() -> None:
    numbers = [f"0190{n:05}" for n in range(300)]
    found = taken(SYSTEM, *(by_hand.mark(number=number) for number in numbers))
    assert [one.record.number for one in found] == numbers
    assert {one.what for one in found} == {What.NEW}
    [first, again] = importing.take_in(
        actor=SYSTEM, now=NOW, brand=brand(), records=[found[0].record, found[0].record]
    )
    assert (first.what, again.what) == (What.SAME, What.REFUSED)
