"""Which terms a piece of text may be a disguise of: found by keys, many pieces at once; nothing is believed yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from countermark.matching.chance import MODEL, STARRED
from countermark.matching.readings import deserves, readings_of
from countermark.matching.spelling import Spelling, in_way, seen_as
from countermark.matching.terms import LEAST_LOOK, LEAST_NEAR, LEAST_PART
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.walks import Reached, Text, walk
from countermark.matching.ways import Way
from countermark.text.chars import LEET
from countermark.text.fold import (
    SAME_LOOK,
    alike,
    bare_skeleton,
    digits_read,
    fold,
    foreign,
    natural,
    skeleton,
    skeletons,
)
from countermark.text.keys import I64, U64, keys_of_texts
from countermark.text.letters import Letters
from countermark.text.sounds import cyrillic_to_latin, sound, sounds, spoken


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
    WORD_SOUND = 8
    SPELLED = 9
    WORD_SPELLED = 10
    TWOFOLD = 11
    WORD_TWOFOLD = 12


OF_WORDS: Final = frozenset({By.WORD_LOOK, By.WORD_NEAR, By.WORD_SOUND, By.WORD_SPELLED, By.WORD_TWOFOLD})
"""Ways of finding that find one word of a phrase."""


class Candidate(NamedTuple):
    """Piece number, term (x 16 + place of the word where found by a word of a phrase), and how it was found.

    Where it was found letter by letter, the spelling, and whether it stands between borders of words.
    """

    piece: int
    term: int
    by: By
    spelling: Spelling | None = None
    whole: bool = True


# It is asked of a piece by several.
_natural: Final = lru_cache(maxsize=8192)(natural)


class Piece(NamedTuple):
    """A word as written, or several with no white space between them, or letters far apart.

    `known`: a language knows the whole of it, so only what no one writes by accident is looked for. `plain`: it is
    Latin letters only. `spaced`: letters stand in it each by itself.
    """

    text: str
    known: bool
    plain: bool
    spaced: bool = False

    @property
    def loose(self) -> bool:
        """Whether no one writes so by accident, so that one letter may be wrong besides."""
        return self.spaced or (not self.text.isascii() and not _natural(self.text))

    @property
    def read(self) -> str:
        """The letters as any reader would type them; nothing where that is no one Latin word."""
        shown = self.text.lower() if self.plain else fold(self.text)
        return shown if shown.isascii() and shown.isalpha() else ""

    @classmethod
    def of(cls, text: str, *, known: bool = False, spaced: bool = False) -> Piece:
        """The piece `text`."""
        return cls(text, known, text.isascii() and text.isalpha(), spaced)


def candidates(pieces: Sequence[Piece], vocabulary: Vocabulary, *, doubly: bool = True) -> list[Candidate]:
    """Every term that a piece may be a disguise of. `doubly`: a letter may be wrong in it besides."""
    shapes = _Shapes(pieces)
    found: set[Candidate] = set()
    _numbered(found, pieces, vocabulary)
    _collect(found, shapes.of, By.LOOK, vocabulary, "looks", shapes.letters.whole)
    _collect(found, shapes.of, By.WORD_LOOK, vocabulary, "parts", shapes.letters.whole)
    _inside(found, shapes, vocabulary)
    _near(found, pieces, vocabulary)
    heard = _sounds(pieces)
    _by_strings(found, By.SOUND, vocabulary, "sounds", heard)
    _by_strings(found, By.WORD_SOUND, vocabulary, "part_sounds", heard)
    _by_strings(found, By.REVERSED, vocabulary, "letters", _reversed(pieces))
    cyrillic = _cyrillic(pieces)
    _by_strings(found, By.CYRILLIC, vocabulary, "letters", cyrillic)
    _by_strings(
        found, By.CYRILLIC, vocabulary, "sounds", [(number, sound(text)) for number, text in cyrillic]
    )
    if doubly:
        _twofold(found, pieces, vocabulary)
    return [*sorted(found, key=lambda one: one[:3]), *_spelled(pieces, vocabulary, doubly=doubly)]


class _Shapes:
    """The skeletons of all pieces, as one table of letters; `of` is the piece of each."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        numbers: list[int] = []
        words: list[str] = []
        flat: list[tuple[int, str]] = []
        for number, (text, _, plain, _) in enumerate(pieces):
            if plain:
                numbers.append(number)
                words.append(text.lower())
            elif _ordinary(text) and not MODEL.fullmatch(text):
                if text.isascii():
                    read = digits_read(text)
                    numbers.extend([number] * len(read))
                    words.extend(read)
                else:
                    flat.extend((number, form) for form in skeletons(text))
        flat.extend((numbers[word], form) for word, form in alike(words))
        of, forms = zip(*flat, strict=True) if flat else ((), ())
        self.of: I64 = np.array(of, dtype=np.int64)
        self.letters = Letters(forms)


