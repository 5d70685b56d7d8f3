"""The clock of jobs and pages. Rules and actions are told the time; only what starts them asks here."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
