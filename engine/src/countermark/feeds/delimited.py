"""Comma-, tab- or otherwise separated records: cut at their ends, taken apart into cells.

A quote opens a cell only where the cell begins, and must close it before a separator or the end of a line.
So `5" pipe` and `"Vintage" shirt` are what they look like. A quote that nothing closes is an ordinary
character of its line: it costs that line its meaning, not the rest of the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import pyarrow as pa
from pyarrow import csv

from countermark.feeds.feed import RECORD_BYTES
from countermark.feeds.rows import Refusal

SEPARATORS: Final = (",", "\t", ";", "|")
MOST_LINES: Final = 10_000
"""Lines that a record may have, in the text of its cells."""

Line = tuple[int, bytes | None]


class _Grammar(NamedTuple):
    """What a line may be. Every pattern is possessive, hence as fast on broken lines as on good ones.

    `plain` is `whole` without any system's line ends outside quotes, which not all readers see alike.
    """

    whole: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    opens: re.Pattern[bytes]
    closes: re.Pattern[bytes]
    stays: re.Pattern[bytes]
    cells: re.Pattern[str]


@lru_cache(maxsize=len(SEPARATORS))
def _grammar(separator: str) -> _Grammar:
    mark = re.escape(separator)
    inside = '(?:[^"]++|"")*+'
    quoted = f'"{inside}"(?={mark}|\\Z)'
    cell = f'(?:{quoted}|[^"{mark}][^{mark}]*+|(?={mark}|\\Z))'
    tame = f'(?:{quoted}|[^"{mark}\r\n][^{mark}\r\n]*+|(?={mark}|\\Z))'
    patterns = (
        f"{cell}(?:{mark}{cell})*+",
        f"{tame}(?:{mark}{tame})*+",
        f'(?:{cell}{mark})*+"{inside}',
        f'{inside}"(?:{mark}{cell})*+',
        f'{inside}(?:"{mark}(?:{cell}{mark})*+"{inside})?+',
    )
    cells = re.compile(f'(?:^|{mark})(?:"({inside})"(?={mark}|\\Z)|([^{mark}]*))', re.DOTALL)
    return _Grammar._make([*(re.compile(pattern.encode(), re.DOTALL) for pattern in patterns), cells])


def cut(lines: Iterable[Line], separator: str) -> Iterator[Line]:
    """The records in numbered lines, each with the number of its first; `None` for one that is too long."""
    grammar = _grammar(separator)
    again: list[Line] = []
    source = iter(lines)
    while entry := again.pop() if again else next(source, None):
        number, line = entry
        if line is None or b'"' not in line:
            if line is None or line.strip():
                yield number, line and line.rstrip(b"\r")
            continue
        bare = line.rstrip(b"\r")
        if grammar.whole.fullmatch(bare) or not grammar.opens.fullmatch(line):
            yield number, bare
            continue
        read, closed = _to_the_quote(grammar, source, again)
        if closed:
            yield (
                number,
                b"\n".join([line, *(text for _, text in read if text is not None)]).rstrip(b"\r"),
            )
        else:
            # Nothing closes the quote: this line stands alone, and those read after it are read again.
            yield number, bare
            again += reversed(read)


def _to_the_quote(grammar: _Grammar, source: Iterator[Line], again: list[Line]) -> tuple[list[Line], bool]:
    """The lines that follow one with an open quote, and whether the last of them closes it."""
    read: list[Line] = []
    size = 0
    while entry := again.pop() if again else next(source, None):
        read.append(entry)
        line = entry[1]
        size += len(line or b"")
        if line is None or size > RECORD_BYTES or len(read) > MOST_LINES:
            return read, False
        if b'"' not in line:
            continue
        if grammar.closes.fullmatch(line.rstrip(b"\r")):
            return read, True
        if not grammar.stays.fullmatch(line):
            return read, False
    return read, False


def cells(record: bytes, separator: str) -> list[str]:
    """The cells of one record; `UnicodeDecodeError` if it is no UTF-8."""
    text = record.decode()
    grammar = _grammar(separator)
    if '"' not in text or not grammar.whole.fullmatch(record):
        return text.split(separator)
    return [quoted.replace('""', '"') or plain for quoted, plain in grammar.cells.findall(text)]


def table_of_cells(
    records: list[bytes], separator: str, width: int
) -> tuple[pa.Table, list[int], list[tuple[int, Refusal]]]:
    """The cells of `records` in columns `0`, `1` …, empty ones null; whose they are; why others have none."""
    fast = _quickly(records, separator, width)
    if fast is not None:
        return fast, list(range(len(records))), []
    rows: list[list[str | None]] = []
    kept: list[int] = []
    refused: list[tuple[int, Refusal]] = []
    for place, record in enumerate(records):
        row = row_of_cells(record, separator, width)
        if isinstance(row, Refusal):
            refused.append((place, row))
        else:
            rows.append(row)
            kept.append(place)
    columns = {str(place): pa.array([row[place] for row in rows], pa.string()) for place in range(width)}
    return pa.table(columns), kept, refused


def _quickly(records: list[bytes], separator: str, width: int) -> pa.Table | None:
    """The same by Arrow's reader, where it is sure to see what we see."""
    plain = _grammar(separator).plain
    if any((b'"' in record or b"\r" in record) and not plain.fullmatch(record) for record in records):
        return None
    data = b"\n".join([*records, b""])
    names = [str(place) for place in range(width)]
    try:
        table = csv.read_csv(
            io.BytesIO(data),
            read_options=csv.ReadOptions(use_threads=False, column_names=names, block_size=len(data) + 1),
            parse_options=csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == len(records) else None


def row_of_cells(record: bytes, separator: str, width: int) -> list[str | None] | Refusal:
    """The cells of one record, `width` of them, empty ones None; or why it has none."""
    try:
        found = cells(record, separator)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1:,} of the line is no UTF-8; write the feed in UTF-8"
        return Refusal("bad-encoding", reason)
    while len(found) > width and not found[-1]:
        found.pop()
    if len(found) != width:
        hint = "a quote may be open" if b'"' in record else "put cells with separators in them in quotes"
        return Refusal("wrong-cell-count", f"the line has {len(found)} cells, the heading {width}; {hint}")
    return [cell or None for cell in found]
