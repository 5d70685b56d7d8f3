"""All cores of one machine: the main process cuts the feeds and keeps the order, workers read and screen.

Results are the same whatever the number of workers: chunks end where the feed says, and are put together in
their order. A worker holds at most a few chunks; feeds are read no faster than they are screened.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import CountermarkError, Interrupted, OutputFailed, Rejection, UnreadableFeed
from countermark.feeds import Feed, Piece, expand, open_feed
from countermark.feeds.ids import id_hashes
from countermark.history import Added, History, HistoryWriter
from countermark.listings import Presumed
from countermark.runners.journal import Journal, State, claimed
from countermark.runners.workers import begin, submit, undivided
from countermark.runners.workers import pool as workers_of
from countermark.screener import Screener

AHEAD: Final = 3
"""Chunks a worker may have waiting."""
CHECKPOINT_SECONDS: Final = 15.0
"""How much work a kill may cost."""
_MOST_CHUNKS: Final = 1_000_000
"""Chunks of a feed that keep their order in the history."""


@dataclass(frozen=True)
class Job:
    """What to screen, with what, and where the findings go. `now` is the time that findings carry.

    `history`: every listing that is screened is added to the history in this folder. `presumed` counts for
    listings that do not say it.
    """

    feeds: tuple[Path, ...]
    out: Path
    now: dt.datetime
    workers: int = 0
    resume: bool = False
    history: Path | None = None
    presumed: Presumed = field(default_factory=Presumed)


class Progress(Protocol):
    """Whoever watches a run."""

    def begun(self, total_bytes: int) -> None:
        """The feeds are opened."""

    def ready(self, seconds: float) -> None:
        """The first worker answered; so long did the start take."""

    def advanced(self, state: State, position: int, rate: float) -> None:
        """A chunk is finished: state so far, bytes of all feeds read, listings a second."""


class _Read(NamedTuple):
    """What a worker gives back of one chunk."""

    findings: bytes
    rows: NDArray[np.int64]
    ids: NDArray[np.uint64]
    lines: NDArray[np.int64]
    rejected: list[Rejection]
    notes: Counter[str]
    read: int
    position: int
    added: Added | None


_screener: Screener | None = None
_history: HistoryWriter | None = None


def _start(screener: Screener, history: Path | None) -> None:
    """Begin a worker: it maps what the screener names."""
    global _screener, _history  # noqa: PLW0603  # one of each a process is the point
    begin()
    _screener = screener
    _history = HistoryWriter(history) if history is not None else None


def _ready() -> int:
    return os.getpid()


class _Times(NamedTuple):
    """The time that findings carry, the time that the run was first begun, and where the feed stands in it.

    A run that is resumed adds to the day that it began on, where what it added before is known.
    """

    now: dt.datetime
    began: dt.datetime
    part: int


def _screen(feed: Feed, piece: Piece, times: _Times) -> _Read:
    assert _screener is not None
    chunk = feed.read(piece)
    screening = _screener.screen_conformed(chunk.table, now=times.now)
    added = None
    if _history is not None:
        part = times.part + piece.index
        added = _history.add(chunk.table, now=times.began, tokens=screening.tokens, part=part)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, screening.findings.schema) as writer:
        writer.write_table(screening.findings)
    return _Read(
        sink.getvalue().to_pybytes(),
        screening.rows,
        id_hashes(chunk.table),
        chunk.lines,
        chunk.rejected,
        screening.notes,
        chunk.rows_read,
        chunk.position,
        added,
    )


def run(job: Job, screener: Screener, progress: Progress) -> State:
    """Screen the feeds of `job`; its final counts. Ctrl-C raises `Interrupted`; what is finished is kept."""
    feeds = [open_feed(path, presumed=job.presumed) for path in expand(job.feeds)]
    with claimed(job.out):
        if job.history is not None:
            History.create(job.history)
        journal = Journal(job.out, _identity(feeds, screener), resume=job.resume)
        progress.begun(sum(feed.size for feed in feeds))
        workers = job.workers or os.cpu_count() or 1
        began = time.perf_counter()
        pool = workers_of(workers, _start, screener, job.history)
        try:
            with _kept(journal):
                _drive(job, feeds, journal, pool, workers=workers, began=began, progress=progress)
                # What they hold is free before the findings are put together.
                pool.shutdown()
                with undivided(last=True):
                    journal.finish()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return journal.state


@contextmanager
def _kept(journal: Journal) -> Iterator[None]:
    """Whatever ends the run, what is finished is kept, and the error says where."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        with undivided(last=True):
            journal.checkpoint()
        raise Interrupted(
            f"stopped after {journal.state.read:,} listings; what is finished is kept in {journal.folder}",
            mend="run the same command with --resume to go on",
        ) from stopped
    except BrokenProcessPool as error:
        journal.checkpoint()
        raise OutputFailed(
            "a worker process ended (killed, or out of memory)",
            mend="run again with --resume, and fewer --workers if memory is short; what is finished is kept",
        ) from error
    except UnreadableFeed as broken:
        if not journal.state.read:
            raise
        journal.finish()
        raise UnreadableFeed(
            f"{broken.args[0]}; the findings of the {journal.state.read:,} listings before are in {journal.out}",
            mend=broken.mend,
        ) from broken
    except CountermarkError:
        if journal.state.read:
            journal.checkpoint()
        raise


