"""Marks broken up by spaces or symbols: `nor rvik`, `N o r r v i k`, `nor-rvik`."""

from __future__ import annotations

from typing import Final

import numpy as np

from countermark.matching.exact import Runs
from countermark.matching.hits import Disguise
from countermark.matching.sieve import LETTERS
from countermark.matching.spelling import read
from countermark.matching.terms import DROPPED
from countermark.matching.verdicts import LEAST_STRENGTH, Judge, in_parts
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import Way
from countermark.text.fold import fold
from countermark.text.keys import I64, U64, joined
from countermark.text.tokens import Tokens

MOST_PARTS: Final = 3
"""Parts of a split mark that may have any length; more parts are looked for among short words only."""
SHORT: Final = 2
"""Letters of a word that may be one of many parts."""
MOST_SHORT: Final = 16
"""Short words in a row that are put together."""
LEAST: Final = 4
"""Letters that a mark needs to be recognised in parts."""


def find_joined(tokens: Tokens, vocabulary: Vocabulary, judge: Judge) -> list[Disguise]:
    """Terms whose letters are several words of a text put together."""
    found: list[Disguise] = []
    for runs in (*_neighbours(tokens, vocabulary), *_short_words(tokens, vocabulary)):
        for first, size, term in zip(runs.firsts.tolist(), runs.sizes.tolist(), runs.terms.tolist(), strict=True):
            disguise = _disguise(tokens, vocabulary, judge, first, first + size - 1, term)
            if disguise is not None:
                found.append(disguise)
    return found


def _neighbours(tokens: Tokens, vocabulary: Vocabulary) -> list[Runs]:
    """Two and three neighbouring words put together."""
    out = []
    strings, sizes = tokens.strings, tokens.sizes
    for more in range(1, MOST_PARTS):
        count = len(tokens) - more
        if count <= 0:
            break
        strings = joined(strings[:count], sizes[:count], tokens.strings[more:])
        sizes = sizes[:count] + tokens.sizes[more:]
        out.append(_looked_up(tokens, vocabulary, np.arange(count), more + 1, strings))
    return out


def _short_words(tokens: Tokens, vocabulary: Vocabulary) -> list[Runs]:
    """Four and more neighbouring words of one or two letters put together."""
    short = tokens.sizes <= SHORT
    reach = len(tokens) - MOST_PARTS
    if reach <= 0:
        return []
    starts = np.flatnonzero(short[:reach] & short[1 : reach + 1] & short[2 : reach + 2] & short[3 : reach + 3])
    out = []
    strings, sizes = tokens.strings[starts], tokens.sizes[starts]
    for more in range(1, MOST_SHORT):
        going_on = (starts + more < len(tokens)) & short[np.minimum(starts + more, len(tokens) - 1)]
        starts, strings, sizes = starts[going_on], strings[going_on], sizes[going_on]
        if not len(starts):
            break
        strings = joined(strings, sizes, tokens.strings[starts + more])
        sizes = sizes + tokens.sizes[starts + more]
        if more >= MOST_PARTS:
            out.append(_looked_up(tokens, vocabulary, starts, more + 1, strings))
    return out


def _looked_up(tokens: Tokens, vocabulary: Vocabulary, firsts: I64, size: int, strings: U64) -> Runs:
    maybe = np.flatnonzero(vocabulary.sieve.test(strings) & LETTERS)
    which, terms = vocabulary.find("letters", strings[maybe])
    firsts = firsts[maybe[which]]
    same_text = tokens.segments[firsts] == tokens.segments[firsts + size - 1]
    firsts, terms = firsts[same_text], terms[same_text]
    return Runs(firsts, np.full(len(firsts), size, dtype=np.int64), terms)


def _disguise(
    tokens: Tokens, vocabulary: Vocabulary, judge: Judge, first: int, last: int, term: int
) -> Disguise | None:
    text = vocabulary.text(term)
    words = [tokens.between(n, n) for n in range(first, last + 1)]
    if len(text.letters) < LEAST or fold(" ".join(words)) == text.folded:
        return None  # too short, or written plainly
    if _after_apostrophe(tokens, first):
        return None  # the s of a genitive
    piece = tokens.between(first, last)
    if fold(piece.translate(DROPPED)) == text.folded or read(piece, text.letters) is None:
        return None
    strength = in_parts(judge.known, [fold(word) for word in words], text.letters)
    if strength < LEAST_STRENGTH:
        return None
    start, end = int(tokens.starts[first]), int(tokens.starts[last] + tokens.lengths[last])
    return Disguise(first, last, start, end, term, _way(piece, words), strength)


def _after_apostrophe(tokens: Tokens, word: int) -> bool:
    """Whether the word stands directly behind an apostrophe."""
    start = int(tokens.starts[word])
    before = tokens.raw[max(start - 3, 0) : start].tobytes()
    return before.endswith((b"'", "’".encode(), "`".encode(), "´".encode()))


def _way(piece: str, words: list[str]) -> Way:
    spaced = any(char.isspace() for char in piece)
    singles = sum(len(word) == 1 for word in words)
    if singles == len(words) or singles >= max(3, len(words) - 1):
        return Way.SPACED if spaced else Way.SEPARATED
    return Way.SPLIT if spaced else Way.SEPARATED
