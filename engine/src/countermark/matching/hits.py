"""Where terms stand in a batch: one row a hit, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.ways import Way
from countermark.text.tokens import Tokens

WAYS: Final = tuple(Way)
"""The order in which ways are numbered in `Hits.ways`."""
PLAINLY: Final = -1
"""Stands in `Hits.ways` for a term written plainly."""


class Disguise(NamedTuple):
    """One term in disguise: the words it reaches over, and the bytes of the batch where it stands."""

    first: int
    last: int
    start: int
    end: int
    term: int
    way: Way
    strength: float


@dataclass(frozen=True)
class Hits:
    """Terms found in a batch, by segment and place.

    `starts` and `ends` are bytes of `Tokens.raw`; `strengths` 0..1; `ways` index into `WAYS` or `PLAINLY`.
    """

    segments: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    terms: NDArray[np.int32]
    ways: NDArray[np.int8]
    strengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.terms)

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Hits:
        """Those of `which` (indices or a mask)."""
        return Hits(
            self.segments[which],
            self.starts[which],
            self.ends[which],
            self.terms[which],
            self.ways[which],
            self.strengths[which],
        )

    def place(self, tokens: Tokens, hit: int) -> tuple[int, int]:
        """From where to where the hit stands in its text, in code points."""
        begin = int(tokens.offsets[self.segments[hit]])
        start, end = int(self.starts[hit]), int(self.ends[hit])
        before = len(tokens.raw[begin:start].tobytes().decode())
        return before, before + len(tokens.raw[start:end].tobytes().decode())


def of_disguises(tokens: Tokens, found: Sequence[Disguise]) -> Hits:
    """The hits of `found`."""
    number = {way: index for index, way in enumerate(WAYS)}
    starts = np.array([hit.start for hit in found], dtype=np.int64)
    return Hits(
        (np.searchsorted(tokens.offsets, starts, side="right") - 1).astype(np.int32),
        starts,
        np.array([hit.end for hit in found], dtype=np.int64),
        np.array([hit.term for hit in found], dtype=np.int32),
        np.array([number[hit.way] for hit in found], dtype=np.int8),
        np.array([hit.strength for hit in found], dtype=np.float32),
    )


def together(several: Sequence[Hits]) -> Hits:
    """All hits of `several`, in the order of the text."""
    columns = [
        np.concatenate([getattr(hits, name) for hits in several])
        for name in ("segments", "starts", "ends", "terms", "ways", "strengths")
    ]
    order = np.lexsort((columns[3], -columns[2], columns[1]))
    return Hits(*(column[order] for column in columns))
