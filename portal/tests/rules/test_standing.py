"""Strikes add up, expire, and are taken back; steps of the ladder need what the policy says."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.casework.standing.events import (
    Erased,
    Event,
    Exemption,
    Proportionality,
    Standing,
    StepPlan,
    Strike,
    Taken,
    Warned,
)
from countermark_portal.casework.standing.rules import points_for, standing, to_undo
from countermark_portal.casework.standing.steps import step_refusals
from countermark_portal.policies.loading import load
from countermark_portal.policies.terms import LadderStep

EU = load("eu")
START = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
STEPS = list(LadderStep)


def day(number: float) -> dt.datetime:
    return START + dt.timedelta(days=number)


def strike(on: float, points: int = 12, holder: str = "norrvik", name: str = "") -> Strike:
    return Strike(id=name or f"S-{on}-{holder}", at=day(on), points=points, holder=holder)


def rank(step: LadderStep | None) -> int:
    return -1 if step is None else STEPS.index(step)


def test_a_counterfeit_leads_to_a_listing_limit_which_ends_with_the_strike() -> None:
    now = standing([strike(0)], EU, day(1))
    assert (now.points, now.step, now.next_step, now.missing) == (
        12,
        LadderStep.LISTING_LIMIT,
        LadderStep.DEMOTION,
        12,
    )
    assert now.until == day(365)
    after = standing([strike(0)], EU, day(365))
    assert (after.points, after.step, after.until) == (0, None, None)


def test_three_notices_of_one_holder_in_three_days_are_one_strike_and_of_two_holders_two() -> None:
    flood = [strike(0, 2), strike(1), strike(2.9, 4)]
    assert standing(flood, EU, day(5)).points == 12
    assert standing(flood, EU, day(5)).counted == ("S-1-norrvik",)
    assert standing([*flood, strike(1, holder="quendrel")], EU, day(5)).points == 24
    assert standing([*flood, strike(4)], EU, day(5)).points == 24, "the day 1 strike and that of day 4"


def test_notices_of_the_same_days_count_as_one_however_long_their_decisions_took() -> None:
    slow = dataclasses.replace(strike(40), noticed_at=day(1))
    assert standing([strike(0), slow], EU, day(50)).points == 12


def test_what_the_seller_was_told_of_the_end_is_not_prolonged_by_a_later_policy() -> None:
    told = dataclasses.replace(strike(0), expires_at=day(180))
    assert standing([told], EU, day(180)).points == 0


def test_without_a_warning_nobody_is_suspended_whatever_the_points() -> None:
    grave = [strike(0, 24), strike(10, 24)]
    unwarned = standing(grave, EU, day(20))
    assert (unwarned.step, unwarned.reached) == (LadderStep.DEMOTION, LadderStep.CLOSURE)
    warning = Warned(id="W-1", at=day(5), strikes=frozenset({grave[0].id}))
    warned = standing([*grave, warning], EU, day(20))
    assert (warned.step, warned.warnings) == (LadderStep.CLOSURE, ("W-1",))
    too_late = Warned(id="W-2", at=day(15), strikes=frozenset({grave[0].id}))
    assert standing([*grave, too_late], EU, day(20)).step is LadderStep.DEMOTION


def test_a_warned_seller_does_not_become_unwarned_nor_warned_by_the_end_of_a_strike() -> None:
    # Of the strikes of days 20 and 21 one counts, and later the other does: whether the seller went on after the
    # warning of day 20.5 must not turn on which.
    pair = [dataclasses.replace(strike(20, 24), expires_at=day(100)), strike(21, 24)]
    events: list[Event] = [
        strike(0, 24, "quendrel"),
        *pair,
        Warned(id="W-1", at=day(20.5), strikes=frozenset({"S-0-quendrel"})),
    ]
    for at in (30, 101):
        assert standing(events, EU, day(at)).step is LadderStep.CLOSURE


def test_a_won_appeal_takes_back_the_strike_its_warning_and_every_step_that_stood_on_it() -> None:
    first, second = strike(0, 24), strike(10, 24)
    events: list[Event] = [
        first,
        Warned(id="W-1", at=day(5), strikes=frozenset({first.id})),
        second,
        Taken(id="T-1", at=day(6), step=LadderStep.DEMOTION),
        Taken(id="T-2", at=day(12), step=LadderStep.CLOSURE),
    ]
    assert to_undo(events, EU) == ()
    won: list[Event] = [*events, Erased(strike=first.id, at=day(100))]
    assert [taken.id for taken in to_undo(won, EU)] == ["T-1", "T-2"]
    assert standing(won, EU, day(101)).warnings == ()
    assert standing(won, EU, day(101)).points == 24
    assert standing(won, EU, day(99)).points == 48, "as far as was known then"


def test_points_follow_gravity_cure_and_reentry() -> None:
    counterfeit, text = EU.reasons["TM-CF"], EU.reasons["TM-USE"]
    assert points_for(counterfeit, EU) == 12
    assert points_for(counterfeit, EU, safety_critical=True) == 24
    assert points_for(counterfeit, EU, safety_critical=True, cured=True) == 12
    assert points_for(text, EU, safety_critical=True) == 2
    assert points_for(text, EU, cured=True) == 1
    assert points_for(text, EU, reentry=True) == 48


CLOSABLE = Standing(48, LadderStep.CLOSURE, LadderStep.CLOSURE, ("W-1",), None, 0, None, ())
CLOSURE = StepPlan(
    step=LadderStep.CLOSURE,
    decided_by="ada",
    approved_by="bo",
    proportionality=Proportionality(unlawful_listings=40, listings=50, gravity="replicas of safety helmets"),
    announced_at=day(0),
)


def refusals(*, seller: Standing = CLOSABLE, **changes: Any) -> list[str]:
    plan = dataclasses.replace(CLOSURE, **changes)
    return [why.code for why in step_refusals(plan, seller, EU, day(30))]


def test_a_shop_is_closed_only_when_all_is_in_place() -> None:
    assert refusals() == []
    assert CLOSURE.proportionality is not None
    assert CLOSURE.proportionality.share == 0.8


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approved_by": None}, "NO-SECOND-PERSON"),
        ({"approved_by": "ada"}, "SAME-PERSON"),
        ({"proportionality": None}, "NOT-WEIGHED"),
        ({"proportionality": Proportionality(unlawful_listings=9, listings=8, gravity="g")}, "NUMBERS-WRONG"),
        (
            {"proportionality": Proportionality(unlawful_listings=1, listings=8, gravity=" ")},
            "GRAVITY-MISSING",
        ),
        ({"announced_at": None}, "NOT-ANNOUNCED"),
        ({"announced_at": day(1)}, "ANNOUNCED-TOO-LATE"),
        ({"seller": dataclasses.replace(CLOSABLE, points=47)}, "TOO-FEW-POINTS"),
        ({"seller": dataclasses.replace(CLOSABLE, step=LadderStep.DEMOTION)}, "NO-PRIOR-WARNING"),
    ],
)
def test_what_is_lacking_for_a_closure_is_told(changes: dict[str, Any], code: str) -> None:
    assert refusals(**changes) == [code]


def test_repeated_infringement_need_not_be_announced_a_month_before() -> None:
    assert refusals(announced_at=None, exemption=Exemption.REPEATED_INFRINGEMENT) == []


strikes = st.builds(
    Strike,
    id=st.integers(0, 10**6).map(str),
    at=st.floats(0, 500).map(day),
    points=st.sampled_from([0, 1, 2, 4, 12, 24, 48]),
    holder=st.sampled_from(["norrvik", "quendrel", None]),
    noticed_at=st.none() | st.floats(0, 12).map(day),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    given_strikes = draw(st.lists(strikes, min_size=1, max_size=12, unique_by=lambda one: one.id))
    names = st.sampled_from([one.id for one in given_strikes])
    erased = draw(st.lists(st.builds(Erased, strike=names, at=st.floats(0, 500).map(day)), max_size=2))
    warned = draw(
        st.lists(
            st.builds(
                Warned,
                id=st.integers(0, 99).map(str),
                at=st.floats(0, 500).map(day),
                strikes=st.frozensets(names, min_size=1),
            ),
            max_size=2,
            unique_by=lambda one: one.id,
        )
    )
    return [*given_strikes, *erased, *warned]


@given(histories(), st.floats(0, 900), st.data())
def test_a_won_appeal_never_makes_a_standing_worse(
    events: list[Event], at: float, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([event.id for event in events if isinstance(event, Strike)]))
    before = standing(events, EU, day(at))
    after = standing([*events, Erased(strike=name, at=day(0))], EU, day(at))
    assert after.points <= before.points
    assert rank(after.step) <= rank(before.step)


@given(histories(), st.floats(500, 900), st.floats(0, 400))
def test_time_alone_only_ever_helps_and_until_says_when(events: list[Event], at: float, later: float) -> None:
    now, then = standing(events, EU, day(at)), standing(events, EU, day(at + later))
    assert then.points <= now.points
    assert rank(then.step) <= rank(now.step)
    if now.until is not None:
        assert standing(events, EU, now.until - dt.timedelta(microseconds=1)).step is now.step
        assert standing(events, EU, now.until).step is not now.step


@given(histories(), st.floats(0, 900), st.randoms(use_true_random=False))
def test_the_order_of_events_and_telling_them_twice_change_nothing(
    events: list[Event], at: float, chance: Any
) -> None:
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    assert standing(shuffled, EU, day(at)) == standing(events, EU, day(at))


@given(histories(), st.floats(0, 900))
def test_of_one_holder_no_two_counted_strikes_were_noticed_within_three_days(
    events: list[Event], at: float
) -> None:
    counted = set(standing(events, EU, day(at)).counted)
    of = [event for event in events if isinstance(event, Strike) and event.id in counted]
    for one in of:
        for other in of:
            if one.id != other.id and one.holder == other.holder:
                apart = abs((one.noticed_at or one.at) - (other.noticed_at or other.at))
                assert apart >= dt.timedelta(days=3)
