"""Marks broken up by spaces or symbols: `nor rvik`, `N o r r v i k`, `nor-rvik`."""

from __future__ import annotations

from typing import Final

import numpy as np

from countermark.matching.chance import in_address, in_parts
from countermark.matching.exact import Runs
from countermark.matching.hits import Disguise
from countermark.matching.sieve import BEGINS, LETTERS
from countermark.matching.spelling import read
from countermark.matching.terms import DROPPED
from countermark.matching.verdicts import LEAST_STRENGTH, Judge
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import Way
from countermark.text.fold import fold
from countermark.text.keys import kernels
from countermark.text.tokens import Tokens

_EXPECTED: Final = 16
"""Words to a run that may be the letters of a term: more runs than that are counted first."""
MOST_PARTS: Final = 24
"""Words that are put together at most."""
LEAST: Final = 4
"""Letters that a mark needs to be recognised in parts."""


def find_joined(tokens: Tokens, vocabulary: Vocabulary, judge: Judge) -> list[Disguise]:
    """Terms whose letters are several words of a text put together."""
    found: list[Disguise] = []
    runs = _runs(tokens, vocabulary, len(tokens) // _EXPECTED + 1)
    for first, size, term in zip(runs.firsts.tolist(), runs.sizes.tolist(), runs.terms.tolist(), strict=True):
        disguise = _disguise(tokens, vocabulary, judge, first, first + size - 1, term)
        if disguise is not None:
            found.append(disguise)
    return found


def _runs(tokens: Tokens, vocabulary: Vocabulary, expected: int) -> Runs:
    """Runs of words that are the letters of a term, grown word by word for as long as they begin one."""
    firsts, sizes = np.empty(expected, dtype=np.int64), np.empty(expected, dtype=np.int64)
    keys = np.empty(expected, dtype=np.uint64)
    count = kernels().joined_runs(
        tokens.strings, tokens.sizes, tokens.segments, vocabulary.sieve.table, LETTERS, BEGINS, MOST_PARTS,
        firsts, sizes, keys,
    )  # fmt: skip
    if count > expected:
        return _runs(tokens, vocabulary, count)
    which, terms = vocabulary.find("letters", keys[:count])
    shortest_first = np.argsort(sizes[which], kind="stable")
    here = which[shortest_first]
    return Runs(firsts[here], sizes[here], terms[shortest_first])


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
    if fold(piece.translate(DROPPED)) == text.folded:
        return None
    if any(len(word) > 1 for word in words) and read(piece, text.letters) is None:
        return None
    way = _way(piece, words)
    strength = in_parts(judge.known, [fold(word) for word in words], text.letters)
    if strength < LEAST_STRENGTH or (way is Way.SEPARATED and _in_address(tokens, first, last)):
        return None
    start, end = int(tokens.starts[first]), int(tokens.starts[last] + tokens.lengths[last])
    return Disguise(first, last, start, end, term, way, strength)


def _in_address(tokens: Tokens, first: int, last: int) -> bool:
    segment = int(tokens.segments[first])
    place = tokens.place(first, last)
    return in_address(tokens.text(segment), *place)


def _after_apostrophe(tokens: Tokens, word: int) -> bool:
    """Whether the word stands directly behind an apostrophe."""
    start = int(tokens.starts[word])
    before = tokens.raw[max(start - 3, 0) : start].tobytes()
    return before.endswith((b"'", "’".encode(), b"`", "´".encode()))


def _way(piece: str, words: list[str]) -> Way:
    spaced = any(char.isspace() for char in piece)
    singles = sum(len(word) == 1 for word in words)
    if singles == len(words) or singles >= max(3, len(words) - 1):
        return Way.SPACED if spaced else Way.SEPARATED
    return Way.SPLIT if spaced else Way.SEPARATED
