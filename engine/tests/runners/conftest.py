"""A small market in several feeds, and runs over it with real processes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.references.examples import references_from
from countermark.runners.journal import State
from countermark.runners.local import Job, run
from countermark.screener import Screener

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
LARGE, SMALL, SMALL_FEEDS = 17_000, 200, 5


class Watcher:
    """Watches a run and does something when so many chunks are finished."""

    def __init__(self, after: int = 0, what: Callable[[], None] | None = None) -> None:
        self.chunks, self.after, self.what = 0, after, what
        self.positions: list[int] = []
        self.total = 0

    def begun(self, total_bytes: int) -> None:
        self.total = total_bytes

    def ready(self, seconds: float) -> None:
        assert seconds > 0

    def advanced(self, state: State, position: int, rate: float) -> None:  # noqa: ARG002  # as the protocol says
        self.chunks += 1
        self.positions.append(position)
        if self.what is not None and self.chunks == self.after:
            self.what()


def title(number: int) -> str:
    """Every fourth listing hides a mark."""
    return ("wool socks", "Norrvik parka", "Nor\u200brvik parka", "toy 🔥 女装")[
        number % 4
    ] + f" {number % 97}"


def rows(first: int, count: int) -> list[dict[str, Any]]:
    return [
        {"listing_id": f"L{n}", "title": title(n), "price": "12.50 EUR"} for n in range(first, first + count)
    ]


def write_lines(path: Path, several: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in several), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    brand = {"id": "norrvik", "name": "Norrvik", "words": ["Norrvik"]}
    return references_from({"brands": [brand]}, tmp_path_factory.mktemp("references")).path


@pytest.fixture(scope="session")
def screener(index: Path) -> Screener:
    return Screener(index)


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """One large feed of two chunks, then small ones of one chunk each; in each small one a row is bad."""
    folder = tmp_path_factory.mktemp("feeds")
    pq.write_table(pa.Table.from_pylist(rows(0, LARGE)), folder / "0.parquet")
    for n in range(SMALL_FEEDS):
        several = rows(LARGE + n * SMALL, SMALL)
        several[n]["price"] = "nan"
        several[-1]["listing_id"] = "L7"
        write_lines(folder / f"{n + 1}.jsonl", several)
    return tuple(sorted(folder.iterdir()))


def screen(
    feeds: Sequence[Path], out: Path, screener: Screener, watcher: Watcher | None = None, **job: Any
) -> State:
    """Run with one worker unless told otherwise."""
    return run(Job(tuple(feeds), out, NOW, **{"workers": 1, **job}), screener, watcher or Watcher())


@pytest.fixture(scope="session")
def whole(
    feeds: tuple[Path, ...], screener: Screener, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What a run that nothing happens to writes."""
    folder = tmp_path_factory.mktemp("whole")
    screen(feeds, folder / "findings.parquet", screener)
    return written(folder)


def written(folder: Path) -> dict[str, bytes]:
    """Every file in a folder with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rejections(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
