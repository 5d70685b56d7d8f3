"""The pieces of a batch that a mark in disguise may hide in: single words, and words with no space between them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from countermark.text.keys import FIRST_BYTES, I64, U64, keys_of, whole_keys, windows
from countermark.text.tokens import Tokens

SHORTEST: Final = 3
"""Bytes of a word that is looked at by itself."""
LONGEST: Final = 48
"""Bytes of a chunk that is looked at as a whole; longer ones are addresses and lists. Letters beyond ASCII have up to
four bytes each: a word with such letters may be four times as long."""

MOST_EDGE: Final = 3
"""Symbols in front of a chunk and behind it that may be letters of it."""
_FRONT: Final = np.array([code in b"@$!|+#([{<&^" for code in range(256)])
_BACK: Final = np.array([code in b"@$!|+#([{<^" for code in range(256)])
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
    """Words long enough to hold a mark that are no mere numbers."""
    longest = np.full(len(tokens), LONGEST)
    longest[tokens.odd] = 4 * LONGEST
    words = np.flatnonzero((tokens.lengths >= SHORTEST) & (tokens.lengths <= longest))
    words = words[~_numbers(tokens, words)]
    starts, lengths, keys = tokens.starts[words], tokens.lengths[words], tokens.written[words]
    # Turned upside down, capitals are other letters than small ones; and here every byte of a long word counts.
    odd = np.flatnonzero(longest[words] > LONGEST)
    keys[odd] = whole_keys(tokens.raw, starts[odd], lengths[odd])
    return Pieces(words, words, starts, starts + lengths, keys, single=True)


_ZEROS: Final = np.uint64(0x3030303030303030)
_OVER_NINE: Final = np.uint64(0x7676767676767676)
_TOP_BITS: Final = np.uint64(0x8080808080808080)


def _numbers(tokens: Tokens, words: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `words` are up to eight digits and nothing else, eight bytes at a time."""
    lengths = np.minimum(tokens.lengths[words], 8)
    read = windows(tokens.small)[tokens.starts[words]] ^ _ZEROS
    # Bytes behind the word count as the digit 0; a byte over nine carries into its top bit.
    read &= FIRST_BYTES[lengths]
    digits = ((read & _TOP_BITS) | ((read & ~_TOP_BITS) + _OVER_NINE & _TOP_BITS)) == 0
    return digits & (tokens.lengths[words] <= 8)


def chunks(tokens: Tokens) -> Pieces:
    """Runs of at least two words with no white space between them, and words beside a symbol read as a letter."""
    begins = np.flatnonzero(~tokens.glued)
    lasts = np.append(begins[1:], len(tokens)) - 1 if len(begins) else begins
    starts = tokens.starts[begins]
    ends = tokens.starts[lasts] + tokens.lengths[lasts]
    front = _FRONT[tokens.raw[np.maximum(starts - 1, 0)]] & (starts > tokens.offsets[tokens.segments[begins]])
    back = _BACK[tokens.raw[ends]] & (ends < tokens.offsets[tokens.segments[begins] + 1])
    keep = ((lasts > begins) | front | back) & (ends - starts <= LONGEST) & (ends - starts >= SHORTEST - 1)
    starts, ends = starts[keep], ends[keep]
    for _ in range(MOST_EDGE):
        first = tokens.offsets[tokens.segments[begins[keep]]]
        last = tokens.offsets[tokens.segments[begins[keep]] + 1]
        starts = starts - (_FRONT[tokens.raw[np.maximum(starts - 1, 0)]] & (starts > first))
        ends = ends + (_BACK[tokens.raw[ends]] & (ends < last))
    keys, _ = keys_of(tokens.small, starts, ends - starts)
    # What stands between is a symbol of one kind in `small`; the raw bytes tell which.
    symbols, _ = keys_of(tokens.raw, starts, ends - starts)
    return Pieces(begins[keep], lasts[keep], starts, ends, keys * _CHUNK ^ symbols, single=False)
