"""The pieces of a batch that a mark in disguise may hide in: single words, and words with no space between them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np

from countermark.text.chars import UNSPACED_RANGES, Kind, fancy_letters, kind
from countermark.text.fold import natural
from countermark.text.keys import FIRST_BYTES, I64, U64, whole_keys, windows
from countermark.text.tokens import Tokens

SHORTEST: Final = 3
"""Bytes of a word that is looked at by itself."""
LONGEST: Final = 48
"""Bytes of a chunk that is looked at as a whole; longer ones are addresses and lists. Letters beyond ASCII have up to
four bytes each: a word with such letters may be four times as long."""

MOST_EDGE: Final = 24
"""Bytes of symbols in front of a chunk and behind it that may be letters of it."""
_FRONT: Final = np.array([code >= 128 or code in rb"@$!|+#([{<&^/\)]}>*?" for code in range(256)])
_BACK: Final = np.array([code >= 128 or code in rb"@$!|+#([{<^/\]}*?" for code in range(256)])
_WRAP: Final = np.array([code in b"(" for code in range(256)])
_EXACT: Final = np.uint64(0x2545F4914F6CDD1D)
_CHUNK: Final = np.uint64(0x5BD1E9955BD1E995)
_SPACED: Final = np.uint64(0x9FB21C651E98DF25)
_SPACE, _SYMBOL, _UNSPACED = 32, 1, 2


class Pieces(NamedTuple):
    """Pieces of a batch: first and last word, first and last byte (excluded), and a key of how it is written."""

    firsts: I64
    lasts: I64
    starts: I64
    ends: I64
    keys: U64
    single: bool


def single_words(tokens: Tokens) -> Pieces:
    """Every word; `hiding_place` tells which are fit to hold a mark.

    The same key is the same word but for capitals; where these say something, it is the same in every byte.
    """
    keys, words = tokens.written, np.arange(len(tokens))
    camel = _camel(tokens)
    if len(camel):
        keys = keys.copy()
        keys[camel] = whole_keys(tokens.raw, tokens.starts[camel], tokens.lengths[camel]) ^ _EXACT
    return Pieces(words, words, tokens.starts, tokens.starts + tokens.lengths, keys, single=True)


def _camel(tokens: Tokens) -> I64:
    """Words in which a capital stands behind a small letter."""
    capital = (tokens.raw - np.uint8(ord("A"))) < 26
    behind_small = capital[1:] & ((tokens.raw[:-1] - np.uint8(ord("a"))) < 26)
    places = np.flatnonzero(behind_small)
    words: I64 = np.searchsorted(tokens.starts, places, side="right") - 1
    # One text may end with a small letter and the next begin with a capital.
    words = words[tokens.starts[words] + tokens.lengths[words] > places + 1]
    return words[np.diff(words, prepend=-1) > 0]


def hiding_place(tokens: Tokens, words: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `words` are long enough to hold a mark, not too long, and no mere numbers."""
    longest = np.where(tokens.is_odd[words], 4 * LONGEST, LONGEST)
    fit: np.ndarray[tuple[int], np.dtype[np.bool_]]
    fit = (tokens.lengths[words] >= SHORTEST) & (tokens.lengths[words] <= longest)
    fit &= ~_numbers(tokens, words)
    return fit


_ZEROS: Final = np.uint64(0x3030303030303030)
_OVER_NINE: Final = np.uint64(0x7676767676767676)
_TOP_BITS: Final = np.uint64(0x8080808080808080)


