"""What must hold of the values of each table beside the references."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.beside.categories import path_of
from countermark.beside.faults import Faults
from countermark.listings.currencies import KNOWN
from countermark.listings.faults import shown
from countermark.text.fold import fold

Flags = NDArray[np.bool_]

CLASSES: Final = 45
"""The Nice classification has the classes 1 to 45."""
KINDS: Final = ("brand", "word")


class Check(ABC):
    """Looks at one table, some rows at a time; remembers what must be unique in the whole of it."""

    @abstractmethod
    def __call__(self, table: pa.Table, lines: Sequence[int], good: Flags, faults: Faults) -> Flags:
        """Which rows have faults, all told. Rows that are not `good` hold anything and are left alone."""


class _ByRow(Check):
    """A check of small tables, value by value."""

    def __call__(self, table: pa.Table, lines: Sequence[int], good: Flags, faults: Faults) -> Flags:
        """See `Check`."""
        bad = np.zeros(table.num_rows, dtype=np.bool_)
        for row, values in enumerate(table.to_pylist()):
            fault = self.fault(values, lines[row]) if good[row] else None
            if fault:
                faults.add_row(lines[row], *fault)
                bad[row] = True
        return bad

    @abstractmethod
    def fault(self, values: Mapping[str, Any], line: int) -> tuple[str, str] | None:
        """What is wrong with a row, and how to mend it."""


class Rates(_ByRow):
    """Known currencies, positive rates, one for each day, all against the euro."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, Any], tuple[float, int]] = {}

    def fault(self, values: Mapping[str, Any], line: int) -> tuple[str, str] | None:
        """See `_ByRow`."""
        code, rate, day = values["currency"].upper(), values["per_eur"], values["date"]
        if code not in KNOWN:
            return (
                f"the currency {shown(values['currency'])} is not known",
                "Write a code of ISO 4217, like USD.",
            )
        if not np.isfinite(rate) or rate <= 0:
            return (
                f"the rate {rate} is no rate",
                "Write how many units of the currency one euro buys, like 7.46.",
            )
        if code == "EUR" and rate != 1:
            return (
                f"one euro is said to buy {rate} euros",
                "Rates are units of a currency for one euro; convert a table with another base.",
            )
        before, where = self._seen.setdefault((code, day), (rate, line))
        if before != rate:
            return f"a second rate for {code} on {day}; the first stands in row {where}", "Keep one of them."
        return None


class KnownWords(_ByRow):
    """Words that are something after folding, of the two kinds."""

    def fault(self, values: Mapping[str, Any], line: int) -> tuple[str, str] | None:  # noqa: ARG002  # as in `_ByRow`
        """See `_ByRow`."""
        if not fold(values["word"]):
            return f"{shown(values['word'])} has neither letters nor digits", "Take the row out."
        if values["kind"] not in {None, *KINDS}:
            return f"the kind {shown(values['kind'])} is not known", "Write brand or word, or leave it out."
        return None


class Categories(_ByRow):
    """Nice classes from 1 to 45, of categories that have a name."""

    def fault(self, values: Mapping[str, Any], line: int) -> tuple[str, str] | None:  # noqa: ARG002  # as in `_ByRow`
        """See `_ByRow`."""
        if not path_of(values["category"]):
            return f"{shown(values['category'])} is no category", "Write its path, like Apparel > Outerwear."
        if not 1 <= values["class"] <= CLASSES:
            return f"there is no Nice class {values['class']}", f"Write a class from 1 to {CLASSES}."
        return None


class Sellers(Check):
    """Counts that are not below zero, shares from 0 to 1. For millions of rows, so column by column."""

    def __call__(self, table: pa.Table, lines: Sequence[int], good: Flags, faults: Faults) -> Flags:
        """See `Check`."""
        bad = np.zeros(table.num_rows, dtype=np.bool_)
        for name, (low, high) in _BOUNDS.items():
            column = table[name].combine_chunks().cast(pa.float64())
            values = column.to_numpy(zero_copy_only=False)
            given = column.is_valid().to_numpy(zero_copy_only=False)
            outside = good & given & ~((values >= low) & (values <= high))
            for row in np.flatnonzero(outside).tolist():
                mend = "Write a share from 0 to 1." if high == 1 else "Write a number that is not below zero."
                faults.add_row(lines[row], f"`{name}` is {values[row]:g}", mend)
            bad |= outside
        return bad


_BOUNDS: Final = {
    "listings": (0, 1e18),
    "brands": (0, 1e18),
    "copied_share": (0, 1),
    "median_price_eur": (0, 1e18),
    "private_share": (0, 1),
    "risk": (0, 1),
}

CHECKS: Final[Mapping[str, Callable[[], Check]]] = {
    "rates": Rates,
    "sellers": Sellers,
    "known_words": KnownWords,
    "categories": Categories,
}
"""The check of each table."""