LEAST_DOUBLY: Final = 6
"""Letters that a mark needs to be recognised with a wrong letter under another disguise."""
_LEAST_SPACED: Final = 4
"""Letters of a term, or of a word of a phrase, that is looked for among letters that stand each by itself."""
_LETTERS_INSIDE: Final = 5
"""Letters of a piece in which a mark is looked for within words."""


def _numbered(found: set[Candidate], pieces: Sequence[Piece], vocabulary: Vocabulary) -> None:
    """Terms that a model's number spells as a whole; looked up in one go, since every other listing has a model."""
    numbers = [n for n, piece in enumerate(pieces) if not piece.plain and MODEL.fullmatch(piece.text)]
    if not numbers:
        return
    of = np.array(numbers, dtype=np.int64)
    lines = "\n".join(pieces[number].text for number in numbers).lower()
    for digits in _DIGITS:
        keys = keys_of_texts(skeleton(lines.translate(digits)).split("\n"))[1]
        _collect(found, of, By.LOOK, vocabulary, "looks", keys)
        _collect(found, of, By.WORD_LOOK, vocabulary, "parts", keys)


_DIGITS: Final = tuple(
    str.maketrans(
        {digit: several[min(choice, len(several) - 1)] for digit, several in LEET.items() if digit.isdigit()}
    )
    for choice in (0, 1)
)


def _ordinary(text: str) -> bool:
    """Whether letters and digits stand there as models are numbered and words are written: its skeletons tell all."""
    # A letter of another script passes for several Latin ones (`ς` for s and c), more than skeletons try.
    return (
        text.isalnum() if text.isascii() else text.isalpha() and _natural(text) and not _ABROAD.search(text)
    )


_ABROAD: Final = re.compile("[\u0370-\u052f]")


def _spelled(pieces: Sequence[Piece], vocabulary: Vocabulary, *, doubly: bool) -> list[Candidate]:
    """Terms that may be read, letter by letter, in pieces with digits, symbols or foreign letters."""
    texts: list[Text] = []
    seen: list[tuple[int, Way | None, bool]] = []
    for number, piece in enumerate(pieces):
        if not (piece.plain or _ordinary(piece.text) or foreign(piece.text)):
            anywhere = not piece.spaced and sum(map(str.isalpha, piece.text)) >= _LETTERS_INSIDE
            for shown, way, turned in seen_as(piece.text):
                least = _LEAST_SPACED if piece.spaced else 2
                texts.append(Text(shown, anywhere, False, way is None, least))
                seen.append((number, way, turned))
    best: dict[tuple[int, int, bool], Candidate] = {}
    of = [number for number, _, _ in seen]
    for found in _walked(texts, pieces, of, vocabulary) if doubly else walk(texts, vocabulary):
        number, way, turned = seen[found.text]
        spelling = found.spelling
        if way is not None:
            spelling = in_way(spelling, len(pieces[number].text), way, turned=turned) or spelling
        by = By.WORD_SPELLED if found.word else By.SPELLED
        candidate = Candidate(number, found.term, by, spelling, found.whole)
        key = (number, found.term, found.word)
        if key not in best or _nearer(candidate) < _nearer(best[key]):
            best[key] = candidate
    return list(best.values())


_EXPLAINED: Final = 0.7
"""Share of the letters of a piece that a term must be read in for the piece to be explained by it."""


