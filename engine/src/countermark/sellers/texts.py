"""Keys of whole texts: what differs only in case, accents, symbols and spaces has the same."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.sellers.keys import keys_of_bytes
from countermark.text.keys import U64, mix
from countermark.text.tokens import Tokens

_PLACE: Final = np.uint64(0x9E3779B97F4A7C15)
LEAST_WORDS: Final = (4, 8)
LEAST_BYTES: Final = (24, 48)
"""Words and bytes that a title and a description need to be somebody's: `iPhone case black` is
everybody's."""


class Texts(NamedTuple):
    """One entry for each title, then one for each description: its key, and whether it is long enough."""

    keys: U64
    long: NDArray[np.bool_]


def texts_of(tokens: Tokens) -> Texts:
    """The texts of the first two fields of `tokens`: title and description."""
    segments = 2 * tokens.rows
    ends = np.searchsorted(tokens.segments, np.arange(segments), side="right").astype(np.int64)
    begins = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    counts = ends - begins
    within = ends[-1] if segments else 0
    places = np.arange(within) - np.repeat(begins, counts)
    # The place of a word takes part, so that the same words in another order are another text.
    mixed = mix(tokens.words[:within] + places.astype(np.uint64) * _PLACE)
    keys = _sums(mixed, begins, counts)
    sizes = _sums(tokens.sizes[:within].astype(np.uint64), begins, counts).astype(np.int64)
    unspaced = tokens.unspaced[tokens.unspaced < segments]
    if len(unspaced):
        starts = tokens.offsets[unspaced].astype(np.int64)
        lengths = tokens.offsets[unspaced + 1] - starts
        keys[unspaced] = mix(keys[unspaced]) + keys_of_bytes(tokens.raw, starts, lengths)
        # Three bytes are a letter of such a script, and two letters about a word.
        sizes[unspaced], counts[unspaced] = lengths, np.maximum(counts[unspaced], lengths // 6)
    field = np.arange(segments) // max(tokens.rows, 1)
    long = (counts >= np.array(LEAST_WORDS)[field]) & (sizes >= np.array(LEAST_BYTES)[field])
    return Texts(keys, long)


def _sums(values: U64, begins: NDArray[np.int64], counts: NDArray[np.int64]) -> U64:
    """The sum of each run of values; numbers of 64 bits wrap round, which suits keys."""
    totals = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(values, dtype=np.uint64)])
    sums: U64 = totals[begins + counts] - totals[begins]
    return sums
