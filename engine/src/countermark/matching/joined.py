"""Marks broken up by spaces or symbols: `nor rvik`, `N o r r v i k`, `nor-rvik`."""

from __future__ import annotations

from collections.abc import Iterator
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
from countermark.text.keys import joined
from countermark.text.tokens import Tokens

MOST_PARTS: Final = 24
"""Words that are put together at most."""
LEAST: Final = 4
"""Letters that a mark needs to be recognised in parts."""


def find_joined(tokens: Tokens, vocabulary: Vocabulary, judge: Judge) -> list[Disguise]:
    """Terms whose letters are several words of a text put together."""
    found: list[Disguise] = []
    for runs in _runs(tokens, vocabulary):
        for first, size, term in zip(
            runs.firsts.tolist(), runs.sizes.tolist(), runs.terms.tolist(), strict=True
        ):
            disguise = _disguise(tokens, vocabulary, judge, first, first + size - 1, term)
            if disguise is not None:
                found.append(disguise)
    return found


def _runs(tokens: Tokens, vocabulary: Vocabulary) -> Iterator[Runs]:
    """Runs of words that are the letters of a term, grown word by word for as long as they begin one."""
    starts = np.flatnonzero(vocabulary.sieve.test(tokens.strings) & BEGINS)
    strings, sizes = tokens.strings[starts], tokens.sizes[starts]
    for more in range(1, MOST_PARTS):
        going_on = starts + more < len(tokens)
        starts, strings, sizes = starts[going_on], strings[going_on], sizes[going_on]
        same_text = tokens.segments[starts] == tokens.segments[starts + more]
        starts, strings, sizes = starts[same_text], strings[same_text], sizes[same_text]
        if not len(starts):
            return
        strings = joined(strings, sizes, tokens.strings[starts + more])
        sizes = sizes + tokens.sizes[starts + more]
        flags = vocabulary.sieve.test(strings)
        whole = np.flatnonzero(flags & LETTERS)
        which, terms = vocabulary.find("letters", strings[whole])
        firsts = starts[whole[which]]
        yield Runs(firsts, np.full(len(firsts), more + 1, dtype=np.int64), terms)
        begins = np.flatnonzero(flags & BEGINS)
        starts, strings, sizes = starts[begins], strings[begins], sizes[begins]


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