def _numbers(tokens: Tokens, words: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `words` are up to eight digits and nothing else, eight bytes at a time."""
    lengths = np.minimum(tokens.lengths[words], 8)
    read = windows(tokens.small)[tokens.starts[words]] ^ _ZEROS
    # Bytes behind the word count as the digit 0; a byte over nine carries into its top bit.
    read &= FIRST_BYTES[lengths]
    digits: np.ndarray[tuple[int], np.dtype[np.bool_]]
    digits = ((read & _TOP_BITS) | ((read & ~_TOP_BITS) + _OVER_NINE & _TOP_BITS)) == 0
    digits &= tokens.lengths[words] <= 8
    return digits


def chunks(tokens: Tokens) -> Pieces:
    """Runs of at least two words with no white space between them, and words beside a symbol read as a letter."""
    marks = np.flatnonzero((tokens.small == _SYMBOL) | (tokens.small == _UNSPACED))
    glued = _glued(tokens, marks)
    new = np.diff(glued, prepend=-2) != 1
    last = np.append(new[1:], True) if len(glued) else new
    beside = _beside_letters(tokens, marks[tokens.small[marks] == _SYMBOL])
    alone = beside[~(_among(glued, beside) | _among(glued, beside + 1))]
    firsts, lasts = np.concatenate([glued[new] - 1, alone]), np.concatenate([glued[last], alone])
    order = np.argsort(firsts, kind="stable")
    firsts, lasts = firsts[order], lasts[order]
    starts, ends = tokens.starts[firsts], tokens.starts[lasts] + tokens.lengths[lasts]
    keep = ends - starts <= 4 * LONGEST
    # A word in brackets is a word in brackets.
    keep &= (lasts > firsts) | ~_WRAP[tokens.raw[np.maximum(starts - 1, 0)]] | (tokens.raw[ends] != ord(")"))
    firsts, lasts, starts, ends = firsts[keep], lasts[keep], starts[keep], ends[keep]
    segments = tokens.segments[firsts]
    starts, ends = _to_white_space(
        tokens, starts, ends, tokens.offsets[segments], tokens.offsets[segments + 1]
    )
    odd = np.searchsorted(tokens.odd, lasts, side="right") > np.searchsorted(tokens.odd, firsts)
    here = np.flatnonzero((ends - starts <= LONGEST) | odd)
    firsts, lasts, starts, ends = firsts[here], lasts[here], starts[here], ends[here]
    keys = whole_keys(tokens.raw, starts, ends - starts)
    return Pieces(firsts, lasts, starts, ends, keys ^ _CHUNK, single=False)


def _glued(tokens: Tokens, marks: I64) -> I64:
    """Words between which and the one before no white space stands; `marks`: bytes that are neither.

    Only the two ends of what stands between are looked at: " - " is a space, "-" is none.
    """
    words = _beginning(tokens, marks + 1)
    words = words[words > 0]
    ends = tokens.starts[words - 1] + tokens.lengths[words - 1]
    same_text = tokens.segments[words] == tokens.segments[words - 1]
    glued: I64 = words[(tokens.small[ends] != _SPACE) & same_text]
    return glued


def _beside_letters(tokens: Tokens, symbols: I64) -> I64:
    """Words directly before or behind which, in the same text, a symbol stands that may be a letter of theirs."""
    behind = _beginning(tokens, symbols[_FRONT[tokens.raw[symbols]]] + 1)
    behind = behind[tokens.starts[behind] > tokens.offsets[tokens.segments[behind]]]
    ends = symbols[_BACK[tokens.raw[symbols]]]
    before = np.maximum(np.searchsorted(tokens.starts, ends) - 1, 0)
    if not len(tokens):
        return np.empty(0, dtype=np.int64)
    here = (tokens.starts[before] + tokens.lengths[before] == ends) & (
        ends < tokens.offsets[tokens.segments[before] + 1]
    )
    beside: I64 = np.union1d(behind, before[here])
    return beside


def _beginning(tokens: Tokens, places: I64) -> I64:
    """The words that begin at some of `places`."""
    if not len(tokens):
        return np.empty(0, dtype=np.int64)
    words = np.minimum(np.searchsorted(tokens.starts, places), len(tokens) - 1)
    there: I64 = words[tokens.starts[words] == places]
    return there


def _among(some: I64, words: I64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of `words` are among `some`, which are sorted."""
    if not len(some):
        return np.zeros(len(words), dtype=np.bool_)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]]
    found = some[np.minimum(np.searchsorted(some, words), len(some) - 1)] == words
    return found


def _to_white_space(tokens: Tokens, starts: I64, ends: I64, low: I64, high: I64) -> tuple[I64, I64]:
    """The places grown by the symbols around them, up to `MOST_EDGE` bytes."""
    for _ in range(MOST_EDGE):
        before = (starts > low) & (tokens.small[np.maximum(starts - 1, 0)] == _SYMBOL)
        behind = (ends < high) & (tokens.small[ends] == _SYMBOL)
        if not (before.any() or behind.any()):
            break
        starts, ends = starts - before, ends + behind
    # A character of several bytes is taken whole or not at all.
    cut = (tokens.raw[starts] & 0xC0) == 0x80
    while cut.any():
        starts = starts + cut
        cut = (tokens.raw[starts] & 0xC0) == 0x80
    cut = (ends < high) & ((tokens.raw[ends] & 0xC0) == 0x80)
    while cut.any():
        ends = ends - cut
        cut = (ends < high) & ((tokens.raw[ends] & 0xC0) == 0x80)
    return starts, ends


_RANGES: Final = "".join(f"{chr(low)}-{chr(high)}" for low, high in UNSPACED_RANGES)
_READABLE: Final = "".join(char for char in sorted(fancy_letters()) if kind(char) is Kind.UNSPACED)
_FANCIED: Final = re.compile(rf"(?<!\S)(?:[{_READABLE}]|[^\s{_RANGES}])+(?!\S)")
"""A word of letters of unspaced scripts that are read as Latin ones, and of others."""
_FANCY: Final = re.compile(f"[{_READABLE}]")


