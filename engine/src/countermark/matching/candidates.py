"""Which terms a piece of text may be a disguise of: found by keys, many pieces at once; nothing is believed yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np

from countermark.matching.patterns import Patterns
from countermark.matching.terms import LEAST_LOOK, LEAST_NEAR
from countermark.matching.vocabulary import Vocabulary
from countermark.text.fold import alike, bare_skeleton, fold, foreign, natural, skeleton, skeletons
from countermark.text.keys import I64, U64, keys_of_texts
from countermark.text.letters import Letters
from countermark.text.sounds import cyrillic_to_latin, sound


class By(IntEnum):
    """By what a candidate was found."""

    LOOK = 0
    PART_OF = 1
    NEAR = 2
    SOUND = 3
    REVERSED = 4
    CYRILLIC = 5
    WORD_LOOK = 6
    WORD_NEAR = 7
    PATTERN = 8
    WORD_PATTERN = 9
    WORD_SOUND = 10


OF_WORDS: Final = frozenset({By.WORD_LOOK, By.WORD_NEAR, By.WORD_PATTERN, By.WORD_SOUND})
"""Ways of finding that find one word of a phrase."""


_PARTING: Final = re.compile(r"[-.,:;/()]+")
_DOMAIN: Final = re.compile(r"\.(?:com|net|org|eu|de|fr|es|it|cn|ru|co\.uk)$", re.IGNORECASE)


def parts_of(piece: Piece) -> list[tuple[int, Piece]]:
    """The piece, and the parts of it that may hide a mark by themselves (`new-w!lson`, `st*rtech.com`): (offset, part)."""
    found = [(0, piece)]
    text = piece.text
    if piece.plain or text.isalnum() or not _PARTING.search(text):
        return found
    domain = _DOMAIN.search(text)
    if domain:
        found.append((0, Piece.of(text[: domain.start()])))
    at = 0
    for part in _PARTING.split(text):
        at = text.index(part, at)
        if len(part) >= LEAST_LOOK + 1 and part != text and not (part.isascii() and part.isalpha()):
            found.append((at, Piece.of(part)))
        at += len(part)
    return found


class Candidate(NamedTuple):
    """Piece number, term (x 16 + place of the word where found by a word of a phrase), and how it was found."""

    piece: int
    term: int
    by: By


class Piece(NamedTuple):
    """A word as written, or several with no white space between them.

    `known`: a language knows the whole of it, so only what no one writes by accident is looked for. `plain`: it is
    Latin letters only.
    """

    text: str
    known: bool
    plain: bool

    @classmethod
    def of(cls, text: str, *, known: bool = False) -> Piece:
        """The piece `text`."""
        return cls(text, known, text.isascii() and text.isalpha())


def candidates(pieces: Sequence[Piece], vocabulary: Vocabulary, by_pattern: Patterns) -> list[Candidate]:
    """Every term that a piece may be a disguise of."""
    shapes = _Shapes(pieces)
    found: set[Candidate] = set()
    _collect(found, shapes.of, By.LOOK, vocabulary, "looks", shapes.letters.whole)
    _collect(found, shapes.of, By.WORD_LOOK, vocabulary, "parts", shapes.letters.whole)
    _inside(found, shapes, vocabulary)
    _near(found, pieces, vocabulary)
    _patterns(found, pieces, by_pattern)
    heard = _sounds(pieces)
    _by_strings(found, By.SOUND, vocabulary, "sounds", heard)
    _by_strings(found, By.WORD_SOUND, vocabulary, "part_sounds", heard)
    _by_strings(found, By.REVERSED, vocabulary, "letters", _reversed(pieces))
    cyrillic = _cyrillic(pieces)
    _by_strings(found, By.CYRILLIC, vocabulary, "letters", cyrillic)
    _by_strings(found, By.CYRILLIC, vocabulary, "sounds", [(number, sound(text)) for number, text in cyrillic])
    return sorted(found)


class _Shapes:
    """The skeletons of all pieces, as one table of letters; `of` is the piece of each."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        flat: list[tuple[int, str]] = []
        for number, (text, _, plain) in enumerate(pieces):
            if plain:
                first = skeleton(text.lower())
                flat.append((number, first))
                flat.extend((number, form) for form in sorted(alike(text.lower()) - {first}))
            elif not foreign(text):
                flat.extend((number, form) for form in sorted(skeletons(text)))
        of, forms = zip(*flat, strict=True) if flat else ((), ())
        self.of: I64 = np.array(of, dtype=np.int64)
        self.letters = Letters(forms)


