"""A scoring adds the weights of the evidence, in log-odds, and names a band.

Of several pieces of one signal about one pair of a listing and a brand the strongest counts in full, the strongest of
each further kind `FURTHER` of its weight, repeats nothing: saying a thing twice does not make it twice as true. What
is listed is what was counted, so the listed weights and the prior always add up to the score.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.evidence import Evidence, Pairs, Phase, Signal

FURTHER: Final = 0.25
"""Share of its weight that a further kind of evidence of the same signal counts with."""


@dataclass(frozen=True)
class Scoring:
    """Signals, the weight of each kind of evidence, the prior, and where the bands begin (all in log-odds)."""

    version: str
    signals: Sequence[Signal]
    weights: Mapping[str, Mapping[str, float]]
    prior: float
    bands: Mapping[str, float]

    def __post_init__(self) -> None:
        for signal in self.signals:
            missing = set(signal.kinds) - set(self.weights[signal.name])
            assert not missing, f"{signal.name}: no weight for {missing}"

    @property
    def least(self) -> float:
        """The sum at which a listing becomes a finding."""
        return min(self.bands.values())

    def band(self, total: float) -> str | None:
        """The band of a sum; None for a clear listing."""
        reached = [(begins, name) for name, begins in self.bands.items() if total >= begins]
        return max(reached)[1] if reached else None

    def of_phase(self, phase: Phase) -> list[Signal]:
        """The signals asked in a phase, in the order of the scoring."""
        return [signal for signal in self.signals if signal.phase is phase]

    def weigh(self, signal: Signal, evidence: Evidence, pairs: Pairs, brands: int) -> Weighed:
        """What `evidence` counts for each of `pairs`; evidence about other pairs is left out."""
        table = np.array([self.weights[signal.name][kind] for kind in signal.kinds], dtype=np.float64)
        worth = table[evidence.kinds] * evidence.strengths
        keys = evidence.rows.astype(np.int64) * brands + evidence.brands
        of_pairs = pairs.rows.astype(np.int64) * brands + pairs.brands
        places = np.minimum(np.searchsorted(of_pairs, keys), max(len(pairs) - 1, 0))
        inside = np.flatnonzero(of_pairs[places] == keys) if len(pairs) else np.empty(0, dtype=np.int64)
        entries, shares = _counted(places[inside], evidence.kinds[inside], worth[inside])
        entries = inside[entries]
        return Weighed(signal, evidence, places[entries], entries, worth[entries] * shares)


class Weighed(NamedTuple):
    """What a signal's evidence counts: pair, entry of the evidence, and weight, one a piece that counts."""

    signal: Signal
    evidence: Evidence
    pairs: NDArray[np.int64]
    entries: NDArray[np.int64]
    weights: NDArray[np.float64]


def _counted(
    pairs: NDArray[np.int64], kinds: NDArray[np.int16], worth: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which pieces count, and with which share of their weight."""
    order = np.lexsort((np.arange(len(pairs)), -np.abs(worth), kinds, pairs))
    first_of_kind = _firsts(pairs[order], kinds[order])
    best = order[first_of_kind]
    order = best[np.lexsort((kinds[best], -np.abs(worth[best]), pairs[best]))]
    first_of_pair = _firsts(pairs[order])
    shares = np.where(first_of_pair, 1.0, FURTHER)
    return order, shares


def _firsts(*columns: NDArray[np.int64] | NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where any of the columns, sorted together, begins a new value."""
    out = np.ones(len(columns[0]), dtype=np.bool_)
    if len(out):
        out[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return out


def probability(log_odds: float) -> float:
    """A sum of log-odds as a number from 0 to 1."""
    return 1.0 / (1.0 + math.exp(-log_odds))
