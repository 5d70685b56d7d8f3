"""Reads one table in Parquet, CSV or JSON Lines, some rows at a time, each column as the file has it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from countermark.beside.faults import Faults
from countermark.listings import kernels

ROWS: Final = 65536
"""Rows that are looked at together: a table of sellers may have millions."""
SUFFIXES: Final = (".parquet", ".csv", ".jsonl")
_DELIMITERS: Final = ",;\t"
_LONGEST_LINE: Final = 1 << 20


class Chunk(NamedTuple):
    """Some rows of a file, and the line in which each stands (in Parquet the number of the row, from 1)."""

    table: pa.Table
    lines: Sequence[int]


def read(file: Path, names: Sequence[str], faults: Faults) -> Iterator[Chunk]:
    """The columns `names` of `file`; the first chunk may be empty. What cannot be read becomes a fault."""
    readers = {".parquet": _parquet, ".csv": _csv, ".jsonl": _json_lines}
    try:
        yield from readers[file.suffix](file, names, faults)
    except (OSError, UnicodeError, pa.ArrowException, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        faults.add(
            f"cannot be read: {reason}", "Write it again; it may have been cut short, or be something else."
        )


def _parquet(file: Path, names: Sequence[str], faults: Faults) -> Iterator[Chunk]:
    with pq.ParquetFile(file, memory_map=True) as opened:
        schema = opened.schema_arrow
        known = _known(schema.names, names, faults)
        yield Chunk(pa.schema([schema.field(name) for name in known]).empty_table(), range(0))
        first = 1
        for batch in opened.iter_batches(ROWS, columns=known) if known else ():
            yield Chunk(pa.Table.from_batches([batch]), range(first, first + batch.num_rows))
            first += batch.num_rows


def _known(header: Sequence[str], names: Sequence[str], faults: Faults) -> list[str]:
    """Those of `names` that a file has."""
    twice = sorted({name for name in names if header.count(name) > 1})
    for name in twice:
        faults.add(f"there are two columns `{name}`", "Keep one of them.")
    return [name for name in names if name in header and name not in twice]


def _csv(file: Path, names: Sequence[str], faults: Faults) -> Iterator[Chunk]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        first = opened.readline(_LONGEST_LINE)
        opened.seek(0)
        reader = csv.reader(opened, delimiter=max(_DELIMITERS, key=first.count), strict=True)
        header = [name.strip() for name in next(reader, [])]
        known = _known(header, names, faults)
        places = [header.index(name) for name in known]
        yield _chunk(known, [], [])
        rows: list[list[str]] = []
        lines: list[int] = []
        for row in reader:
            if not row:
                continue
            if len(row) == len(header):
                rows.append([row[place] for place in places])
                lines.append(reader.line_num)
            else:
                what = f"the line has {len(row)} values, the header {len(header)}"
                faults.add_row(reader.line_num, what, "Quote values that hold the delimiter.")
            if len(rows) == ROWS:
                yield _chunk(known, rows, lines)
                rows, lines = [], []
        yield _chunk(known, rows, lines)


def _json_lines(file: Path, names: Sequence[str], faults: Faults) -> Iterator[Chunk]:
    rows: list[list[str | None]] = []
    lines: list[int] = []
    found: set[str] = set()
    for line, content in _lines(file):
        try:
            row = msgspec.json.decode(content, type=dict[str, str | int | float | None])
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            faults.add_row(
                line, f"no row of plain values: {error}", 'Write one object a line: {"name": value, …}.'
            )
            continue
        found.update(row)
        rows.append([_text(row.get(name)) for name in names])
        lines.append(line)
        if len(rows) == ROWS:
            yield _chunk(names, rows, lines)
            rows, lines = [], []
    # A name that no row has is a missing column; one that some rows lack is null there.
    chunk = _chunk(names, rows, lines)
    yield chunk if found else Chunk(chunk.table.select([]), lines)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as opened:
        for line, content in enumerate(iter(lambda: opened.readline(_LONGEST_LINE), b""), start=1):
            if content.strip():
                yield line, content


def _text(value: str | float | None) -> str | None:
    return value if isinstance(value, str | None) else str(value)


def _chunk(names: Sequence[str], rows: Sequence[Sequence[Any]], lines: Sequence[int]) -> Chunk:
    columns = zip(*rows, strict=True) if rows else [() for _ in names]
    arrays = [kernels.column(list(column), pa.string()) for column in columns]
    return Chunk(pa.table(dict(zip(names, arrays, strict=True))), lines)
