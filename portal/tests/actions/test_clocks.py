"""Time passes: silence restores, an unanswered decision becomes final, holds end, nobody is told twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from countermark_portal import worker
from countermark_portal.casework.appeals.facts import Outcome
from countermark_portal.casework.appeals.models import Appeal
from countermark_portal.casework.cases.models import Case, Deadline
from countermark_portal.casework.cases.rules import State
from countermark_portal.casework.standing.models import Strike
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.ledger import clock
from countermark_portal.policies.terms import ClockKind
from surfaces.cases_told import answered, by_link, listing_of, notify, restricted

A_MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def later(**passed: float) -> None:
    at = clock.now() + timedelta(**passed)
    worker.work_off(now=lambda: at)


def running(case: Case) -> set[str]:
    return set(Deadline.objects.filter(case=case, ended_at=None).values_list("kind", flat=True))


def test_the_holders_silence_restores_the_listing(market: Marketplace) -> None:
    case = answered(restricted())
    later(days=2)
    case.refresh_from_db()
    assert case.state == State.CONTESTED
    assert not market.port.visible([case.listing.listing_id])[case.listing.listing_id].is_back
    later(days=12)
    case.refresh_from_db()
    assert case.state == State.RESTORED
    assert Appeal.objects.get(case=case).outcome == Outcome.REVERSED
    assert market.port.visible([case.listing.listing_id])[case.listing.listing_id].is_back
    [letter] = case.letters.filter(kind="restored")
    assert "no answer" in letter.text or "gave no answer" in letter.text


def test_a_decision_that_nobody_answers_becomes_final_and_its_strike_expires(market: Marketplace) -> None:
    assert market
    case = restricted()
    assert not Strike.objects.exists()
    later(days=20)
    strike = Strike.objects.get()
    assert (strike.points, strike.erased_at) == (12, None)
    assert strike.expires_at - strike.at == timedelta(days=365)
    later(days=21)
    assert Strike.objects.count() == 1
    assert ClockKind.APPEAL in running(case), "the six months of appeal run on"


def test_business_days_leave_out_the_weekend(market: Marketplace) -> None:
    assert market
    case = notify(listing_of(says="1:1"), now=A_MONDAY)
    deadline = Deadline.objects.get(case=case, kind=ClockKind.COUNTER_NOTICE)
    assert (deadline.due_at - A_MONDAY).days in {14, 15}, "ten business days are two weeks"
    assert deadline.calendar.startswith("holidays-")


def test_a_hold_ends_by_itself_and_the_seller_is_told(market: Marketplace) -> None:
    case = notify(listing_of(number=2), reason="TM-LOOK", evidence="comparison")
    assert case.state == State.ASKED
    shown = market.port.visible([case.listing.listing_id])[case.listing.listing_id]
    assert shown.is_gone
    later(days=9)
    case.refresh_from_db()
    assert market.port.visible([case.listing.listing_id])[case.listing.listing_id].is_back
    assert case.letters.filter(kind="hold_ended").count() == 1
    assert by_link(case).link == case.id
