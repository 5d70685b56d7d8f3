"""When clocks run out."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark_portal.policies.calendars import due, is_business_day, today
from countermark_portal.policies.loading import load
from countermark_portal.policies.model import Calendar, Clock
from countermark_portal.policies.terms import AtEnd, Unit

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Africa/Cairo", "Pacific/Chatham")
COUNTRIES = (None, "DE", "US", "CN", "XECB", "SA")

calendars = st.builds(
    Calendar, source=st.just("test"), country=st.sampled_from(COUNTRIES), zone=st.sampled_from(ZONES)
)
moments = st.datetimes(
    min_value=dt.datetime(2024, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=dt.datetime(2028, 12, 31),  # noqa: DTZ001  # as above
    timezones=st.sampled_from([ZoneInfo(zone) for zone in ZONES]),
)


def clock(amount: int, unit: Unit) -> Clock:
    return Clock(source="test", starts="now", amount=amount, unit=unit, at_end=AtEnd.PERSON)


def calendar(country: str | None, zone: str) -> Calendar:
    return Calendar(source="test", country=country, zone=zone)


clocks = st.builds(clock, st.integers(1, 60), st.sampled_from(Unit))


def test_three_business_days_step_over_weekend_and_thanksgiving() -> None:
    wednesday = dt.datetime(2026, 11, 25, 15, tzinfo=ZoneInfo("America/New_York"))
    end = due(wednesday, clock(3, Unit.BUSINESS_DAYS), calendar("US", "America/New_York"))
    assert end.last_day == dt.date(2026, 12, 1), "Friday, Monday, Tuesday"
    assert end.at == dt.datetime(2026, 12, 2, 5, tzinfo=dt.UTC)


def test_a_saturday_worked_in_china_is_a_business_day() -> None:
    assert not is_business_day(dt.date(2026, 2, 17), "CN"), "Spring Festival"
    assert is_business_day(dt.date(2026, 1, 4), "CN"), "a Sunday worked in exchange"


def test_ten_days_that_end_on_a_day_off_end_with_the_next_business_day() -> None:
    start = dt.datetime(2026, 12, 15, 9, tzinfo=dt.UTC)
    end = due(start, clock(10, Unit.DAYS), calendar("DE", "Europe/Berlin"))
    assert end.last_day == dt.date(2026, 12, 28), "25th and 26th are holidays, the 27th is a Sunday"


def test_hours_are_hours_also_when_the_clock_is_set_back() -> None:
    start = dt.datetime(2026, 10, 24, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    end = due(start, clock(24, Unit.HOURS), calendar("DE", "Europe/Berlin"))
    assert end.at.astimezone(ZoneInfo("Europe/Berlin")).hour == 19


def test_a_day_whose_midnight_is_skipped_ends_with_the_skip() -> None:
    # In Cairo clocks go from 23:59:59 on 23 April 2026 to 01:00 on the 24th.
    start = dt.datetime(2026, 4, 22, 12, tzinfo=ZoneInfo("Africa/Cairo"))
    end = due(start, clock(1, Unit.DAYS), calendar(None, "Africa/Cairo"))
    assert end.last_day == dt.date(2026, 4, 23)
    assert end.at.astimezone(ZoneInfo("Africa/Cairo")).hour == 1


def test_six_months_from_the_last_of_august_end_with_february() -> None:
    start = dt.datetime(2026, 8, 31, 12, tzinfo=dt.UTC)
    end = due(start, clock(6, Unit.MONTHS), calendar(None, "UTC"))
    assert end.last_day == dt.date(2027, 3, 1), "28 February is a Sunday"


def test_the_day_is_that_of_the_profile_and_not_of_the_server() -> None:
    late = dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)
    assert today(late, load("cn").calendar) == dt.date(2026, 11, 23)
    assert today(late, load("us").calendar) == dt.date(2026, 11, 22)


def test_a_naive_start_is_no_start() -> None:
    with pytest.raises(ValueError, match="aware"):
        due(dt.datetime(2026, 1, 1), clock(1, Unit.DAYS), calendar(None, "UTC"))  # noqa: DTZ001  # that is the test


def test_a_due_date_says_by_which_calendar_it_was_reckoned() -> None:
    end = due(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), clock(1, Unit.DAYS), load("cn").calendar)
    assert end.calendar_version.startswith("holidays-")
    assert end.calendar_version.endswith("/CN")
    assert end.zone == "Asia/Shanghai"


@given(moments, clocks, calendars)
def test_a_clock_ends_after_it_starts_and_days_end_on_business_days(
    start: dt.datetime, of: Clock, by: Calendar
) -> None:
    end = due(start, of, by)
    assert end.at > start
    if of.unit is not Unit.HOURS:
        assert is_business_day(end.last_day, by.country)
        assert (end.at - dt.timedelta(microseconds=1)).astimezone(ZoneInfo(by.zone)).date() == end.last_day


@given(moments, st.integers(1, 59), st.sampled_from(Unit), calendars)
def test_a_longer_clock_never_ends_before_a_shorter_one(
    start: dt.datetime, amount: int, unit: Unit, by: Calendar
) -> None:
    assert due(start, clock(amount, unit), by).at <= due(start, clock(amount + 1, unit), by).at


@given(moments, moments, clocks, calendars)
def test_who_starts_later_is_never_due_earlier(
    one: dt.datetime, other: dt.datetime, of: Clock, by: Calendar
) -> None:
    # In one zone: Python compares two times of the same zone by the wall.
    earlier, later = sorted(moment.astimezone(dt.UTC) for moment in (one, other))
    assert due(earlier, of, by).at <= due(later, of, by).at


@given(moments, st.integers(1, 30), calendars)
def test_as_many_business_days_lie_behind_the_start_as_the_clock_counts(
    start: dt.datetime, amount: int, by: Calendar
) -> None:
    end = due(start, clock(amount, Unit.BUSINESS_DAYS), by)
    first = start.astimezone(ZoneInfo(by.zone)).date()
    days = [first + dt.timedelta(days=n) for n in range(1, (end.last_day - first).days + 1)]
    assert sum(is_business_day(day, by.country) for day in days) == amount
