"""A hunt through a whole history on all cores: segments are searched ahead, their rows screened in their
order.

What is finished is kept as a screening keeps it (see `journal`), segment by segment, so a hunt that was
stopped goes on where it was. A listing that stood unchanged for many days is looked at once, where it stands
first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from countermark.errors import CountermarkError, Interrupted, OutputFailed
from countermark.history import History, Segment
from countermark.history.cursor import Cursor, read_cursor, write_cursor
from countermark.hunt import Changes, Found, Hunt, Trail, changes_since, now_hunted
from countermark.runners.journal import Journal, State, claimed
from countermark.runners.plan import Plan, planned
from countermark.runners.workers import begin, pool, submit, undivided
from countermark.screener import Screener
from countermark.text.keys import U64

AHEAD: Final = 2
"""Segments a worker may have waiting."""
_FEW: Final = 4
"""Segments up to which a hunt is done before workers have started."""
_CHECKPOINT_SECONDS: Final = 5.0

Send = Callable[..., Future[Any]]
"""Hands a piece of work to whoever does it."""


@dataclass(frozen=True)
class HuntJob:
    """Where to hunt, for which brands (none: what is new since the last hunt), and where the findings go."""

    history: Path
    out: Path
    now: dt.datetime
    brands: tuple[str, ...] = ()
    workers: int = 0
    resume: bool = False


class Progress(Protocol):
    """Whoever watches a hunt."""

    def begun(self, changes: Changes, listings: int) -> None:
        """What is hunted for, and in how many listings."""

    def advanced(self, state: State, listings: int) -> None:
        """A segment is finished: state so far, and how many listings of the history were looked through."""


_hunt: Hunt | None = None


def _set(hunt: Hunt | None) -> None:
    global _hunt  # noqa: PLW0603  # one hunt a process is the point: it remembers what it judged
    _hunt = hunt


def _start(screener: Screener, changes: Changes) -> None:
    """Begin a worker."""
    begin()
    _set(Hunt(screener, changes))


def _trail(segment: Segment) -> Trail:
    assert _hunt is not None
    return _hunt.trail(segment)


def _follow(segment: Segment, trail: Trail, now: dt.datetime) -> Found:
    assert _hunt is not None
    return _hunt.follow(segment, trail, now=now)


def _at_once(work: Callable[..., Any], *args: Any) -> Future[Any]:
    """Does in this process what workers do elsewhere."""
    done: Future[Any] = Future()
    done.set_result(work(*args))
    return done


def run(job: HuntJob, screener: Screener, progress: Progress) -> State:
    """Hunt; the final counts. Ctrl-C raises `Interrupted`; what is finished is kept."""
    history = History.open(job.history)
    with history.alone(), claimed(job.out):
        cursor = read_cursor(job.history)
        changes = changes_since(cursor, screener.references, job.brands)
        journal = Journal(job.out, _identity(job, screener, changes), resume=job.resume)
        plan, segments = planned(journal.folder, history if changes else None, done=journal.state.chunks)
        progress.begun(changes, plan.listings())
        workers = min(job.workers or os.cpu_count() or 1, len(segments))
        processes = None
        if workers <= 1 or len(segments) <= _FEW:
            _set(Hunt(screener, changes))
        else:
            processes = pool(workers, _start, screener, changes)
        try:
            hunted = now_hunted(cursor, screener.references, changes)
            _hunt_through(job, plan, segments, journal, processes, max(workers, 1) * AHEAD, hunted, progress)
        finally:
            _set(None)
            if processes is not None:
                processes.shutdown(wait=True, cancel_futures=True)
    return journal.state


def _hunt_through(
    job: HuntJob,
    plan: Plan,
    segments: Sequence[Segment],
    journal: Journal,
    processes: ProcessPoolExecutor | None,
    ahead: int,
    hunted: Cursor,
    progress: Progress,
) -> None:
    send: Send = _at_once if processes is None else partial(submit, processes)
    try:
        _drive(plan, _results(segments, journal, send, ahead, job.now), journal, progress)
        with undivided(last=True):
            # In this order: a hunt whose findings were never written was none.
            journal.finish()
            write_cursor(job.history, hunted)
    except KeyboardInterrupt as stopped:
        with undivided(last=True):
            journal.checkpoint()
        raise Interrupted(
            f"stopped after {journal.state.chunks:,} of {len(plan.segments):,} segments of the history; "
            f"what is finished is kept in {journal.folder}",
            mend="run the same command with --resume to go on",
        ) from stopped
    except BrokenProcessPool as error:
        journal.checkpoint()
        raise OutputFailed(
            "a worker process ended (killed, or out of memory)",
            mend="run again with --resume, and fewer --workers if memory is short; what is finished is kept",
        ) from error
    except CountermarkError:
        if journal.folder.is_dir():
            journal.checkpoint()
        raise


def _drive(plan: Plan, results: Iterator[tuple[U64, Found]], journal: Journal, progress: Progress) -> None:
    """Take what is found in each segment into the journal."""
    state = journal.state
    began = written = time.perf_counter()
    before = state.seconds
    for keys, found in results:
        with undivided():
            journal.add(found.findings, [], keys)
            state.read += len(keys)
            state.notes.update(found.notes)
            state.chunks += 1
        now = time.perf_counter()
        state.seconds = before + now - began
        progress.advanced(state, plan.listings(state.chunks))
        if now - written > _CHECKPOINT_SECONDS:
            with undivided():
                journal.checkpoint()
            written = now


def _results(
    segments: Sequence[Segment], journal: Journal, send: Send, ahead: int, now: dt.datetime
) -> Iterator[tuple[U64, Found]]:
    """The numbers of the listings that were screened of each segment, and what was found, in their order."""
    searched: deque[tuple[Segment, Future[Trail]]] = deque()
    screened: deque[tuple[U64, Future[Found]]] = deque()
    left = iter(segments)
    while True:
        for segment in islice(left, ahead - len(searched)):
            searched.append((segment, send(_trail, segment)))
        if not searched:
            break
        segment, trail = searched.popleft()
        fresh = trail.result().without(journal.seen)
        screened.append((fresh.keys, send(_follow, segment, fresh, now)))
        if len(screened) >= ahead:
            yield _first(screened)
    while screened:
        yield _first(screened)


def _first(screened: deque[tuple[U64, Future[Found]]]) -> tuple[U64, Found]:
    keys, found = screened.popleft()
    return keys, found.result()


def _identity(job: HuntJob, screener: Screener, changes: Changes) -> str:
    """What must be the same for a hunt to be resumed."""
    told = hashlib.sha256()
    told.update(
        f"{job.history.resolve()}\0{screener.references.version}\0{screener.scoring_version}\0".encode()
    )
    told.update(f"{screener.tables}\0".encode() + msgspec.json.encode(changes))
    return told.hexdigest()
