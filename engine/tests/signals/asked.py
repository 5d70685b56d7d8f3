"""Listings put before one signal, and what it says of them, for stories about signals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from countermark.batch import Batch
from countermark.beside import Beside
from countermark.evidence import Pairs, Signal
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.examples import references_from

TODAY: Final = dt.date(2026, 11, 21)


class Heard(NamedTuple):
    """One piece of evidence: of which brand, its kind, its strength, in words, and the piece of text."""

    brand: str
    kind: str
    strength: float
    told: str
    shown: str


class Desk:
    """A signal built for some references; `ask` puts listings before it."""

    def __init__(self, signal: type[Signal], references: Mapping[str, Any], folder: Path) -> None:
        self.references: References = references_from(references, folder)
        own = "__init__" in vars(signal)
        self.signal: Signal = signal(self.references) if own else signal()  # type: ignore[call-arg]
        self.matcher = Matcher(self.references.vocabulary, self.references.known)

    def ask(self, listings: Sequence[Mapping[str, Any] | str]) -> list[list[Heard]]:
        """What the signal says of each listing (a title alone is one), asked about every brand."""
        given = [{"title": row} if isinstance(row, str) else row for row in listings]
        fields = sorted({field for row in given for field in row})
        rows = [
            {"listing_id": str(n), **{field: row.get(field) for field in fields}}
            for n, row in enumerate(given)
        ]
        table, rejected, _ = conform(pa.Table.from_pylist(rows), file="story", first_line=1)
        assert not rejected
        batch = Batch(table, self.references, Beside(), self.matcher, today=TODAY)
        brands = np.array(sorted(self.references.numbers.values()), dtype=np.int32)
        every = np.repeat(np.arange(batch.rows, dtype=np.int32), len(brands))
        evidence = self.signal.find(batch, Pairs(every, np.tile(brands, batch.rows)))
        heard: list[list[Heard]] = [[] for _ in rows]
        for n in range(len(evidence)):
            row, detail = int(evidence.rows[n]), evidence.detail(n)
            at = detail.start is not None and detail.field is not None
            shown = batch.text(row, str(detail.field))[detail.start : detail.end] if at else ""
            kind = self.signal.kinds[evidence.kinds[n]]
            brand = self.references.ids[evidence.brands[n]]
            heard[row].append(Heard(brand, kind, float(evidence.strengths[n]), detail.text, shown))
        return heard

    def kinds(self, listing: Mapping[str, Any] | str, brand: str = "norrvik") -> set[str]:
        """The kinds of evidence about one brand in one listing."""
        return {heard.kind for heard in self.ask([listing])[0] if heard.brand == brand}