def _patterns(found: set[Candidate], pieces: Sequence[Piece], by_pattern: Patterns) -> None:
    """Terms whose letters may be what stands in pieces with symbols or foreign letters."""
    for number, (text, _, plain) in enumerate(pieces):
        if not plain and not (text.isascii() and text.isalnum()) and not foreign(text):
            terms, words = by_pattern.find(text)
            found.update(Candidate(number, term, By.PATTERN) for term in terms)
            found.update(Candidate(number, word, By.WORD_PATTERN) for word in words)


def _collect(
    found: set[Candidate], of: I64, by: By, vocabulary: Vocabulary, view: str, keys: U64
) -> None:
    which, terms = vocabulary.find(view, keys)
    found.update(Candidate(int(piece), int(term), by) for piece, term in zip(of[which], terms, strict=True))


def _by_strings(
    found: set[Candidate], by: By, vocabulary: Vocabulary, view: str, strings: Sequence[tuple[int, str]]
) -> None:
    if strings:
        of = np.array([piece for piece, _ in strings], dtype=np.int64)
        _collect(found, of, by, vocabulary, view, keys_of_texts([text for _, text in strings])[1])


def _inside(found: set[Candidate], shapes: _Shapes, vocabulary: Vocabulary) -> None:
    """Terms that are the beginning, the end, or (if long enough) the middle of a piece."""
    letters = shapes.letters
    width = letters.codes.shape[1]
    for begin in range(max(width - LEAST_NEAR + 2, 0)):
        for end in range(begin + LEAST_NEAR - 1, width + 1):
            rows = np.flatnonzero(letters.lengths >= end)
            if begin:
                # A term in the middle needs more letters than one at a border of the piece.
                rows = rows[(letters.lengths[rows] == end) | (end - begin > LEAST_NEAR)]
            else:
                rows = rows[letters.lengths[rows] > end]
            if len(rows):
                keys = letters.parts(rows, np.full(len(rows), begin), np.full(len(rows), end))
                _collect(found, shapes.of[rows], By.PART_OF, vocabulary, "looks", keys)


def _near(found: set[Candidate], pieces: Sequence[Piece], vocabulary: Vocabulary) -> None:
    """Terms at one letter's distance: a letter missing, too many, wrong, or two changed."""
    words = [(number, form) for number, piece in enumerate(pieces) for form in _near_forms(piece)]
    of = np.array([number for number, _ in words], dtype=np.int64)
    letters = Letters([form for _, form in words])
    rows, _, less = letters.without_one(shortest=LEAST_NEAR - 1)
    for pieces_of, keys in ((of, letters.whole), (of[rows], less)):
        _collect(found, pieces_of, By.NEAR, vocabulary, "near", keys)
        _collect(found, pieces_of, By.WORD_NEAR, vocabulary, "near_parts", keys)


def _near_forms(piece: Piece) -> set[str]:
    """What a wrong letter is looked for in: a word's bare skeleton; of a word in foreign letters, what it passes for."""
    if piece.known or len(piece.text) < LEAST_NEAR - 1:
        return set()
    if piece.plain:
        return {bare_skeleton(piece.text.lower())}
    if piece.text.isascii() or natural(piece.text) or foreign(piece.text):
        return set()
    return skeletons(piece.text)


def _sounds(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    return [
        (number, sound(piece.text.lower()))
        for number, piece in enumerate(pieces)
        if piece.plain and not piece.known and len(piece.text) >= LEAST_NEAR - 1
    ]


def _reversed(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    return [
        (number, piece.text.lower()[::-1])
        for number, piece in enumerate(pieces)
        if not piece.known and piece.plain and len(piece.text) > LEAST_LOOK
    ]


_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


def _cyrillic(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    return [
        (number, latin)
        for number, piece in enumerate(pieces)
        if _CYRILLIC.search(piece.text)
        for latin in cyrillic_to_latin(fold(piece.text))
        if len(latin) > LEAST_LOOK
    ]
