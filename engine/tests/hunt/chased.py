"""Hunts in this process, and what they have in common with a screening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from countermark.history import History, HistoryWriter
from countermark.history.cursor import Cursor
from countermark.hunt import Changes, Hunt, changes_since
from countermark.runners.hunting import HuntJob, run
from countermark.runners.journal import State
from countermark.screener import Screener

NOW: Final = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def kept(folder: Path, table: pa.Table, parts: int = 4) -> History:
    """A history of `table` in several segments."""
    adding, size = HistoryWriter(folder), -(-table.num_rows // parts)
    for start in range(0, table.num_rows, size):
        adding.add(table.slice(start, size), now=NOW)
    return History.open(folder)


def changes(screener: Screener, *brands: str) -> Changes:
    """What is said of some brands; of all, and the phrases, if none is given."""
    return changes_since(Cursor(), screener.references, brands)


def hunted(screener: Screener, history: History, what: Changes) -> pa.Table:
    """The findings of a hunt."""
    hunt = Hunt(screener, what)
    return pa.concat_tables(
        [hunt.follow(one, hunt.trail(one), now=NOW).findings for one in history.segments()]
    )


def screened(screener: Screener, history: History, brands: Iterable[str]) -> pa.Table:
    """What screening finds about some brands in all listings of a history."""
    found = [screener.screen_conformed(one.table(), now=NOW).findings for one in history.segments()]
    wanted = pa.array(list(brands), pa.string())
    return pa.concat_tables(found).filter(pc.is_in(pa.concat_tables(found)["brand_id"], value_set=wanted))


def named(findings: pa.Table) -> list[tuple[str, str]]:
    """The listing and the brand of each finding."""
    return list(zip(*findings.select(["listing_id", "brand_id"]).to_pydict().values(), strict=True))


class Watcher:
    """Watches a hunt and does something when so many segments are finished."""

    def __init__(self, after: int = 0, what: Callable[[], None] | None = None) -> None:
        self.after, self.what = after, what
        self.brands: list[str] = []
        self.segments = self.listings = self.searched = 0

    def begun(self, changes: Changes, listings: int) -> None:
        self.brands, self.listings = sorted(changes.brands), listings

    def advanced(self, state: State, listings: int) -> None:  # noqa: ARG002  # as the protocol says
        self.segments, self.searched = self.segments + 1, listings
        if self.what is not None and self.segments == self.after:
            self.what()


def hunt_through(
    history: Path,
    out: Path,
    screener: Screener,
    watcher: Watcher | None = None,
    brands: Sequence[str] = (),
    **job: Any,
) -> State:
    """Run a hunt in this process unless told otherwise."""
    told = HuntJob(history, out, NOW, tuple(brands), **{"workers": 1, **job})
    return run(told, screener, watcher or Watcher())
