"""Screens as `countermark screen` does and tells how the time went, as JSON on the last line.

python bench/screening.py REFERENCES TABLES OUT FEED...
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path
from typing import Final

from countermark.runners.journal import State
from countermark.runners.local import Job, run
from countermark.screener import Screener

WORKERS: Final = 2
_TOLD_EVERY: Final = 20.0
_STEADY_FROM: Final = 0.1
"""Share of the listings after which every worker is long at work."""


class Stamps:
    """Writes down when how much was read."""

    def __init__(self) -> None:
        self.started = 0.0
        self.at: list[tuple[float, int]] = []
        self._told = time.perf_counter()

    def begun(self, total_bytes: int) -> None:
        """See `runners.local.Progress`."""

    def ready(self, seconds: float) -> None:
        """See `runners.local.Progress`."""
        self.started = seconds

    def advanced(self, state: State, position: int, rate: float) -> None:
        """See `runners.local.Progress`."""
        del position
        now = time.perf_counter()
        self.at.append((now, state.read))
        if now - self._told > _TOLD_EVERY:
            self._told = now
            print(f"{state.read:,} listings, {rate:,.0f}/s", flush=True)

    def steady(self) -> float:
        """Listings a second once all are at work."""
        end, read = self.at[-1]
        begin, before = next((at, n) for at, n in self.at if n >= _STEADY_FROM * read)
        return (read - before) / (end - begin) if end > begin else float("nan")


def main() -> None:
    """Screen once."""
    references, tables, out, *feeds = map(Path, sys.argv[1:])
    began = time.perf_counter()
    screener = Screener(references, tables=tables)
    loaded = time.perf_counter() - began
    stamps = Stamps()
    job = Job(tuple(feeds), out, dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), WORKERS)
    began = time.perf_counter()
    state = run(job, screener, stamps)
    ended = time.perf_counter()
    used = os.times()
    told = {
        "loaded": loaded,
        "ready": stamps.started,
        "seconds": state.seconds,
        "steady": stamps.steady(),
        "finish": ended - stamps.at[-1][0],
        "cpu": used.user + used.system + used.children_user + used.children_system,
        "read": state.read,
        "findings": state.findings,
        "rejected": sum(state.rejected.values()),
        "bands": dict(state.bands),
        "notes": dict(state.notes),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
