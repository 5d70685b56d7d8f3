"""Many ranges of positions at once."""

from __future__ import annotations

import numpy as np

from countermark.text.keys import I64


def positions(lows: I64, highs: I64) -> tuple[I64, I64]:
    """(number of the range, position) for every position from each low up to, not including, each high."""
    counts = highs - lows
    which = np.repeat(np.arange(len(lows)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts - lows, counts)
