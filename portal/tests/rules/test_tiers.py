"""A notifier's tier follows from what became of its notices, and few notices prove little."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.standing.events import Outcome
from countermark_portal.casework.standing.tiers import suspension_refusals, tier, wilson_lower
from countermark_portal.policies.loading import load
from countermark_portal.policies.terms import Tier

EU = load("eu")
NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
RIGHT = Outcome(decided_at=NOW - dt.timedelta(days=5), accepted=True)
WRONG = Outcome(decided_at=NOW - dt.timedelta(days=5), accepted=False)
COUNTERED = Outcome(decided_at=NOW - dt.timedelta(days=5), accepted=True, answered=True, countered=True)
GAVE_UP = Outcome(
    decided_at=NOW - dt.timedelta(days=5), accepted=True, answered=True, withdrawn_after_answer=True
)


@pytest.mark.parametrize(("bound", "decisions"), [(0.90, 35), (0.95, 73), (0.99, 381)])
def test_a_faultless_record_needs_as_many_decisions_as_the_notes_say(bound: float, decisions: int) -> None:
    assert (
        wilson_lower(decisions, decisions, 1.96) >= bound > wilson_lower(decisions - 1, decisions - 1, 1.96)
    )


@pytest.mark.parametrize(
    ("outcomes", "expected", "code"),
    [
        ([], Tier.STANDARD, "TOO-FEW-DECIDED"),
        ([WRONG] * 19, Tier.STANDARD, "TOO-FEW-DECIDED"),
        ([RIGHT] * 34, Tier.STANDARD, "STANDARD"),
        ([RIGHT] * 35, Tier.GOOD_FAITH, "GOOD-FAITH"),
        ([RIGHT] * 73, Tier.PROVEN, "PROVEN"),
        ([RIGHT] * 480 + [COUNTERED] * 20, Tier.GOOD_FAITH, "GOOD-FAITH"),
        ([RIGHT] * 13 + [WRONG] * 7, Tier.WATCH, "FEW-ACCEPTED"),
        ([RIGHT] * 17 + [COUNTERED] * 3, Tier.WATCH, "MANY-COUNTERED"),
        ([RIGHT] * 80 + [GAVE_UP] * 5, Tier.WATCH, "MANY-WITHDRAWN"),
        ([RIGHT] * 80 + [GAVE_UP] * 4, Tier.PROVEN, "PROVEN"),
    ],
)
def test_tiers_by_record(outcomes: list[Outcome], expected: Tier, code: str) -> None:
    found = tier(outcomes, EU, NOW)
    assert (found.tier, found.why.code) == (expected, code)
    assert found.decided == len(outcomes)


def test_what_was_decided_longer_ago_than_the_window_does_not_count() -> None:
    old = Outcome(decided_at=NOW - dt.timedelta(days=90), accepted=True)
    assert tier([old] * 100, EU, NOW).decided == 0


def test_a_lost_tier_stays_locked_for_three_months() -> None:
    good = [RIGHT] * 100
    assert tier(good, EU, NOW, lost_at=NOW - dt.timedelta(days=89)).why.code == "LOCKED"
    assert tier(good, EU, NOW, lost_at=NOW - dt.timedelta(days=90)).tier is Tier.PROVEN


def test_a_suspension_is_decided_by_people_and_ends() -> None:
    good = [RIGHT] * 100
    assert tier(good, EU, NOW, suspended_until=NOW + dt.timedelta(days=1)).tier is Tier.SUSPENDED
    assert tier(good, EU, NOW, suspended_until=NOW).tier is Tier.PROVEN


def test_a_suspension_needs_a_warning_before_and_lasts_six_months_at_most() -> None:
    def refused(warned_at: dt.datetime | None, until: dt.datetime) -> list[str]:
        return [why.code for why in suspension_refusals(NOW, until, EU, warned_at=warned_at)]

    before, month = NOW - dt.timedelta(days=9), dt.timedelta(days=30)
    assert refused(before, NOW + 6 * month) == []
    assert refused(None, NOW + month) == ["NO-PRIOR-WARNING"]
    assert refused(NOW, NOW + month) == ["NO-PRIOR-WARNING"]
    assert refused(before, NOW + 7 * month) == ["TOO-LONG"]
    assert refused(before, NOW) == ["NO-TIME"]


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_bound_lies_below_the_share_and_rises_with_every_success(right: int, wrong: int) -> None:
    bound = wilson_lower(right, right + wrong, 1.96)
    assert 0 <= bound < 1
    assert bound <= right / (right + wrong or 1) or math.isclose(bound, 0, abs_tol=1e-12)
    assert wilson_lower(right + 1, right + wrong + 1, 1.96) >= bound
    assert wilson_lower(right, right + wrong + 1, 1.96) <= bound + 1e-12


@given(st.integers(0, 400), st.integers(0, 60), st.integers(0, 60))
def test_a_wrong_notice_never_lifts_a_tier_once_enough_are_decided(
    right: int, wrong: int, countered: int
) -> None:
    order = [Tier.SUSPENDED, Tier.WATCH, Tier.STANDARD, Tier.GOOD_FAITH, Tier.PROVEN]
    outcomes = [RIGHT] * right + [WRONG] * wrong + [COUNTERED] * countered
    if len(outcomes) < EU.tiers.min_decided:
        return
    spoilt = Outcome(decided_at=RIGHT.decided_at, accepted=False, answered=True, countered=True)
    before, after = tier(outcomes, EU, NOW), tier([*outcomes, spoilt], EU, NOW)
    assert order.index(after.tier) <= order.index(before.tier)
