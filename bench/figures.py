"""What a measurement gives back: figures with their targets, tables and notes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

DIGITS: Final = 3


class Skipped(Exception):  # noqa: N818  # it is no error: the measurement cannot run here, and says why
    """A measurement that cannot run on this machine."""


class Figure(msgspec.Struct, kw_only=True):
    """One measured number. `key` is stable; `beside` is its rival or the machine's limit; `how`, what was done."""

    key: str
    what: str
    value: float
    unit: str = ""
    target: float | None = None
    better: Literal["higher", "lower"] = "higher"
    beside: str = ""
    how: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.better == "higher" else self.value <= self.target

    @property
    def shown(self) -> str:
        """The value for people."""
        return f"{number(self.value)} {self.unit}".rstrip()

    @property
    def wanted(self) -> str:
        """The target for people."""
        if self.target is None:
            return ""
        return f"{'≥' if self.better == 'higher' else '≤'} {number(self.target)} {self.unit}".rstrip()


class Table(msgspec.Struct, kw_only=True):
    """More than a figure: rows of text under a head."""

    title: str
    head: list[str]
    rows: list[list[str]]


class Part(msgspec.Struct, kw_only=True):
    """Everything that one measurement says, and how it was measured."""

    title: str
    method: str
    figures: list[Figure] = []
    tables: list[Table] = []
    notes: list[str] = []


class Outcome(msgspec.Struct, kw_only=True):
    """What became of a measurement: its part, or why there is none."""

    name: str
    seconds: float
    part: Part | None = None
    skipped: str = ""
    failed: str = ""


class Scale(msgspec.Struct, kw_only=True, frozen=True):
    """How much is measured. `quick` is for trying the benchmarks out; its figures mean nothing."""

    rows: int = 2_000_000
    many: int = 10_000_000
    history: int = 1_000_000
    terms: int = 200_000
    sample: int = 65_536
    looked: int = 262_144
    repeats: int = 3
    quick: bool = False
    full: bool = False

    @classmethod
    def of(cls, rows: int | None, *, quick: bool, full: bool) -> Scale:
        """The scale for so many listings; all else grows with them, up to what it is without."""
        most = cls(full=full, history=10_000_000 if full else 1_000_000)
        if rows is None and not quick:
            return most
        rows = rows or 65_536
        return cls(
            rows=rows,
            many=min(rows * 5, most.many),
            terms=20_000 if quick else most.terms,
            sample=min(rows // 7, most.sample),
            looked=min(rows, most.looked),
            repeats=1 if quick else most.repeats,
            history=min(rows * 5, most.history),
            quick=quick,
            full=full,
        )


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return float(statistics.median(values))


def spread(values: Sequence[float]) -> str:
    """All values, so that whoever reads sees how far apart they lie."""
    return " / ".join(number(value) for value in sorted(values))


def number(value: float) -> str:
    """A number with as many digits as it deserves."""
    if value != value:  # noqa: PLR0124  # not a number
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{DIGITS}g}"


def percent(value: float) -> str:
    """A share in percent."""
    if value != value:  # noqa: PLR0124  # not a number
        return "–"
    return f"{100 * value:.2f} %" if abs(value) < 0.1 else f"{100 * value:.1f} %"
