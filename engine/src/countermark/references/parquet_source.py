"""Reads `brands.parquet` and `phrases.parquet`: the form of references for large sets.

One row a brand, with the names of the YAML; lists and mappings are Parquet's own. Sound files take the short
way, column by column. As soon as a value does not fit, the rows are read like YAML, to name every fault.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from countermark.references.columns import Unfit, arrow_type, fits, is_list, structs_of
from countermark.references.model import Brand, Phrase, ReferenceSet
from countermark.references.nodes import Mapping, Node, Refused, Scalar, Sequence
from countermark.references.origin import Path, Source, told
from countermark.references.reading import Reader
from countermark.references.shape import Field, shape_of
from countermark.references.suggestions import did_you_mean

PARQUET_ROWS: Final[dict[str, type[msgspec.Struct]]] = {"brands": Brand, "phrases": Phrase}
"""What is read: the stem of a file, which is also the key in the YAML, and what a row of it is."""


def read_parquet(file: FilePath) -> Source:
    """What `file` (its stem one of `PARQUET_ROWS`) holds, and what is wrong with its shape."""
    struct = PARQUET_ROWS[file.stem]
    try:
        with file.open("rb") as opened:
            table = pq.ParquetFile(opened).read().combine_chunks()
    except (OSError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        mend = "Write the file again; it may have been cut short, or be no Parquet at all."
        return Source(file.name, unreadable=(told(file.name, f"cannot be read: {reason}", mend),))
    foreign = list(_foreign(struct, table.schema, ""))
    if not foreign:
        try:
            rows = tuple(structs_of(struct, table.to_struct_array().combine_chunks()))
        except Unfit:
            pass
        else:
            return Source(file.name, ReferenceSet(**{file.stem: rows}), locate=_row)
    return _read_slowly(file, table, foreign)


def _read_slowly(file: FilePath, table: pa.Table, foreign: list[_Column]) -> Source:
    grow = functools.partial(_node, refused={column.name for column in foreign})
    rows: list[Node] = [grow(row, "", line) for line, row in enumerate(table.to_pylist(), start=1)]
    reader = Reader()
    references = reader.struct(ReferenceSet, Mapping(0, {file.stem: Sequence(0, rows)}), ())
    return Source(
        file.name,
        references,
        misshapen=tuple(reader.found),
        blanks=frozenset(reader.blanks),
        unreadable=tuple(told(f"{file.name}:{column.name}", column.what, column.mend) for column in foreign),
        locate=_row,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is not as the format wants it: said once, not in every row."""

    name: str
    what: str
    mend: str


def _foreign(struct: type[msgspec.Struct], columns: Any, within: str) -> Iterator[_Column]:
    fields = shape_of(struct)
    for column in columns:
        name = f"{within}{column.name}"
        field = fields.get(column.name)
        if field is None:
            yield _Column(name, f'unknown column "{column.name}"', did_you_mean(column.name, fields))
        elif not fits(field, column.type):
            yield _Column(name, f'the column "{column.name}" is {column.type}', f"Make it {_wanted(field)}.")
        else:
            inner = column.type.value_type if is_list(column.type) else column.type
            if pa.types.is_struct(inner):
                yield from _foreign(field.of, inner, f"{name}.")
    present = {column.name for column in columns}
    for field in fields.values():
        if field.required and field.name not in present:
            mend = f"Add it, as {_wanted(field)}."
            yield _Column(within + field.name, f'the column "{field.name}" is missing', mend)


def _wanted(field: Field) -> str:
    kind: Any = arrow_type(field)
    inner = kind.value_type if field.many else kind
    shown = "struct" if pa.types.is_struct(inner) else str(inner)
    return f"list<{shown}>" if field.many else shown


def _node(value: Any, name: str, line: int, *, refused: set[str]) -> Node:
    """A row, or a value in it, as the tree that YAML would have made of it."""
    if name in refused:
        return Refused(line)
    if isinstance(value, dict):
        within = f"{name}." if name else ""
        entries = {key: _node(child, within + key, line, refused=refused) for key, child in value.items()}
        # Columns that are missing altogether are told as columns, not again in each row.
        absent = [path.rpartition(".") for path in refused]
        return Mapping(line, entries | {key: Refused(line) for above, _, key in absent if above == name})
    if isinstance(value, list):
        return Sequence(line, [_node(child, name, line, refused=refused) for child in value])
    if value is None:
        return Scalar(line, "", plain=True)
    return Scalar(line, _written(value), plain=not isinstance(value, str))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _row(path: Path) -> str:
    """`("brands", 3, "words", 0, "text")` as `4 words[0].text`: the row, counted from 1, and what in it."""
    row = path[1] + 1 if len(path) > 1 and isinstance(path[1], int) else 1
    inner = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path[2:])
    return f"{row} {inner.lstrip('.')}".strip()
