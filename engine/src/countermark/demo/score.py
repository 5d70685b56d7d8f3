"""Findings against the truth of a simulated market: precision, recall and what was wrongly hit. Pure.

A listing counts as hit at a band if it has a finding of that band or a higher one. An infringing listing is
found only if the finding names the brand that it infringes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from countermark.errors import UnusableInput
from countermark.tables import BANDS

PREVALENCES: Final = (0.001, 0.01, 0.05)
"""Shares of fakes at which precision is restated: the simulated market has more of them than most."""

_Z: Final = 1.96
_BETWEEN: Final = "\x1f"
"""Stands in no id: a unit separator."""

Flags = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; nothing of nothing is no number."""
        return self.hits / self.of if self.of else math.nan

    @property
    def bounds(self) -> tuple[float, float]:
        """Where the true share lies with 95 % confidence (Wilson), also when nothing was hit."""
        if not self.of:
            return 0.0, 1.0
        middle = self.value + _Z**2 / (2 * self.of)
        spread = _Z * math.sqrt(self.value * (1 - self.value) / self.of + _Z**2 / (4 * self.of**2))
        return max(0.0, (middle - spread) / (1 + _Z**2 / self.of)), min(
            1.0, (middle + spread) / (1 + _Z**2 / self.of)
        )


@dataclass(frozen=True, slots=True)
class BandScore:
    """What came of taking every finding of this band or a higher one seriously.

    `precision`: of the listings hit, those that infringe and were hit for the right brand; `recall`: of the
    infringing listings, those found; `false_hits`: of the lawful listings, those hit.
    """

    band: str
    precision: Share
    recall: Share
    false_hits: Share
    wrong_brand: Share

    def precision_at(self, prevalence: float) -> tuple[float, float]:
        """The precision to expect where this share of listings infringes, and at worst (95 %)."""
        found, wrong = prevalence * self.recall.value, prevalence * self.wrong_brand.value
        rates = (self.false_hits.value, self.false_hits.bounds[1])
        usual, worst = (_ratio(found, found + wrong + (1 - prevalence) * rate) for rate in rates)
        return usual, worst


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Of the listings of a kind or a disguise, those hit, at each band in the order of BANDS."""

    name: str
    hits: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What findings are worth against the truth of a simulated market. Bands from low to high."""

    listings: int
    infringing: int
    bands: tuple[BandScore, ...]
    kinds: tuple[GroupScore, ...]  # infringing kinds: what was found
    disguises: tuple[GroupScore, ...]
    false_hits: tuple[GroupScore, ...]  # lawful kinds: what was wrongly hit

    @property
    def prevalence(self) -> float:
        """The simulated share of infringing listings."""
        return _ratio(self.infringing, self.listings)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def score(truth: pa.Table, findings: pa.Table) -> Score:
    """Compare findings (`tables.FINDING`) with the truth (`truth.TRUTH`) of the same market."""
    right, wrong = _levels(truth, findings)
    infringing = truth.column("infringing").to_numpy(zero_copy_only=False)
    hit = np.maximum(right, wrong)
    return Score(
        listings=truth.num_rows,
        infringing=int(infringing.sum()),
        bands=tuple(_band(level, infringing, right, wrong) for level in range(1, len(BANDS) + 1)),
        kinds=_groups(_one(truth, "kind"), infringing, right),
        disguises=_groups(_one(truth, "disguise"), infringing, right),
        false_hits=_groups(_one(truth, "kind"), ~infringing, hit),
    )


def _levels(truth: pa.Table, findings: pa.Table) -> tuple[Levels, Levels]:
    """The highest band (1 low … 3 high, 0 none) for the brand of the truth, and for any other brand."""
    keys, asked = _keys(truth), _keys(findings)
    rows: Any = pc.index_in(asked, value_set=keys)
    if rows.null_count:
        stray = str(asked.filter(rows.is_null())[0]).replace(_BETWEEN, "/")
        raise UnusableInput(
            f"{rows.null_count} findings are about listings unknown to the truth, the first about {stray}",
            mend="score the findings of this very market",
        )
    bands: Any = pc.index_in(_one(findings, "band"), value_set=pa.array(BANDS))
    if bands.null_count:
        raise UnusableInput("a finding has an unknown band", mend=f"a band is one of {', '.join(BANDS)}")
    places, values = rows.to_numpy(zero_copy_only=False), bands.to_numpy(zero_copy_only=False) + 1
    named = _one(truth, "brand_id").take(rows)
    same: Any = pc.equal(_one(findings, "brand_id"), named)
    agrees = same.fill_null(fill_value=False).to_numpy(zero_copy_only=False)
    right, wrong = np.zeros(truth.num_rows, dtype=np.int64), np.zeros(truth.num_rows, dtype=np.int64)
    np.maximum.at(right, places[agrees], values[agrees])
    np.maximum.at(wrong, places[~agrees], values[~agrees])
    return right, wrong


def _one(table: pa.Table, name: str) -> Any:
    return table.column(name).combine_chunks()


def _keys(table: pa.Table) -> Any:
    join: Any = pc.binary_join_element_wise
    return join(_one(table, "marketplace"), _one(table, "listing_id"), _BETWEEN)


def _band(level: int, infringing: Flags, right: Levels, wrong: Levels) -> BandScore:
    found = infringing & (right >= level)
    hit = (right >= level) | (wrong >= level)
    lawful, fake = int((~infringing).sum()), int(infringing.sum())
    return BandScore(
        band=BANDS[level - 1],
        precision=Share(int(found.sum()), int(hit.sum())),
        recall=Share(int(found.sum()), fake),
        false_hits=Share(int((hit & ~infringing).sum()), lawful),
        wrong_brand=Share(int((hit & infringing & ~found).sum()), fake),
    )


def _groups(column: Any, among: Flags, levels: Levels) -> tuple[GroupScore, ...]:
    encoded = column.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    groups = []
    for code, name in enumerate(encoded.dictionary.to_pylist()):
        own = among & (codes == code)
        if own.any():
            hits = (int((own & (levels >= level)).sum()) for level in range(1, len(BANDS) + 1))
            groups.append(GroupScore(str(name), tuple(Share(count, int(own.sum())) for count in hits)))
    return tuple(sorted(groups, key=lambda group: group.name))
