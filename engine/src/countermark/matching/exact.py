"""Terms written plainly: the folded words of a text are the folded words of a term, on the borders of words."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.sieve import EXACT, PREFIX
from countermark.matching.vocabulary import Vocabulary
from countermark.text.keys import I64, U64, kernels
from countermark.text.tokens import Tokens

I32 = NDArray[np.int32]
_EXPECTED: Final = 4
"""Words to a run that may be a term: more runs than that are counted first."""


class Runs(NamedTuple):
    """Runs of words that are terms: first word, number of words, term."""

    firsts: I64
    sizes: I64
    terms: I32


def find(tokens: Tokens, vocabulary: Vocabulary) -> Runs:
    """Every term in `tokens`, in the order of the text; terms within terms included."""
    firsts, sizes, keys = _likely(tokens, vocabulary.plain_sieve.table, len(tokens) // _EXPECTED + 1)
    which, terms = vocabulary.find("exact", keys)
    found = Runs(firsts[which], sizes[which], terms)
    # One segment tells its terms in the order of the keys that it is asked.
    return found if len(vocabulary.segments) == 1 else in_order([found])


def _likely(tokens: Tokens, sieve: NDArray[np.uint8], expected: int) -> tuple[I64, I64, U64]:
    """Runs of words that may be terms: first word, number of words, phrase key."""
    firsts, sizes = np.empty(expected, dtype=np.int64), np.empty(expected, dtype=np.int64)
    keys = np.empty(expected, dtype=np.uint64)
    count = kernels().runs(tokens.words, tokens.segments, sieve, EXACT, PREFIX, firsts, sizes, keys)
    if count > expected:
        return _likely(tokens, sieve, count)
    return firsts[:count], sizes[:count], keys[:count]


def in_order(several: list[Runs]) -> Runs:
    """All runs of `several`, by first word, then length, then term."""
    none = Runs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))
    firsts, sizes, terms = (np.concatenate(columns) for columns in zip(none, *several, strict=True))
    order = np.lexsort((terms, sizes, firsts))
    return Runs(firsts[order], sizes[order], terms[order])