def fancied(tokens: Tokens) -> Pieces:
    """Words in letters of unspaced scripts each of which passes for a Latin one, with such words beside them."""
    found: list[tuple[int, int]] = []
    for segment in tokens.unspaced.tolist():
        text, at = tokens.text(segment), int(tokens.offsets[segment])
        several: list[tuple[int, int]] = []
        for match in _FANCIED.finditer(text):
            if _FANCY.search(match[0]) or not natural(match[0]):
                if several and match.start() - several[-1][1] <= 1:
                    several[-1] = (several[-1][0], match.end())
                else:
                    several.append((match.start(), match.end()))
        for start, end in several:
            if _FANCY.search(text, start, end) and SHORTEST < end - start <= LONGEST:
                found.append((at + len(text[:start].encode()), at + len(text[:end].encode())))
    starts, ends = (np.array([pair[n] for pair in found], dtype=np.int64) for n in (0, 1))
    highest = max(len(tokens) - 1, 0)
    firsts = np.minimum(np.searchsorted(tokens.starts, starts), highest)
    lasts = np.minimum(np.maximum(np.searchsorted(tokens.starts, ends) - 1, firsts), highest)
    keys = whole_keys(tokens.raw, starts, ends - starts)
    return Pieces(firsts, lasts, starts, ends, keys ^ _SPACED, single=False)


LEAST_SPACED: Final = 4
"""Letters that stand each by itself where a mark may be spaced."""
MOST_BETWEEN: Final = 32
"""Bytes between two spaced letters."""
MOST_SPACED: Final = 256
"""Bytes of a mark that is spaced."""


_WIDTH: Final = np.array([1] * 0xC0 + [2] * 0x20 + [3] * 0x10 + [4] * 0x10)
"""Bytes of a character, by its first one."""
_ON_A_LETTER: Final = np.array([code in {0xCC, 0xCD, 0xE2, 0xEF} for code in range(256)])
"""First bytes of accents and of what is invisible: behind a letter, they are none themselves."""


def _letters(tokens: Tokens) -> I64:
    """Words of one letter, maybe with an accent or something invisible behind it."""
    single = tokens.lengths == 1
    odd = tokens.odd[tokens.lengths[tokens.odd] <= 4]
    behind = tokens.starts[odd] + _WIDTH[tokens.raw[tokens.starts[odd]]]
    single[odd] = (behind == tokens.starts[odd] + tokens.lengths[odd]) | _ON_A_LETTER[tokens.raw[behind]]
    return np.flatnonzero(single)


def spaced_letters(tokens: Tokens) -> Pieces:
    """Runs of single letters with white space between some: `n o r r v i k`, with a word on each side."""
    short = _letters(tokens)
    several = short[LEAST_SPACED - 1 :] - short[: -LEAST_SPACED + 1] == LEAST_SPACED - 1
    several &= tokens.segments[short[LEAST_SPACED - 1 :]] == tokens.segments[short[: -LEAST_SPACED + 1]]
    if not several.any():
        none = np.empty(0, dtype=np.int64)
        return Pieces(none, none, none, none, none.astype(np.uint64), single=False)
    new = np.diff(short, prepend=-2) != 1
    new[1:] |= tokens.segments[short[1:]] != tokens.segments[short[:-1]]
    ends_here = np.flatnonzero(np.append(new[1:], True))
    firsts, lasts = short[new], short[ends_here]
    long = np.flatnonzero(lasts - firsts >= LEAST_SPACED - 1)
    firsts, lasts = firsts[long], lasts[long]
    segments = tokens.segments[firsts]
    before, behind = np.maximum(firsts - 1, 0), np.minimum(lasts + 1, len(tokens) - 1)
    firsts = np.where(
        (tokens.segments[before] == segments) & (tokens.lengths[before] <= LONGEST), before, firsts
    )
    lasts = np.where(
        (tokens.segments[behind] == segments) & (tokens.lengths[behind] <= LONGEST), behind, lasts
    )
    starts, ends = tokens.starts[firsts], tokens.starts[lasts] + tokens.lengths[lasts]
    starts, ends = _to_white_space(
        tokens, starts, ends, tokens.offsets[segments], tokens.offsets[segments + 1]
    )
    good = np.flatnonzero(ends - starts <= MOST_SPACED)
    keys = whole_keys(tokens.raw, starts[good], (ends - starts)[good])
    return Pieces(firsts[good], lasts[good], starts[good], ends[good], keys ^ _SPACED, single=False)
