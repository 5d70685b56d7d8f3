"""The listing history at scale: adding, its size, looking words up, hunting. One process, some minutes for ten
million listings, 3 GB of disk.

    python bench/history.py [--listings 10000000] [--hunts 1 10] [--folder DIR] [--keep]

The listings are those of `workload` (title about 70 characters, description about 170, fresh words at a natural
rate). What is added comes with its words read, as it does from a screening; `alone` is the price without. A
word is looked up in all text fields; `--keep` leaves the history for another run with the same `--folder`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

import workload
from countermark.history import MOST_ROWS, History, HistoryWriter
from countermark.history.cursor import Cursor
from countermark.history.segment import tokens_of
from countermark.hunt import Hunt, changes_since
from countermark.listings import conform
from countermark.references import References
from countermark.references.model import Brand, ReferenceSet, Word
from countermark.screener import Screener

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def references(names: list[str], folder: Path) -> References:
    """One brand for each name."""
    brands = [Brand(id=f"brand-{n:05d}", name=name, words=(Word(text=name),)) for n, name in enumerate(names)]
    return References.of(ReferenceSet(brands=tuple(brands)), folder)


def add(folder: Path, listings: int, names: list[str]) -> None:
    """Write the history, and tell what that took."""
    made, writer = workload.Workload(names), HistoryWriter(folder)
    added = read = 0.0
    for first in range(0, listings, MOST_ROWS):
        count = min(MOST_ROWS, listings - first)
        table, _, _ = conform(pa.Table.from_batches([made.batch(first, count)]), file="bench")
        began = time.process_time()
        tokens = tokens_of(table)
        read += time.process_time() - began
        began = time.process_time()
        writer.add(table, now=NOW, tokens=tokens)
        added += time.process_time() - began
        if first // MOST_ROWS % 15 == 0:
            print(f"  {first + count:>11,} listings", flush=True)
    say(
        "added, words read already",
        f"{listings / added:,.0f} listings/s a core ({added / listings * 1e6:.1f} µs)",
    )
    say(
        "added alone",
        f"{listings / (added + read):,.0f} listings/s a core ({(added + read) / listings * 1e6:.1f} µs)",
    )


def size(folder: Path, listings: int) -> None:
    """Tell the bytes on disk."""
    segments = History.open(folder).segments()
    of = {name: sum(segment.sizes()[name] for segment in segments) for name in ("rows.parquet", "index")}
    say("segments", f"{len(segments):,}")
    say("bytes a listing", f"{sum(of.values()) / listings:.0f} (listings {of['rows.parquet'] / listings:.0f}, "
        f"index {of['index'] / listings:.0f})")  # fmt: skip


def look_up(folder: Path, names: list[str]) -> None:
    """Time words and phrases, warm: the median of many, and the slowest."""
    history = History.open(folder)
    plain = [name for name in names if name.isascii() and name.replace(" ", "").isalpha() and len(name) >= 5]
    singles = [name for name in plain if " " not in name][:60]
    phrases = [name for name in plain if " " in name][:60]
    several = {
        "a mark of one word": singles,
        "a mark of several": phrases,
        "a rare word": ["zephyrs", "quixotic", "obelisk"],
        "a common word": ["world", "people", "years"],
    }
    for what, texts in several.items():
        for text in texts:
            _rows(history, text)
        told = [
            (milliseconds(lambda text=text: _rows(history, text)), _rows(history, text)) for text in texts
        ]  # type: ignore[misc]
        times = [spent for spent, _ in told]
        say(f"look up {what}", f"median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms "
            f"({statistics.median([rows for _, rows in told]):,.0f} listings)")  # fmt: skip


def _rows(history: History, text: str) -> int:
    return sum(len(rows) for _, rows in history.find(text))


def hunt(folder: Path, names: list[str], scratch: Path, counts: list[int]) -> None:
    """Time hunts for so many new brands each, with every disguise."""
    loaded = references(names, scratch / "references")
    screener, history = Screener(loaded), History.open(folder)
    marks = [
        n
        for n, name in enumerate(names)
        if name.isascii() and 5 <= len(name) <= 20 and name.replace(" ", "").isalpha()
    ]
    some = np.random.default_rng(1).choice(marks, sum(counts), replace=False).tolist()
    for count in counts:
        asked, some = [f"brand-{n:05d}" for n in some[:count]], some[count:]
        began, cpu = time.perf_counter(), time.process_time()
        chase = Hunt(screener, changes_since(Cursor(), loaded, asked))
        found = screened = 0
        for segment in history.segments():
            trail = chase.trail(segment)
            screened += len(trail.rows)
            found += chase.follow(segment, trail, now=NOW).findings.num_rows
        spent, busy = time.perf_counter() - began, time.process_time() - cpu
        say(
            f"hunt for {count}",
            f"{spent:.1f} s ({busy:.1f} s of a core), {screened:,} listings screened again, {found:,} findings",
        )


def milliseconds(work: Callable[[], object]) -> float:
    """What one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def say(what: str, told: str) -> None:
    print(f"{what:28} {told}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listings", type=int, default=10_000_000)
    parser.add_argument("--hunts", type=int, nargs="+", default=[1, 1, 10], help="brands of each hunt")
    parser.add_argument("--folder", type=Path, help="a history made before is used again")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    scratch = given.folder or Path(tempfile.mkdtemp(prefix="countermark-history-"))
    scratch.mkdir(parents=True, exist_ok=True)
    folder, names = scratch / "history", workload.brand_names()
    pa.set_cpu_count(1)
    say("machine", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    try:
        if not folder.exists():
            add(folder, given.listings, names)
        size(folder, sum(map(len, History.open(folder).segments())))
        look_up(folder, names)
        hunt(folder, names, scratch, given.hunts)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say("memory at most", f"{most:,.0f} MB, mapped files included")
        say("load at the end", f"{os.getloadavg()[0]:.1f}")
    finally:
        if not given.keep:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