def _drive(
    job: Job,
    feeds: Sequence[Feed],
    journal: Journal,
    pool: ProcessPoolExecutor,
    *,
    workers: int,
    began: float,
    progress: Progress,
) -> None:
    """Feed the workers, take their results in order."""
    state = journal.state
    state.began = state.began or job.now
    submit(pool, _ready).result()
    progress.ready(time.perf_counter() - began)
    going = written = time.perf_counter()
    read_before, seconds_before = state.read, state.seconds
    behind = sum(feed.size for feed in feeds[: state.feed])
    for number in range(state.feed, len(feeds)):
        feed = feeds[number]
        times = _Times(job.now, state.began, number * _MOST_CHUNKS)
        for result in _results(feed, state.chunks, pool, workers * AHEAD, times):
            with undivided():
                _take(journal, feed, result)
                state.chunks += 1
            now = time.perf_counter()
            state.seconds = seconds_before + now - going
            progress.advanced(
                state, behind + result.position, (state.read - read_before) / max(now - going, 1e-9)
            )
            if now - written > CHECKPOINT_SECONDS:
                with undivided():
                    journal.checkpoint()
                written = now
        with undivided():
            state.feed, state.chunks = number + 1, 0
        behind += feed.size


def _results(feed: Feed, start: int, pool: ProcessPoolExecutor, ahead: int, times: _Times) -> Iterator[_Read]:
    """The results of a feed's chunks, in order, from `start` on. A broken feed gives what stands before."""
    waiting: deque[Future[_Read]] = deque()
    broken: CountermarkError | None = None
    pieces = feed.pieces(start=start)
    while True:
        try:
            piece = next(pieces, None)
        except CountermarkError as error:
            piece, broken = None, error
        if piece is None:
            break
        waiting.append(submit(pool, _screen, feed, piece, times))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
    if broken is not None:
        raise broken


def _take(journal: Journal, feed: Feed, result: _Read) -> None:
    """Put a chunk's result into the journal, without the listings whose id was seen before."""
    state = journal.state
    again = journal.seen.add(result.ids)
    findings = pa.ipc.open_stream(result.findings).read_all()
    rejected = result.rejected
    if again.any():
        findings = findings.filter(pa.array(~again[result.rows]))
        rejected = [*rejected, *_duplicates(feed, result, again)]
    state.read += result.read
    state.notes.update(result.notes)
    if result.added is not None:
        state.added += result.added.rows
        state.added_before += result.added.again
    journal.add(findings, rejected, result.ids[~again])


def _duplicates(feed: Feed, result: _Read, again: NDArray[np.bool_]) -> list[Rejection]:
    return [
        Rejection(
            feed.path, int(result.lines[row]), "duplicate-id", "a listing with this id stands before it"
        )
        for row in np.flatnonzero(again).tolist()
    ]


def _identity(feeds: Sequence[Feed], screener: Screener) -> str:
    """What must be the same for a run to be resumed."""
    told = hashlib.sha256()
    for feed in feeds:
        stat = Path(feed.path).stat()
        told.update(f"{feed.path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{feed.presumed}\0".encode())
    told.update(f"{screener.references.version}\0{screener.scoring_version}\0{screener.tables}".encode())
    return told.hexdigest()
