"""What signals say: columns of evidence, and the contract that every signal keeps.

A signal reads a batch and answers with columns; whom it is about, what kind of thing was seen, how strongly. Words for
people (where it stands, what it says) are worked out only for the few rows that become findings.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Phase(IntEnum):
    """When a signal is asked. Each phase sees fewer pairs of a row and a brand than the one before."""

    NAME = 0
    """Says which brands a row is about at all: sees every row."""
    RAISE = 1
    """Sees the pairs that the first phase named. May raise or lower."""
    LOWER = 2
    """Sees the pairs that are suspect by now. Only lowers, so that not asking it about others changes nothing."""


class Detail(NamedTuple):
    """Where a piece of evidence stands (`start`, `end`: code points of the original `field`) and what it says."""

    text: str
    field: str | None = None
    start: int | None = None
    end: int | None = None
    reference_id: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Columns of one length: `rows` of the batch, `brands` of the references, `kinds` (index into the signal's
    `kinds`), `strengths` 0..1. `detail(n)` tells entry n in words; it is asked for few entries."""

    rows: NDArray[np.int32]
    brands: NDArray[np.int32]
    kinds: NDArray[np.int16]
    strengths: NDArray[np.float32]
    detail: Callable[[int], Detail]

    def __len__(self) -> int:
        return len(self.rows)


class Pairs(NamedTuple):
    """Rows and brands under question, sorted by row, then brand, without repeats."""

    rows: NDArray[np.int32]
    brands: NDArray[np.int32]

    def __len__(self) -> int:  # the number of pairs, not of columns
        return len(self.rows)


class Entry(NamedTuple):
    """One piece of evidence before it becomes a row of columns."""

    row: int
    brand: int
    kind: int
    strength: float
    detail: Detail


def evidence_of(entries: Sequence[Entry]) -> Evidence:
    """Columns of `entries`, for signals that work row by row on few rows."""
    return Evidence(
        np.array([entry.row for entry in entries], dtype=np.int32),
        np.array([entry.brand for entry in entries], dtype=np.int32),
        np.array([entry.kind for entry in entries], dtype=np.int16),
        np.array([entry.strength for entry in entries], dtype=np.float32),
        lambda n: entries[n].detail,
    )


NOTHING = evidence_of(())


@dataclass(frozen=True)
class Example:
    """A listing and what a signal must say of it, for the conformance test that every signal inherits.

    `listing` and `references` are as in a feed and in references.yaml; `brand` is the brand under question (for
    signals of the later phases); `kinds` is exactly what the signal must find; `spans` the pieces of text it must
    point at; `beside` rows of the tables beside the references.
    """

    listing: Mapping[str, Any]
    kinds: frozenset[str]
    references: Mapping[str, Any]
    brand: str | None = None
    spans: tuple[str, ...] = ()
    beside: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


class Signal(ABC):
    """One reason for or against suspicion. A signal keeps no state between batches that could change a result."""

    name: ClassVar[str]
    """Stands in stored findings: never change it."""
    phase: ClassVar[Phase]
    kinds: ClassVar[tuple[str, ...]]
    """What it tells apart. Stands in stored findings and in the scorings: add, never change."""

    @abstractmethod
    def find(self, batch: Any, pairs: Pairs) -> Evidence:
        """Evidence about `batch` (a `countermark.batch.Batch`); from the second phase on about `pairs` only."""

    @classmethod
    @abstractmethod
    def examples(cls) -> Sequence[Example]:
        """Listings and what this signal must say of them; at least one for each kind, and innocent ones."""
