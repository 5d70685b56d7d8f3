"""When a clock runs out. Days end at midnight of the profile's zone; business days are those of its country.

The day on which a clock starts is not counted, and a period of days or months that would end on a day off ends with
the next business day (as Regulation 1182/71 and the procedural laws of the US and China have it). Hours are hours.
Years ahead are known only as far as `holidays` knows them (China announces each year in November), so a due date is
kept together with the version it was reckoned by.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from countermark_portal.policies.model import Calendar, Clock
from countermark_portal.policies.terms import Unit

_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5
_HOLIDAYS_VERSION: Final = importlib.metadata.version("holidays")


@dataclass(frozen=True, slots=True)
class Due:
    """The moment (UTC) at which a clock has run out, and what it was reckoned by."""

    at: dt.datetime
    zone: str
    calendar_version: str

    @property
    def last_day(self) -> dt.date:
        """The last day on which something can still be done, for people: the moment itself is often a midnight."""
        return (self.at - dt.timedelta(microseconds=1)).astimezone(ZoneInfo(self.zone)).date()


def due(start: dt.datetime, clock: Clock, calendar: Calendar) -> Due:
    """When a clock that starts at `start` runs out."""
    if start.utcoffset() is None:
        raise ValueError("a clock starts at an aware datetime")
    zone = ZoneInfo(calendar.zone)
    if clock.unit is Unit.HOURS:
        at = start.astimezone(dt.UTC) + dt.timedelta(hours=clock.amount)
    else:
        at = _end_of(_last_day(start.astimezone(zone).date(), clock, calendar.country), zone)
    return Due(at, calendar.zone, version(calendar))


def today(now: dt.datetime, calendar: Calendar) -> dt.date:
    """Which day it is where the profile's midnights are."""
    return now.astimezone(ZoneInfo(calendar.zone)).date()


def version(calendar: Calendar) -> str:
    """By what business days are told: version of the holidays and the country."""
    return f"holidays-{_HOLIDAYS_VERSION}/{calendar.country or 'none'}"


def is_business_day(day: dt.date, country: str | None) -> bool:
    """Whether people work on this day."""
    if country is None:
        return day.weekday() < _SATURDAY
    return day in _business_days(country, day.year)


def is_known(country: str) -> bool:
    """Whether there is a calendar for this country (ISO 3166-1) or market (ISO 10383)."""
    markets = holidays.list_supported_financial(include_aliases=False)
    return country in holidays.list_supported_countries(include_aliases=False) or country in markets


def _last_day(first: dt.date, clock: Clock, country: str | None) -> dt.date:
    if clock.unit is Unit.BUSINESS_DAYS:
        day = first
        for _ in range(clock.amount):
            day = _next_business_day(day + _DAY, country)
        return day
    if clock.unit is Unit.MONTHS:
        return _next_business_day(months_later(first, clock.amount), country)
    return _next_business_day(first + clock.amount * _DAY, country)


def _next_business_day(day: dt.date, country: str | None) -> dt.date:
    while not is_business_day(day, country):
        day += _DAY
    return day


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last: six months from 31 August end with February."""
    years, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + years, month + 1, 1)
    following = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return min(first + dt.timedelta(days=day.day - 1), following - _DAY)


def _end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Midnight behind `day`; where the clock jumps over midnight, the moment of the jump: fold=0 gives that."""
    return dt.datetime.combine(day + _DAY, dt.time(), tzinfo=zone).astimezone(dt.UTC)


@lru_cache(maxsize=512)
def _business_days(country: str, year: int) -> frozenset[dt.date]:
    # A calendar of its own for each year: one that grows as it is asked is not safe between threads.
    if country in holidays.list_supported_financial(include_aliases=False):
        found: holidays.HolidayBase = holidays.financial_holidays(country, years=year)
    else:
        found = holidays.country_holidays(country, years=year)
    first = dt.date(year, 1, 1)
    days = (first + at * _DAY for at in range((dt.date(year + 1, 1, 1) - first).days))
    return frozenset(day for day in days if found.is_working_day(day))
