"""What a hunt looks for: the terms of new and changed brands in all the forms in which they may stand, and
their GTINs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from countermark.hunt.changes import Changes
from countermark.hunt.likeness import Pattern, patterns
from countermark.hunt.reading import Reader
from countermark.matching.chance import in_parts
from countermark.matching.joined import LEAST
from countermark.matching.terms import (
    LEAST_LOOK,
    LEAST_NEAR,
    LEAST_PART,
    LEAST_PLAIN_PART,
    TermKind,
    compile_terms,
    plain_forms,
)
from countermark.matching.verdicts import LEAST_STRENGTH
from countermark.matching.vocabulary import Vocabulary
from countermark.references import References
from countermark.references.segments import terms_of
from countermark.text import gtin
from countermark.text.chars import Kind, kind
from countermark.text.fold import fold
from countermark.text.keys import U64
from countermark.text.known_words import KnownWords
from countermark.text.sounds import sound


class Cuts(NamedTuple):
    """A term's letters in two and in three words: those that would say something. Places of the cuts."""

    in_two: tuple[int, ...]
    in_three: tuple[tuple[int, int], ...]


class SingleWord(NamedTuple):
    """One word that phrases have: its patterns, and what is heard of it (None: it is not listened to). One
    that is `short` is looked for only where not all is plain letters.
    """

    patterns: list[Pattern]
    heard: str | None
    short: bool


@dataclass(frozen=True)
class Sought:
    """One term: its number among the terms of the hunt, its letters, the words of each form that it has when
    written plainly, the words of the term, the letters of unspaced scripts in it, and whether it is a phrase
    of no brand.
    """

    number: int
    letters: str
    forms: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    unspaced: tuple[str, ...]
    phrase: bool
    known: KnownWords

    @cached_property
    def patterns(self) -> list[Pattern]:
        """The patterns of the whole term; none if it is too short to be looked for in disguise."""
        return patterns(self.letters) if len(self.letters) >= LEAST_LOOK else []

    @property
    def heard(self) -> str | None:
        """What is heard of the term; None if nothing that sounds like it is looked for."""
        return _heard(self.letters, LEAST_LOOK + 1)

    @cached_property
    def cuts(self) -> Cuts:
        """Where the letters may be cut in two or three, as the matcher judges it. More words always count."""
        letters, size = self.letters, len(self.letters)
        if size < LEAST:
            return Cuts((), ())
        two = [n for n in range(1, size) if self._counts([letters[:n], letters[n:]])]
        three = [
            (n, m)
            for n in range(1, size - 1)
            for m in range(n + 1, size)
            if self._counts([letters[:n], letters[n:m], letters[m:]])
        ]
        return Cuts(tuple(two), tuple(three))

    def _counts(self, parts: Sequence[str]) -> bool:
        return in_parts(self.known, parts, self.letters) >= LEAST_STRENGTH


class Quarry:
    """The terms of a hunt, the words of phrases among them, GTINs, and a reader that knows no other terms."""

    def __init__(self, references: References, changes: Changes, known: KnownWords) -> None:
        brands = [references.brand(references.numbers[name]) for name in changes.brands]
        terms = terms_of(brands, changes.phrases)
        table = compile_terms(terms)
        self.reader = Reader(
            Vocabulary([table], [table.brands], [np.ones(len(table), dtype=np.bool_)]), known
        )
        self.terms = [_sought(number, term.text, term.kind, known) for number, term in enumerate(terms)]
        self.single_words = _single_words(self.terms)
        self.gtins = _gtins(product.gtin for brand in brands for product in brand.products)

    def words(self) -> list[str]:
        """Every word that a term has when written plainly or in parts, each once."""
        found = {word for term in self.terms for form in term.forms for word in form}
        found.update(word for term in self.terms for word in term.words)
        found.update(part for term in self.terms for part in parts_of(term.letters))
        return sorted(found)


def parts_of(letters: str) -> Iterator[str]:
    """Every part of a term's letters that may be a word by itself, but not all of them."""
    size = len(letters)
    if size >= LEAST:
        for begin in range(size):
            for end in range(begin + 1, size + 1):
                if end - begin < size:
                    yield letters[begin:end]


def _sought(number: int, text: str, term_kind: TermKind, known: KnownWords) -> Sought:
    folded = fold(text)
    forms = {tuple(form.split()) for form in plain_forms(text)} - {()}
    forms |= {("".join(form),) for form in forms}
    letters = folded.replace(" ", "")
    unspaced = tuple(dict.fromkeys(char for char in letters if kind(char) is Kind.UNSPACED))
    words = tuple(folded.split())
    return Sought(number, letters, tuple(sorted(forms)), words, unspaced, term_kind is TermKind.PHRASE, known)


def _single_words(terms: Iterable[Sought]) -> list[SingleWord]:
    """The words of phrases that are looked for one by one, each once, whatever the number of phrases."""
    words = {word for term in terms if len(term.words) > 1 for word in term.words}
    return [
        SingleWord(patterns(word), _heard(word, LEAST_NEAR), len(word) < LEAST_PART)
        for word in sorted(words)
        if len(word) >= LEAST_PLAIN_PART
    ]


def _heard(letters: str, least: int) -> str | None:
    """What is heard of Latin letters and digits; None if there are fewer than `least`."""
    latin = letters.isascii() and letters.isalnum() and len(letters) >= least
    return sound(letters) if latin else None


def _gtins(stated: Iterable[str | None]) -> U64:
    found = {int(number) for given in stated if given and (number := gtin.canonical(given))}
    return np.array(sorted(found), dtype=np.uint64)
