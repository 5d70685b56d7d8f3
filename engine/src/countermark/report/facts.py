"""What the report says of the run itself: handed over by whoever ran it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_VALUE: Final = r"(?:'[^']*'|\"[^\"]*\"|\S+)"
_TELLING: Final = r"(?:password|passwd|passphrase|secret|token|credential|auth|signature|sig|key)"
_SECRETS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        (r"(\w://)[^/\s@'\"]+@", r"\1***@"),
        (rf"([?&](?:[\w.-]*[_.-])?{_TELLING}(?:[_.-][\w.-]*)?=)[^&\s'\"]+", r"\1***"),
        (rf"(--(?:[\w-]*-)?{_TELLING}(?:-[\w-]*)?[= ]){_VALUE}", r"\1***"),
        (rf"((?<![?&\w.-])(?:\w+_)?{_TELLING}(?:_\w+)?=){_VALUE}", r"\1***"),
    )
)


def without_secrets(command: str) -> str:
    """A command line as it may be shown to others, passwords in addresses, options and settings masked."""
    for pattern, shown in _SECRETS:
        command = pattern.sub(shown, command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """Facts of a screening run that its findings do not hold.

    `rejected` counts rows by code; `rate` is listings a second (None: all listings over the whole duration);
    `skipped` says what was not looked at and why; `brand_names` gives the names of brand ids that are known.
    """

    listings: int
    rejected: Mapping[str, int]
    duration: dt.timedelta
    scoring_version: str
    references_version: str
    screened_at: dt.datetime
    feeds: tuple[str, ...]
    rate: float | None = None
    skipped: tuple[str, ...] = ()
    command: str = ""
    brand_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def listings_per_second(self) -> float | None:
        """The rate as measured, or else over the whole duration; None where nothing can be said."""
        seconds = self.duration.total_seconds()
        if self.rate is not None:
            return self.rate
        return self.listings / seconds if seconds > 0 else None
