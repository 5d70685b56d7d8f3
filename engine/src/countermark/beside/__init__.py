"""The optional tables beside the references: exchange rates, facts about sellers, known words, categories.

Everything may be missing; a signal that lacks its table is silent. The files are told in docs/tables.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from countermark.beside.categories import Categories
from countermark.beside.conforming import chunks_of
from countermark.beside.faults import Faults, refuse
from countermark.beside.reading import SUFFIXES, Chunk
from countermark.errors import Fault, UnusableInput
from countermark.sellers.facts import Sellers, sellers_of
from countermark.tables import BESIDE

_EURO: Final = MappingProxyType({"EUR": 1.0})


@dataclass(frozen=True)
class Beside:
    """What is known beside the references. Nothing of it changes once it is loaded: threads may share it."""

    rates: Mapping[str, float] = field(default_factory=lambda: _EURO)
    """Units of a currency that one euro buys, by its newest row. The euro is always there."""
    categories: Mapping[str, frozenset[int]] = field(default_factory=Categories)
    """Nice classes of a category, or of the nearest known one above it (`beside.categories`)."""
    known_words: tuple[str, ...] = ()
    """Other brands and words that veto a near match."""
    sellers: Sellers | None = None
    """Facts about sellers; None without the table."""
    folder: Path | None = None
    notes: tuple[str, ...] = ()
    """What stands in the folder and was not read."""

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> Beside:
        """Write rows as the tables of `folder` and load them: for examples and tests."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            pq.write_table(pa.Table.from_pylist(list(rows), schema=BESIDE[name]), folder / f"{name}.parquet")
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path | str | None) -> Beside:
        """The tables in `folder`; none if it is None. `UnusableInput` names every fault of every table."""
        if folder is None:
            return cls()
        root = Path(folder)
        files, notes, faults = _files(root)
        found: dict[str, Any] = {}
        for name, file in files.items():
            of_file = Faults(file)
            found[name] = _BUILDERS[name](chunks_of(name, file, of_file), of_file)
            faults += of_file.all()
        refuse(root, faults)
        return cls(**found, folder=root, notes=notes)


def _files(folder: Path) -> tuple[dict[str, Path], tuple[str, ...], list[Fault]]:
    """The file of each table, a note on each other thing in the folder, and tables that stand there twice."""
    mend = "Give the folder that holds rates, sellers, known_words or categories, or leave --tables out."
    if not folder.is_dir():
        raise UnusableInput(f"{folder}: {'is no folder' if folder.exists() else 'no such folder'}", mend=mend)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UnusableInput(f"{folder}: cannot be read: {error.strerror}", mend=mend) from error
    files: dict[str, Path] = {}
    notes: list[str] = []
    faults: list[Fault] = []
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.stem not in BESIDE or path.suffix not in SUFFIXES or not path.is_file():
            notes.append(f"{path.name} in {folder} is no table that is known: not read")
        elif path.stem in files:
            what = f"{files[path.stem].name} holds the same table"
            faults.append(Fault(path.name, what, "Keep one of the two files."))
        else:
            files[path.stem] = path
    return files, tuple(notes), faults


def _rates(chunks: Iterable[Chunk], faults: Faults) -> Mapping[str, float]:
    del faults
    newest: dict[str, tuple[dt.date, float]] = {}
    for row in _rows(chunks):
        entry = (row["date"], row["per_eur"])
        code = row["currency"].upper()
        newest[code] = max(newest.get(code, entry), entry)
    return MappingProxyType({code: rate for code, (_, rate) in newest.items()} | _EURO)


def _categories(chunks: Iterable[Chunk], faults: Faults) -> Categories:
    del faults
    return Categories((row["category"], row["class"]) for row in _rows(chunks))


def _known_words(chunks: Iterable[Chunk], faults: Faults) -> tuple[str, ...]:
    del faults
    return tuple(row["word"] for row in _rows(chunks))


def _rows(chunks: Iterable[Chunk]) -> Iterator[dict[str, Any]]:
    for chunk in chunks:
        yield from chunk.table.to_pylist()


def _sellers(chunks: Iterable[Chunk], faults: Faults) -> Sellers:
    lines = []

    def told() -> Iterator[pa.Table]:
        for chunk in chunks:
            lines.append(np.asarray(chunk.lines, dtype=np.int64))
            yield chunk.table

    found, twice = sellers_of(told())
    places = np.concatenate([*lines, np.empty(0, dtype=np.int64)])
    for first, second in twice:
        what = f"the seller stands in row {places[first]} already"
        faults.add_row(int(places[second]), what, "Keep one row for each seller.")
    return found


_BUILDERS: Final[Mapping[str, Callable[[Iterable[Chunk], Faults], Any]]] = {
    "rates": _rates,
    "categories": _categories,
    "known_words": _known_words,
    "sellers": _sellers,
}

__all__ = ["Beside", "Categories", "Sellers"]
