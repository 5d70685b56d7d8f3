"""Findings files, Parquet or JSON Lines, read in batches: memory does not grow with the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from countermark.errors import UnusableInput
from countermark.tables import FINDING, LISTING, SIGNAL

BATCH: Final = 2048
_LEFT_OUT: Final = frozenset(
    {"photos", "views", "sold", "quantity", "first_seen_at", "updated_at", "territories"}
)
"""Fields of a listing that are shown nowhere: photos may carry bytes, so they are never even read."""
_REQUIRED: Final = ("listing_id", "brand_id", "band", "score", "signals", "listing")
_MEND: Final = "Give the file that `countermark screen … --out FILE` wrote."

_LISTING: Final = pa.struct([field for field in LISTING if field.name not in _LEFT_OUT])
_SIGNAL: Final = pa.struct([field for field in SIGNAL if field.name != "box"])
_AS_READ: Final = {"listing": _LISTING, "signals": pa.list_(_SIGNAL)}
SHOWN: Final = pa.schema([pa.field(field.name, _AS_READ.get(field.name, field.type)) for field in FINDING])
"""The columns as read here: those of a finding without what is never shown."""

COUNTED: Final = ("marketplace", "listing_id", "brand_id", "band", "score", "signals.name", "signals.weight")
"""What the totals need."""
FOUND_BY: Final = ("marketplace", "listing_id")
"""What tells one listing from another."""


def batches(path: Path, columns: Sequence[str] = ()) -> Iterator[pa.RecordBatch]:
    """The findings of a file in its order; where `columns` are given (`signals.name` is one), only those."""
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
    except OSError as error:
        raise UnusableInput(f"{path}: cannot be read: {error.strerror}", mend=_MEND) from error
    if parquet:
        yield from _from_parquet(path, columns)
    elif path.suffix in {".jsonl", ".ndjson", ".json"}:
        yield from _from_lines(path)
    else:
        raise UnusableInput(f"{path}: is neither Parquet nor JSON Lines", mend=_MEND)


def rows(path: Path, wanted: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The findings at the row numbers `wanted`, with their number, in the order of the file."""
    numbers = sorted(wanted)
    first = at = 0
    for batch in batches(path):
        upto = at
        while upto < len(numbers) and numbers[upto] < first + batch.num_rows:
            upto += 1
        chosen = numbers[at:upto]
        if chosen:
            taken = batch.take(pa.array([number - first for number in chosen]))
            yield from zip(chosen, taken.to_pylist(), strict=True)
        at, first = upto, first + batch.num_rows
        if at == len(numbers):
            return


def _from_parquet(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            _check_columns(path, file.schema_arrow.names)
            paths = [file.schema.column(at).path for at in range(len(file.schema))]
            yield from file.iter_batches(BATCH, columns=[leaf for leaf in paths if _is_wanted(leaf, columns)])
    except (pa.ArrowException, OSError) as error:
        raise UnusableInput(f"{path}: is damaged: {error}", mend="Screen the feed again.") from error


def _check_columns(path: Path, names: Sequence[str]) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        raise UnusableInput(f"{path}: is no findings file: it has no column {', '.join(missing)}", mend=_MEND)


def _is_wanted(leaf: str, columns: Sequence[str]) -> bool:
    """Whether a Parquet leaf (`signals.list.element.name`) is one of `columns`, or is ever shown at all."""
    parts = leaf.split(".")
    if not columns:
        inner = parts[1] if parts[0] == "listing" and len(parts) > 1 else ""
        return parts[0] in SHOWN.names and inner not in _LEFT_OUT and "box" not in parts[1:]
    return any(
        parts[0] == top and (not inner or parts[-1] == inner) for top, _, inner in map(_split, columns)
    )


def _split(column: str) -> tuple[str, str, str]:
    return column.partition(".")


def _from_lines(path: Path) -> Iterator[pa.RecordBatch]:
    decode = msgspec.json.Decoder().decode
    pending: list[dict[str, Any]] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                pending.append(_as_stored(decode(line)))
                if number == 1:
                    _check_columns(path, list(pending[0]))
            except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
                raise UnusableInput(f"{path}:{number}: is no finding: {error}", mend=_MEND) from error
            if len(pending) == BATCH:
                yield _batch(path, number, pending)
                pending = []
    if pending:
        yield _batch(path, number, pending)


def _batch(path: Path, line: int, pending: list[dict[str, Any]]) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(pending, schema=SHOWN)
    except (pa.ArrowException, ValueError, TypeError) as error:
        place = f"{path}: a line of the {len(pending)} up to line {line}"
        raise UnusableInput(f"{place} is no finding: {error}", mend=_MEND) from error


def _as_stored(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding as JSON writes it, with the types that the columns have."""
    listing = dict(finding.get("listing") or {})
    for name, convert in _CONVERTED.items():
        if listing.get(name) is not None:
            listing[name] = convert(listing[name])
    at = finding.get("screened_at")
    return {**finding, "listing": listing, "screened_at": dt.datetime.fromisoformat(at) if at else None}


def _money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def _pairs(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return list(value.items())
    return [(pair["key"], pair["value"]) if isinstance(pair, dict) else (pair[0], pair[1]) for pair in value]


_CONVERTED: Final[dict[str, Callable[[Any], object]]] = {"price": _money, "attributes": _pairs}
