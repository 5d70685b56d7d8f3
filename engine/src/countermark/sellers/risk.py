"""What the facts of a seller's catalogue say together, from 0 to 1: an order, not a probability.

    risk = enough x (copied x (0.4 + 0.3 new + 0.3 spread) + (1 - copied) x 0.2 new x spread)

    enough   listings / (listings + 4): one listing shows little
    copied   how far `copied_share` lies above what is usual here, as a share of what is left to 1
    new      1 for a shop that opened today, falling to 0 for one of half a year
    spread   0 up to four registered brands, rising to 1 at twelve

No single fact makes a risk: a large retailer names hundreds of brands in its own words (0), a young shop with
its own words stays below 0.2, an old one that takes over its suppliers' texts at or below 0.4 unless it also
names many brands. New, many brands and others' texts together, the make of shops that are opened to be
closed, come near 1.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MICROSECONDS_A_DAY: Final = 86_400_000_000
UNDATED: Final = np.iinfo(np.int64).max
"""Stands for a time that is not known, in microseconds since 1970."""
REACH_DAYS: Final = 365
"""How far back the oldest listing must lie for youth to mean anything: on a marketplace that opened last
month, or in a catalogue that was moved last month, everybody is new."""
SOON_DAYS: Final = 180
FEW_BRANDS: Final = 4
MANY_BRANDS: Final = 12
FEW_LISTINGS: Final = 3
"""Listings that a seller needs for its shares to mean anything."""

Floats = NDArray[np.float64]
Times = NDArray[np.int64]


class Age(NamedTuple):
    """How many days before a day sellers listed first; NaN where that is not known, or says nothing."""

    days: Floats

    @classmethod
    def at(cls, microseconds: int, first_seen: Times, oldest: int) -> Age:
        """Ages at a moment, on a marketplace whose `oldest` seller was first seen then."""
        days = np.full(len(first_seen), np.nan)
        if oldest != UNDATED and microseconds - oldest >= REACH_DAYS * MICROSECONDS_A_DAY:
            dated = first_seen != UNDATED
            days[dated] = np.maximum(microseconds - first_seen[dated], 0) / MICROSECONDS_A_DAY
        return cls(days)

    def within(self, days: int) -> Floats:
        """1 for age 0, falling to 0 at `days`; 0 where the age is not known."""
        return np.nan_to_num(np.clip(1 - self.days / days, 0.0, 1.0))


def end_of(day: dt.date) -> int:
    """The last moment of a day, in microseconds since 1970."""
    return ((day - dt.date(1970, 1, 1)).days + 1) * MICROSECONDS_A_DAY - 1


def usual(copied: NDArray[np.float32], listings: Times) -> float:
    """The share of texts of others that three of four sellers stay below.

    Where offers share a product's page, its texts are everybody's, and copying says nothing.
    """
    shares = copied[listings >= FEW_LISTINGS]
    return float(np.quantile(shares, 0.75)) if len(shares) else 0.0


def unusual(copied: NDArray[np.float32], usually: float) -> Floats:
    """How far shares of copied texts lie above the usual one, from 0 to 1."""
    return np.clip((copied.astype(np.float64) - usually) / max(1 - usually, 0.01), 0.0, 1.0)


def spread(brands: NDArray[np.int32]) -> Floats:
    """How many brands a seller names, from 0 for few to 1 for many."""
    return np.clip((brands - FEW_BRANDS) / (MANY_BRANDS - FEW_BRANDS), 0.0, 1.0)


def risk(
    listings: Times, brands: NDArray[np.int32], copied: NDArray[np.float32], age: Age
) -> NDArray[np.float32]:
    """The risk of each seller, as told above."""
    enough = listings / (listings + 4)
    taken = unusual(copied, usual(copied, listings))
    new, wide = age.within(SOON_DAYS), spread(brands)
    found = enough * (taken * (0.4 + 0.3 * new + 0.3 * wide) + (1 - taken) * 0.2 * new * wide)
    return found.astype(np.float32)
