"""What is wrong with rows, gathered while their columns are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import Rejection
from countermark.listings import kernels
from countermark.listings.kernels import Column

SHOWN_VALUE: Final = 200
SHOWN_ROW: Final = 2000
"""Characters of a value and of a whole row that a rejection shows."""


class Faults:
    """The faults of a batch by row. The first of a row gives its rejection the code; the reason names all."""

    def __init__(self) -> None:
        self._by_row: dict[int, list[tuple[str, str]]] = {}

    def __len__(self) -> int:
        return len(self._by_row)

    def add(self, row: int, code: str, reason: str) -> None:
        """Row `row` has a fault of the kind `code`; `reason` names the value and the mend."""
        self._by_row.setdefault(row, []).append((code, reason))

    def add_all(self, rows: Iterable[int], code: str, reason: str) -> None:
        """Every one of `rows` has the same fault."""
        for row in rows:
            self.add(row, code, reason)

    def lift(self, inner: Faults, parents: Sequence[int]) -> None:
        """Take over the faults of the values of a list column: value `n` stands in row `parents[n]`."""
        for value in inner.rows:
            for code, reason in inner._by_row[value]:
                self.add(parents[value], code, reason)

    @property
    def rows(self) -> list[int]:
        """The rows with a fault, in order."""
        return sorted(self._by_row)

    def rejections(
        self, batch: pa.RecordBatch, file: str, lines: Sequence[int] | NDArray[Any]
    ) -> list[Rejection]:
        """The faulty rows of `batch` as rejections, in order."""
        rows = self.rows
        return [
            self._rejection(row, values, file, int(lines[row]))
            for row, values in zip(rows, _values(batch, rows), strict=True)
        ]

    def _rejection(self, row: int, values: dict[str, Any], file: str, line: int) -> Rejection:
        name = values.get("listing_id")
        return Rejection(
            file=file,
            line=line,
            code=self._by_row[row][0][0],
            reason="; ".join(reason for _, reason in self._by_row[row]),
            listing_id=None if name in {None, ""} else shown(name, plain=True),
            row=cut(json.dumps(values, ensure_ascii=False, default=str), SHOWN_ROW),
        )


def cut(text: str, limit: int = SHOWN_VALUE) -> str:
    """`text`, or its beginning and how long it is."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"


def shown(value: object, *, plain: bool = False) -> str:
    """`value` for a person to read: short, in quotes unless `plain`, whatever it holds."""
    if isinstance(value, bytes):
        value = value.decode(errors="backslashreplace")
    if isinstance(value, str):
        text = cut(value.encode(errors="backslashreplace").decode())
        return text if plain else json.dumps(text, ensure_ascii=False)
    return cut(str(value))


def _values(batch: pa.RecordBatch, rows: list[int]) -> list[dict[str, Any]]:
    """The fields of `rows` that are not null, each short enough to show."""
    picked = batch.take(kernels.column(rows, pa.int64()))
    try:
        listed = picked.to_pylist()
    except (ValueError, OverflowError):  # what calls itself UTF-8 and is not, a time out of Python's years
        listed = [
            {name: _value(column.slice(row, 1)) for name, column in _named(picked)}
            for row in range(len(rows))
        ]
    return [{name: _short(value) for name, value in values.items() if value is not None} for values in listed]


def _named(batch: pa.RecordBatch) -> Iterable[tuple[str, Column]]:
    return zip(batch.schema.names, batch.columns, strict=True)


def _value(cell: Column) -> object:
    """The one value of `cell`; what has no Python value is shown by its type."""
    if pa.types.is_string(cell.type) or pa.types.is_large_string(cell.type):
        cell = cell.cast(pa.large_binary())
    try:
        value: object = cell[0].as_py()
    except (ValueError, OverflowError):
        return str(cell.type)
    return value


def _short(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _bytes_counted(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_short(part) for part in value[:20]]
    if isinstance(value, tuple):
        return [_short(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else shown(value, plain=True)


def _bytes_counted(value: object) -> object:
    return f"{len(value):,} bytes" if isinstance(value, bytes) else _short(value)
