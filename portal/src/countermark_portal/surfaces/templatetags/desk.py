"""Filters of the desk's pages: codes in words, how long is left, what was seen marked in its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django import template

from countermark_portal.surfaces.review import words

register = template.Library()
_SHORT: Final = timedelta(hours=2)
_SOON: Final = timedelta(hours=8)


@register.filter
def said(code: object, group: str) -> str:
    """A code in words: `{{ case.state|said:"state" }}`."""
    return words.said(group, str(code))


@register.filter
def left(due: datetime, now: datetime) -> str:
    """How long is left until a moment, or for how long it is over."""
    rest = due - now
    return f"overdue by {span(-rest)}" if rest < timedelta(0) else f"{span(rest)} left"


@register.filter
def ago(at: datetime, now: datetime) -> str:
    """How long ago something was."""
    return f"{span(now - at)} ago"


@register.filter
def urgency(due: datetime, now: datetime) -> str:
    """The tone of a clock: red when little is left, amber when it is to be kept in mind."""
    rest = due - now
    return "bad" if rest < _SHORT else "warn" if rest < _SOON else ""


def span(rest: timedelta) -> str:
    """A span of time in two units at most."""
    minutes = max(0, int(rest.total_seconds() // 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days >= 2:
        return f"{days} days"
    if days:
        return f"1 day {hours} h" if hours else "1 day"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
