"""Rewriting a history: small segments put together, listings erased, old days forgotten.

Each segment is replaced by itself in one step, so a rewriting that was killed is half done, never half
written; done again it goes on. Erased means gone from disk: the files are written anew without the listing,
its words included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.history.folder import History, new_name
from countermark.history.identity import listing_keys
from countermark.history.reading import rules
from countermark.history.segment import MOST_ROWS, Segment, write_segment
from countermark.listings.kernels import Column, pc

_WORTH: Final = MOST_ROWS // 2
"""Rows from which on a segment is large enough to stay by itself."""

Tell = Callable[[int, int], None]
"""Told how many segments of how many are done."""


class Compacted(NamedTuple):
    """Segments before and after, and listings that stood twice on a day."""

    before: int
    after: int
    twice: int


class Erased(NamedTuple):
    """Listings erased, the segments that were rewritten for it, and other marketplaces that have such
    ones.
    """

    listings: int
    segments: int
    elsewhere: tuple[str, ...]


def compact(history: History, *, tell: Tell = lambda _done, _all: None) -> Compacted:
    """Put small segments of a day together, drop what stands twice, renew indexes made by older rules."""
    with history.alone():
        history.sweep()
        before, twice = len(history.segments()), 0
        groups = [(day, group) for day in history.days() for group in _groups(history.of_day(day))]
        for number, (_, group) in enumerate(groups):
            twice += _merge(history, group)
            tell(number + 1, len(groups))
        return Compacted(before, len(history.segments()), twice)


def _groups(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The segments of a day that are to be rewritten, those together that become one."""
    doubled = _with_repeats(segments)
    groups: list[list[Segment]] = [[]]
    for segment in segments:
        small = len(segment) < _WORTH
        if not small or sum(map(len, groups[-1])) + len(segment) > MOST_ROWS:
            groups.append([])
        if small:
            groups[-1].append(segment)
        elif segment.facts.rules != rules() or segment.name in doubled:
            groups += [[segment], []]
    return [
        group
        for group in groups
        if len(group) > 1 or any(one.facts.rules != rules() or one.name in doubled for one in group)
    ]


def _with_repeats(segments: Sequence[Segment]) -> set[str]:
    """The segments that hold an offer which an earlier one of the day holds, too."""
    if not segments:
        return set()
    keys = np.concatenate([segment.listing_keys for segment in segments])
    of = np.repeat(np.arange(len(segments)), [len(segment) for segment in segments])
    _, first = np.unique(keys, return_index=True)
    again = np.ones(len(keys), dtype=np.bool_)
    again[first] = False
    return {segments[number].name for number in np.unique(of[again]).tolist()}


def _merge(history: History, group: Sequence[Segment]) -> int:
    """Write the segments of `group` as one, without offers that the day has before; how many these were."""
    day = group[0].facts.day
    names = {segment.name for segment in group}
    earlier = [s.listing_keys for s in history.of_day(day) if s.name < group[0].name and s.name not in names]
    table = pa.concat_tables([segment.table() for segment in group]).combine_chunks()
    keys = listing_keys(table)
    fresh = np.zeros(len(keys), dtype=np.bool_)
    fresh[np.unique(keys, return_index=True)[1]] = True
    for known in earlier:
        fresh &= ~np.isin(keys, known)
    _replace(history, group, table.filter(pa.array(fresh)))
    return int((~fresh).sum())


def _replace(history: History, group: Sequence[Segment], table: pa.Table) -> None:
    """Let a segment with the rows of `table` stand in for those of `group`, which are removed."""
    first = group[0].facts
    if table.num_rows:
        names = [segment.name for segment in group]
        # It keeps its place in the order of the day.
        name = f"{group[0].name.rsplit('-', 1)[0]}-{new_name(first.added_at, 0).rsplit('-', 1)[1]}"
        with history.writing(name, first.day) as folder:
            write_segment(
                folder,
                table,
                keys=listing_keys(table),
                added_at=first.added_at,
                day=first.day,
                replaces=names,
            )
    for segment in group:
        history.remove(first.day, segment.name)


def erase(
    history: History,
    *,
    marketplace: str,
    listing_id: str | None = None,
    seller_id: str | None = None,
    tell: Tell = lambda _done, _all: None,
) -> Erased:
    """Erase a listing, or everything of a seller, from all days. Done again it finds nothing."""
    column, value = ("listing_id", listing_id) if listing_id is not None else ("seller_id", seller_id)
    assert value is not None
    elsewhere: set[str] = set()
    listings, rewritten = 0, 0
    with history.alone():
        history.sweep()
        segments = history.segments()
        for number, segment in enumerate(segments):
            told = segment.table([column, "marketplace"])
            named = _equal(told[column], value)
            if named.any():
                wanted = named & _equal(told["marketplace"], marketplace)
                elsewhere.update(told["marketplace"].filter(pa.array(named & ~wanted)).to_pylist())
                if wanted.any():
                    _replace(history, [segment], segment.table().filter(pa.array(~wanted)))
                    listings, rewritten = listings + int(wanted.sum()), rewritten + 1
            tell(number + 1, len(segments))
    return Erased(listings, rewritten, tuple(sorted(elsewhere)))


def _equal(values: Column, wanted: str) -> NDArray[np.bool_]:
    found: Any = pc.fill_null(pc.equal(values, wanted), False)
    return np.asarray(
        found.to_numpy(zero_copy_only=False) if isinstance(found, pa.Array) else found.to_numpy()
    )


def forget(history: History, *, before: dt.date) -> int:
    """Remove all days before a day; how many listings that were."""
    gone = 0
    with history.alone():
        history.sweep()
        for day in history.days():
            if day < before:
                for segment in history.of_day(day):
                    gone += len(segment)
                    history.remove(day, segment.name)
                with suppress(OSError):  # something was added to it just now
                    (history.folder / "segments" / day.isoformat()).rmdir()
    return gone
