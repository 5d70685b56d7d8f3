"""Terms by pattern: of each place of a word it is known which letters may stand there, perhaps any.

For writings with several readings a letter (`σ` is o or s) and for hidden letters (`G*cci`), where no one key can be
worked out. All terms of the right length are compared at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.terms import LEAST_PART, PARTS
from countermark.matching.vocabulary import Vocabulary
from countermark.text.chars import MASKS, Kind, kind, readings
from countermark.text.fold import PICTURES

SHORTEST: Final = 4
LONGEST: Final = 24
"""Letters of a term that is compared."""
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_STARS: Final = re.compile(r"(?<=\w)\*+(?=\w)")
_ANY: Final = frozenset(_ALPHABET)


class _Shelf(NamedTuple):
    """Terms of one length: their letters (places in the alphabet), their numbers."""

    letters: NDArray[np.uint8]
    numbers: NDArray[np.int64]


class Patterns:
    """The Latin terms of a vocabulary and the single words of its phrases, by length."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _shelves(self) -> tuple[dict[int, _Shelf], dict[int, _Shelf]]:
        """Whole terms, and single words of phrases (numbered term x PARTS + place)."""
        whole: dict[int, list[tuple[str, int]]] = defaultdict(list)
        words: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for term in np.flatnonzero(self._vocabulary.alive).tolist():
            text = self._vocabulary.text(term)
            if text.letters.isascii() and SHORTEST <= len(text.letters) <= LONGEST:
                whole[len(text.letters)].append((text.letters, term))
            if " " in text.folded and text.folded.isascii():
                for place, word in enumerate(text.folded.split()[:PARTS]):
                    if LEAST_PART <= len(word) <= LONGEST:
                        words[len(word)].append((word, term * PARTS + place))
        return _shelved(whole), _shelved(words)

    def find(self, piece: str) -> tuple[list[int], list[int]]:
        """Terms, and words of phrases, that `piece` may stand for, letter by letter."""
        terms: set[int] = set()
        words: set[int] = set()
        for pattern in patterns(piece):
            for found, shelves in zip((terms, words), self._shelves, strict=True):
                shelf = shelves.get(len(pattern))
                if shelf is not None:
                    found.update(_fitting(shelf, pattern))
        return sorted(terms), sorted(words)


def _shelved(entries: dict[int, list[tuple[str, int]]]) -> dict[int, _Shelf]:
    place = {letter: number for number, letter in enumerate(_ALPHABET)}
    return {
        size: _Shelf(
            np.array([[place[letter] for letter in text] for text, _ in several], dtype=np.uint8),
            np.array([number for _, number in several], dtype=np.int64),
        )
        for size, several in entries.items()
    }


def _fitting(shelf: _Shelf, pattern: Sequence[frozenset[str]]) -> list[int]:
    may_stand = np.array([[letter in allowed for letter in _ALPHABET] for allowed in pattern])
    fits = np.ones(len(shelf.numbers), dtype=np.bool_)
    for place in range(len(pattern)):
        fits &= may_stand[place][shelf.letters[:, place]]
    return [int(number) for number in shelf.numbers[fits]]


def patterns(piece: str) -> list[tuple[frozenset[str], ...]]:
    """The patterns that `piece` may be: symbols stand for letters, or between them. At least half is known."""
    shown = PICTURES.sub("", piece)
    found = {_pattern(piece, symbols_count=True), _pattern(shown, symbols_count=True), _pattern(shown, symbols_count=False)}
    stars = _STARS.search(shown)
    if stars:
        # Who hides letters seldom counts them: a row of stars hides one letter more or up to all but one fewer.
        for hidden in range(1, len(stars[0]) + 2):
            found.add(_pattern(shown.replace(stars[0], "*" * hidden), symbols_count=True))
    return [pattern for pattern in found if SHORTEST <= len(pattern) <= LONGEST and _telling(pattern)]


def _telling(pattern: Sequence[frozenset[str]]) -> bool:
    hidden = sum(allowed is _ANY for allowed in pattern)
    return hidden * 2 <= len(pattern) and len(pattern) - hidden >= 3


def _pattern(piece: str, *, symbols_count: bool) -> tuple[frozenset[str], ...]:
    shown: list[frozenset[str]] = []
    for char in piece:
        what = kind(char)
        letters = frozenset(way for way in readings(char) if len(way) == 1)
        if what is Kind.LETTER:
            if letters or char.isalnum():
                shown.append(letters | {char} if char.isascii() else letters or _ANY)
        elif what is Kind.SYMBOL and symbols_count:
            shown.append(letters if letters and char not in MASKS else _ANY)
    return tuple(shown)
