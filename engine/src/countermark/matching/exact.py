"""Terms written plainly: the folded words of a text are the folded words of a term, on the borders of words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.sieve import EXACT, PREFIX
from countermark.matching.vocabulary import Vocabulary
from countermark.text.keys import I64, U64, phrase
from countermark.text.tokens import Tokens

I32 = NDArray[np.int32]


class Runs(NamedTuple):
    """Runs of words that are terms: first word, number of words, term."""

    firsts: I64
    sizes: I64
    terms: I32


def find(tokens: Tokens, vocabulary: Vocabulary) -> Runs:
    """Every term in `tokens`, in the order of the text; terms within terms included."""
    flags = vocabulary.plain_sieve.test(tokens.words)
    found: list[Runs] = []
    here = np.flatnonzero(flags & (EXACT | PREFIX))
    keys, flags, size = tokens.words[here], flags[here], 1
    while len(here):
        complete = np.flatnonzero(flags & EXACT)
        which, terms = vocabulary.find("exact", keys[complete])
        found.append(Runs(here[complete[which]], np.full(len(which), size, dtype=np.int64), terms))
        here, keys, flags = _grow(tokens, vocabulary, here, keys, flags, size)
        size += 1
    return in_order(found)


def in_order(several: list[Runs]) -> Runs:
    """All runs of `several`, by first word, then length, then term."""
    none = Runs(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))
    firsts, sizes, terms = (np.concatenate(columns) for columns in zip(none, *several, strict=True))
    order = np.lexsort((terms, sizes, firsts))
    return Runs(firsts[order], sizes[order], terms[order])


def _grow(
    tokens: Tokens, vocabulary: Vocabulary, here: I64, keys: U64, flags: NDArray[np.uint8], size: int
) -> tuple[I64, U64, NDArray[np.uint8]]:
    """Those of the word runs `here`, of `size` words, that begin a longer term, grown by one word."""
    begins = ((flags & PREFIX) > 0) & (here + size < len(tokens))
    here, keys = here[begins], keys[begins]
    if len(here):
        sure = vocabulary.has("prefix", keys)
        here, keys = here[sure], keys[sure]
        same_text = tokens.segments[here] == tokens.segments[here + size]
        here, keys = here[same_text], keys[same_text]
    keys = phrase(keys, tokens.words[here + size]) if len(here) else keys
    flags = vocabulary.plain_sieve.test(keys)
    more = (flags & (EXACT | PREFIX)) > 0
    return here[more], keys[more], flags[more]
