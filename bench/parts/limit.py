"""What the machine can do at all: the least that any screening in Arrow costs, memory, and how the cores add up.

The bare loop: two processes read the Parquet, take title and description, lower them with Arrow and write both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from context import Context, tell
from figures import Figure, Part, median, percent, spread

COLUMNS: Final = ["title", "description"]
ROWS: Final = 16384
BUFFER: Final = 1 << 28
"""Bytes that are read from memory: far more than any cache holds."""
SMALL: Final = 1 << 20
"""Bytes that `translate` goes over again and again, as the texts of a few thousand listings are."""


def measure(context: Context) -> Part:
    """The bare loop with two processes, and the rates of memory, `translate` and plain arithmetic."""
    listings = context.market.listings(context.scale.rows)
    rows = sum(pq.ParquetFile(path).metadata.num_rows for path in listings)
    text, workload = _looked_at(listings[0])
    rates = []
    given = [(path, context.scratch / f"bare-{n}") for n, path in enumerate(listings)]
    for turn in range(context.scale.repeats):
        rates.append(rows / _together(_bare, given))
        tell(f"bare loop, run {turn + 1}: {rates[-1]:,.0f} listings/s")
    figures = [
        Figure(
            key="limit.rate", what="bare Arrow loop, two processes", value=median(rates), unit="listings/s",
            how=f"runs: {spread(rates)}; {text:.0f} bytes of text a listing",
        )
    ]  # fmt: skip
    for key, what, work, unit in (
        ("memory", "memory read by numpy (sum of 256 MiB)", _read_memory, "GB/s"),
        ("translate", "`bytes.translate` over 1 MiB", _translate, "GB/s"),
        ("arithmetic", "plain Python arithmetic", _count, "M steps/s"),
    ):
        alone = max(_pace(work) for _ in range(3))
        both = alone * 2 * _alone_and_together(work)
        told = f"{both / alone:.2f} times one core"
        figures += [
            Figure(key=f"limit.{key}", what=f"{what}, one core", value=alone, unit=unit),
            Figure(key=f"limit.{key}.both", what=f"{what}, two cores", value=both, unit=unit, beside=told),
        ]
    method = " ".join((__doc__ or "").split())
    return Part(title="The machine's limits", method=method, figures=figures, notes=[workload])


def _looked_at(path: Path) -> tuple[float, str]:
    """Bytes of text a listing, and what the texts are like."""
    batch = next(pq.ParquetFile(path).iter_batches(ROWS, columns=COLUMNS))
    sizes = [pc.mean(pc.utf8_length(batch[name])).as_py() for name in COLUMNS]
    ascii_only = pc.and_(*(pc.string_is_ascii(batch[name]) for name in COLUMNS))
    beyond = percent(1 - pc.mean(pc.cast(ascii_only, pa.float64())).as_py())
    told = (
        f"The workload as it came out: titles of {sizes[0]:.0f} characters, descriptions of {sizes[1]:.0f} in the "
        f"mean; {beyond} of the listings have a letter beyond ASCII."
    )
    return sum(pc.sum(pc.binary_length(batch[name])).as_py() for name in COLUMNS) / len(batch), told


def _together(work: Callable[..., None], given: list[tuple[Any, ...]]) -> float:
    """Seconds from the moment that all processes are ready until all have done their work."""
    spawn = get_context("spawn")
    ready = spawn.Barrier(len(given) + 1)
    workers = [
        spawn.Process(target=_begin, args=(work, arguments, ready), daemon=True) for arguments in given
    ]
    for worker in workers:
        worker.start()
    ready.wait(timeout=120)
    began = time.perf_counter()
    ready.wait(timeout=600)
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return seconds


def _begin(work: Callable[..., None], arguments: tuple[Any, ...], ready: Any) -> None:
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    if work is _repeat:
        work(arguments[0], 1)  # so that no page is new to the process
    ready.wait()
    work(*arguments)
    ready.wait()


def _bare(path: Path, out: Path) -> None:
    writer: pq.ParquetWriter | None = None
    for batch in pq.ParquetFile(path, pre_buffer=False).iter_batches(
        ROWS, columns=COLUMNS, use_threads=False
    ):
        small = pa.record_batch([pc.utf8_lower(batch[name]) for name in COLUMNS], names=COLUMNS)
        writer = writer or pq.ParquetWriter(out, small.schema)
        writer.write_batch(small)
    if writer is not None:
        writer.close()


def _alone_and_together(work: Callable[[int], float]) -> float:
    """The pace of a core while the other works too, as a share of its pace alone."""
    turns = 3
    alone = min(_together(_repeat, [(work, turns)]) for _ in range(2))
    both = min(_together(_repeat, [(work, turns), (work, turns)]) for _ in range(2))
    return alone / both


def _repeat(work: Callable[[int], float], turns: int) -> None:
    for _ in range(turns):
        work(1)


def _pace(work: Callable[[int], float]) -> float:
    """Units (billions of bytes, millions of steps) a second."""
    began = time.perf_counter()
    done = work(1)
    return done / (time.perf_counter() - began)


_BUFFERS: dict[str, Any] = {}


def _read_memory(turns: int) -> float:
    buffer = _BUFFERS.setdefault("numbers", np.ones(BUFFER // 8, dtype=np.int64))
    for _ in range(4 * turns):
        buffer.sum()
    return 4 * turns * BUFFER / 1e9


def _translate(turns: int) -> float:
    text = bytes(range(256)) * (SMALL // 256)
    for _ in range(300 * turns):
        text.translate(text[:256])
    return 300 * turns * SMALL / 1e9


def _count(turns: int) -> float:
    total = 0
    for step in range(8_000_000 * turns):
        total += step
    return 8.0 * turns
