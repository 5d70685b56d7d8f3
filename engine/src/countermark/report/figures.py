"""Figures as a reader expects them: weights with their sign, instants in UTC, durations."""

from __future__ import annotations

import datetime as dt


def signed(weight: float) -> str:
    """A weight with its sign, a true minus among them: `+4.20`, `−1.50`."""
    return f"{weight:+.2f}".replace("-", "−")


def score_text(score: float) -> str:
    """A score to two places; one that is not quite 1 is never shown as 1."""
    return f"{score:.2f}" if score < 0.995 or score >= 1 else ">0.99"


def moment(at: dt.datetime) -> str:
    """An instant for a reader, in UTC: `21 November 2026, 22:36 UTC`."""
    at = at.astimezone(dt.UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def duration_text(duration: dt.timedelta) -> str:
    """A duration for a reader: `1 h 02 min`, `3 min 20 s`, `4.2 s`."""
    seconds = duration.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
