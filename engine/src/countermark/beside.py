"""The optional tables beside the references: exchange rates, facts about sellers, known words, categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from countermark.tables import BESIDE


@dataclass(frozen=True)
class Beside:
    """What is known beside the references. Everything may be missing; a signal that lacks its table is silent."""

    rates: Mapping[str, float] = field(default_factory=dict)
    """Units of a currency that one euro buys."""
    categories: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Nice classes of a category."""
    known_words: tuple[str, ...] = ()
    """Other brands and words that veto a near match."""
    sellers: pa.Table | None = None
    """Facts about sellers (`tables.SELLERS`)."""
    folder: Path | None = None

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> Beside:
        """Write rows as the tables of `folder` and load them: for examples and tests."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            pq.write_table(pa.Table.from_pylist(list(rows), schema=BESIDE[name]), folder / f"{name}.parquet")
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path | None) -> Beside:
        """The tables in `folder`; none if it is None."""
        if folder is None:
            return cls()
        found = {name: pq.read_table(folder / f"{name}.parquet") for name in BESIDE if (folder / f"{name}.parquet").exists()}
        rates = {row["currency"]: row["per_eur"] for row in found["rates"].to_pylist()} if "rates" in found else {}
        categories: dict[str, frozenset[int]] = {}
        for row in found["categories"].to_pylist() if "categories" in found else []:
            categories[row["category"]] = categories.get(row["category"], frozenset()) | {row["class"]}
        words = tuple(found["known_words"]["word"].to_pylist()) if "known_words" in found else ()
        return cls(rates, categories, words, found.get("sellers"), folder)