def _explains(text: Text, piece: Piece, found: Reached) -> bool:
    """Whether a term is read in most of a piece."""
    words = text.text.split()
    if piece.spaced:
        # The words on both sides are not part of what is spaced.
        words = words[len(words[0]) > 1 : len(words) - (len(words[-1]) > 1)]
    letters = sum(map(str.isalnum, "".join(words)))
    told = sum(map(str.isalnum, text.text[found.spelling.start : found.spelling.end]))
    return told >= _EXPLAINED * letters


def _walked(
    texts: Sequence[Text], pieces: Sequence[Piece], of: Sequence[int], vocabulary: Vocabulary
) -> list[Reached]:
    """What the texts are read as; with a letter wrong only what is read as nothing else. `of`: the piece of each."""
    found = walk(texts, vocabulary)
    told = {
        of[one.text] for one in found if one.whole and _explains(texts[one.text], pieces[of[one.text]], one)
    }
    again = [
        number
        for number, piece in enumerate(of)
        if piece not in told
        and (pieces[piece].loose or STARRED.search(pieces[piece].text))
        and len(pieces[piece].text) >= LEAST_DOUBLY - 1
    ]
    loosely = walk([texts[number]._replace(wrong=True) for number in again], vocabulary)
    return [*found, *(one._replace(text=again[one.text]) for one in loosely)]


def _nearer(candidate: Candidate) -> tuple[bool, float]:
    return not candidate.whole, candidate.spelling.cost if candidate.spelling else 0.0


def _collect(found: set[Candidate], of: I64, by: By, vocabulary: Vocabulary, view: str, keys: U64) -> None:
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
    # As it is, too: who leaves out the letter between two equal ones writes a double one.
    fit = [
        n
        for n, piece in enumerate(pieces)
        if piece.plain and not piece.known and len(piece.text) >= LEAST_PART - 1
    ]
    plain = "\n".join(pieces[number].text.lower() for number in fit)
    forms = [*bare_skeleton(plain).split("\n"), *plain.translate(SAME_LOOK).split("\n")] if fit else []
    of = np.array([*fit, *fit], dtype=np.int64)
    letters = Letters(forms)
    rows, _, less = letters.without_one(shortest=LEAST_PART - 1)
    between, undone = letters.without_between(shortest=LEAST_NEAR)
    for pieces_of, keys in ((of, letters.whole), (of[rows], less), (of[between], undone)):
        _collect(found, pieces_of, By.NEAR, vocabulary, "near", keys)
        _collect(found, pieces_of, By.WORD_NEAR, vocabulary, "near_parts", keys)


def _twofold(found: set[Candidate], pieces: Sequence[Piece], vocabulary: Vocabulary) -> None:
    """Terms at one letter's distance from, or heard as, what a piece shows once all between its letters is gone."""
    read = [
        (number, reading.letters)
        for number, piece in enumerate(pieces)
        if not piece.plain and not piece.known and (piece.loose or deserves(piece.text))
        for reading in readings_of(piece.text)
    ]
    if not read:
        return
    words = [word for _, word in read]
    of = np.array([number for number, _ in read], dtype=np.int64)
    letters = Letters(bare_skeleton("\n".join(words)).split("\n"))
    rows, _, less = letters.without_one(shortest=LEAST_PART)
    # Whoever writes a digit among letters writes no sounds.
    said = [
        (n, meant)
        for n, word in read
        if not pieces[n].text.isalnum() or pieces[n].loose
        for meant in spoken(word)
    ]
    heard = list(zip([n for n, _ in said], sounds([word for _, word in said]), strict=False))
    for by, near, by_sound in (
        (By.TWOFOLD, "near", "sounds"),
        (By.WORD_TWOFOLD, "near_parts", "part_sounds"),
    ):
        _collect(found, of, by, vocabulary, near, letters.whole)
        _collect(found, of[rows], by, vocabulary, near, less)
        _by_strings(found, by, vocabulary, by_sound, heard)


def _sounds(pieces: Sequence[Piece]) -> list[tuple[int, str]]:
    said = [
        (number, meant)
        for number, piece in enumerate(pieces)
        if not piece.known and len(piece.text) >= LEAST_NEAR - 1 and (piece.plain or piece.loose)
        for meant in spoken(piece.read)
    ]
    numbers = [number for number, _ in said]
    return list(zip(numbers, sounds([word for _, word in said]), strict=False))


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
