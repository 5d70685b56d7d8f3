"""Exact words, Parquet to Parquet, on two cores: the marks that stand plainly in titles and descriptions.

Two processes share the row groups of the listings; each reads, conforms, reads the words of title and description,
finds the terms and writes (listing_id, field, term, start, end) as Parquet, places in code points.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from context import Context, tell
from countermark.listings import conform
from countermark.matching import exact
from countermark.references import References
from countermark.text.tokens import Tokens, tokenise
from figures import Figure, Part, median, spread

WORKERS: Final = 2
ROWS: Final = 16384
"""Listings that are worked on at once, as the runner does."""
COLUMNS: Final = ["listing_id", "title", "marketplace", "description"]
FIELDS: Final = ("title", "description")
FOUND: Final = pa.schema(
    [
        ("listing_id", pa.string()),
        ("field", pa.string()),
        ("term", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)
TARGET: Final = 300_000
DEARER: Final = 1.5

Group = tuple[Path, int]


@dataclass(frozen=True)
class Run:
    """One run over all listings: seconds of the work and of the start, of both processors, and what was found."""

    rows: int
    seconds: float
    start: float
    cpu: float
    found: int

    @property
    def rate(self) -> float:
        """Listings a second."""
        return self.rows / self.seconds


def measure(context: Context) -> Part:
    """Both sizes of references, each several times, a new pair of processes each time."""
    scale, market = context.scale, context.market
    listings, names = market.listings(scale.rows), len(market.names())
    runs: dict[int, list[Run]] = {}
    for count in (0, scale.terms):
        references = market.references(count)
        for turn in range(scale.repeats):
            runs.setdefault(count, []).append(both_cores(listings, references, context.scratch / "exact"))
            tell(f"{count or names:,} terms, run {turn + 1}: {runs[count][-1].rate:,.0f} listings/s")
    first = runs[0][0]
    return Part(
        title="Exact words, Parquet to Parquet, two processes",
        method=" ".join((__doc__ or "").split("\n\n", 1)[1].split())
        + f" Wall clock from the moment both are ready until both have written; median of {scale.repeats}.",
        figures=_figures(context, runs[0], runs[scale.terms]),
        notes=[
            f"{first.found:,} terms found in {first.rows:,} listings ({first.found / first.rows:.3f} a listing)."
        ],
    )


def _figures(context: Context, few: list[Run], many: list[Run]) -> list[Figure]:
    rate, more = (median([run.rate for run in runs]) for runs in (few, many))
    limit, terms = context.share("limit.rate", rate), f"{context.scale.terms:,} terms"
    return [
        Figure(
            key="exact.rate", what=f"{len(context.market.names()):,} real brand names", value=rate,
            unit="listings/s", target=TARGET, beside=f"{limit} of the bare Arrow loop" if limit else "",
            how=f"runs: {spread([run.rate for run in few])}",
        ),
        Figure(
            key="exact.many", what=terms, value=more, unit="listings/s",
            how=f"runs: {spread([run.rate for run in many])}",
        ),
        Figure(
            key="exact.dearer", what=f"cost at {terms}, as a multiple", value=rate / more, target=DEARER,
            better="lower",
        ),
        Figure(
            key="exact.cpu", what="processor time", unit="µs a listing", how="both processes together",
            value=median([run.cpu / run.rows * 1e6 for run in few]),
        ),
        Figure(
            key="exact.start", what="start-up, apart", unit="s", value=median([run.start for run in few]),
            beside=f"{median([run.start for run in many]):.2f} s at {terms}",
            how="from the first process's start until both have loaded the references",
        ),
    ]  # fmt: skip


def both_cores(listings: list[Path], references: Path, out: Path) -> Run:
    """One run."""
    out.mkdir(exist_ok=True)
    spawn = get_context("spawn")
    files = [pq.ParquetFile(path).metadata for path in listings]
    groups = [
        (path, n) for path, file in zip(listings, files, strict=True) for n in range(file.num_row_groups)
    ]
    next_group, ready, told = spawn.Value("q", 0), spawn.Barrier(WORKERS + 1), spawn.Queue()
    began = time.perf_counter()
    workers = [
        spawn.Process(
            target=_work,
            args=(groups, references, out / f"{n}.parquet", next_group, ready, told),
            daemon=True,
        )
        for n in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    ready.wait(timeout=300)
    going = time.perf_counter()
    found, cpu = zip(*(told.get(timeout=600) for _ in workers), strict=True)
    ended = time.perf_counter()
    for worker in workers:
        worker.join()
    return Run(sum(file.num_rows for file in files), ended - going, going - began, sum(cpu), sum(found))


def _work(groups: list[Group], references: Path, out: Path, next_group: Any, ready: Any, told: Any) -> None:
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    vocabulary = References.load(references).vocabulary
    texts = pa.array([text for segment in vocabulary.segments for text in segment.texts])
    opened: dict[Path, pq.ParquetFile] = {}
    found = 0
    ready.wait()
    began = time.process_time()
    with pq.ParquetWriter(out, FOUND, compression="zstd") as writer:
        while (turn := _taken(next_group)) < len(groups):
            path, group = groups[turn]
            file = opened.setdefault(path, pq.ParquetFile(path, pre_buffer=False))
            for batch in file.iter_batches(ROWS, [group], COLUMNS, use_threads=False):
                table = conform(batch, file="bench")[0]
                tokens = tokenise([table[name].combine_chunks() for name in FIELDS])
                hits = _columns(table, tokens, exact.find(tokens, vocabulary), texts)
                writer.write_batch(hits)
                found += len(hits)
    told.put((found, time.process_time() - began))


def _taken(next_group: Any) -> int:
    with next_group.get_lock():
        next_group.value += 1
        return int(next_group.value) - 1


def _columns(table: pa.Table, tokens: Tokens, runs: exact.Runs, texts: pa.Array) -> pa.RecordBatch:
    """What was found as it is written."""
    segments = tokens.segments[runs.firsts].astype(np.int64)
    starts, ends = places(tokens, runs)
    columns = [
        table["listing_id"].combine_chunks().take(pa.array(segments % tokens.rows)),
        pa.array(FIELDS).take(pa.array(segments // tokens.rows)),
        texts.take(pa.array(runs.terms)),
        pa.array(starts.astype(np.int32)),
        pa.array(ends.astype(np.int32)),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=FOUND)


def places(tokens: Tokens, runs: exact.Runs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run begins and ends in its text, in code points."""
    lasts = runs.firsts + runs.sizes - 1
    begins = tokens.offsets[tokens.segments[runs.firsts]]
    # A byte that goes on with a character is no code point.
    inside = np.flatnonzero(tokens.raw.view(np.int8) < -64)
    before = begins - np.searchsorted(inside, begins)
    starts, ends = tokens.starts[runs.firsts], tokens.starts[lasts] + tokens.lengths[lasts]
    return starts - np.searchsorted(inside, starts) - before, ends - np.searchsorted(inside, ends) - before
