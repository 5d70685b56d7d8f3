"""Small histories in a folder, and all that stands in their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from countermark.history import History, HistoryWriter
from countermark.listings import conform

NOW: Final = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
DAY: Final = dt.timedelta(days=1)


def row(number: int, title: str = "", **more: Any) -> dict[str, Any]:
    """A listing."""
    return {"listing_id": f"L{number}", "title": title or f"wool socks {number}", **more}


def listings(*rows: dict[str, Any]) -> pa.Table:
    """Rows as a table of listings."""
    names = list(dict.fromkeys(name for one in rows for name in one))
    table = pa.table({name: [one.get(name) for one in rows] for name in names})
    conformed, rejected, _ = conform(table, file="test")
    assert rejected == []
    return conformed


def keep(folder: Path, *rows: dict[str, Any], now: dt.datetime = NOW) -> History:
    """Add rows as one segment."""
    part = len(list(folder.glob("segments/*/*")))
    HistoryWriter(folder).add(listings(*rows), now=now, part=part)
    return History.open(folder)


def kept(history: History, *columns: str) -> list[Any]:
    """What the history has, in order: of one column its values, else rows."""
    rows = [one for segment in history.segments() for one in segment.table().to_pylist()]
    return [one[columns[0]] for one in rows] if columns else rows


def found(history: History, text: str) -> list[str]:
    """The ids of the listings that have every word of `text`."""
    return sorted(
        name for segment, rows in history.find(text) for name in segment.take(rows)["listing_id"].to_pylist()
    )


def everything_in(folder: Path) -> str:
    """Every byte of every file, the Parquet ones unpacked, and the names."""
    told = []
    for path in sorted(folder.rglob("*")):
        told.append(str(path.relative_to(folder)))
        if path.suffix == ".parquet":
            told.append(str(pq.read_table(path).to_pylist()))
        elif path.is_file():
            told.append(path.read_bytes().decode("latin-1"))
    return "\n".join(told).lower()


def states(history: History) -> Sequence[tuple[str, int]]:
    """Every segment by name and number of listings."""
    return [(segment.name, len(segment)) for segment in history.segments()]
