"""The pieces of a batch that a mark in disguise may hide in: single words, and words with no space between them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from countermark.text.keys import I64, U64, keys_of
from countermark.text.tokens import Tokens

SHORTEST: Final = 3
"""Bytes of a word that is looked at by itself."""
LONGEST: Final = 48
"""Bytes of a chunk that is looked at as a whole; longer ones are addresses and lists."""

_FRONT: Final = np.array([code in b"@$!|+#" for code in range(256)])
_BACK: Final = np.array([code in b"@$!|+" for code in range(256)])
_CHUNK: Final = np.uint64(0x5BD1E9955BD1E995)


class Pieces(NamedTuple):
    """Pieces of a batch: first and last word, first and last byte (excluded), and a key of how it is written."""

    firsts: I64
    lasts: I64
    starts: I64
    ends: I64
    keys: U64
    single: bool


def single_words(tokens: Tokens) -> Pieces:
    """Words long enough to hold a mark."""
    words = np.flatnonzero(tokens.lengths >= SHORTEST)
    starts = tokens.starts[words]
    return Pieces(words, words, starts, starts + tokens.lengths[words], tokens.written[words], single=True)


def chunks(tokens: Tokens) -> Pieces:
    """Runs of at least two words with no white space between them, and words beside a symbol read as a letter."""
    begins = np.flatnonzero(~tokens.glued)
    lasts = np.append(begins[1:], len(tokens)) - 1 if len(begins) else begins
    starts = tokens.starts[begins]
    ends = tokens.starts[lasts] + tokens.lengths[lasts]
    front = _FRONT[tokens.raw[np.maximum(starts - 1, 0)]] & (starts > tokens.offsets[tokens.segments[begins]])
    back = _BACK[tokens.raw[ends]] & (ends < tokens.offsets[tokens.segments[begins] + 1])
    keep = ((lasts > begins) | front | back) & (ends - starts <= LONGEST) & (ends - starts >= SHORTEST - 1)
    starts, ends = (starts - front)[keep], (ends + back)[keep]
    keys, _ = keys_of(tokens.small, starts, ends - starts)
    # What stands between is a symbol of one kind in `small`; the raw bytes tell which.
    symbols, _ = keys_of(tokens.raw, starts, ends - starts)
    return Pieces(begins[keep], lasts[keep], starts, ends, keys * _CHUNK ^ symbols, single=False)
