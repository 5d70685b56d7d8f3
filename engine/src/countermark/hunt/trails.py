"""Where in a segment the terms of a hunt may stand: its rows by the ways in which a listing can name a brand.

- plainly: all words of a form of the term
- in parts: words that are its letters when put together
- in disguise: a word or chunk that the matcher reads as the term, or as one word of it where the others are
- without spaces: all of its letters
- by a product's GTIN
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from countermark.history import Segment
from countermark.history.entries import PIECES
from countermark.history.index import U16, Index, Texts, any_of, common
from countermark.hunt.letters import Letters
from countermark.hunt.likeness import alike, shapes
from countermark.hunt.listening import Listening
from countermark.hunt.parted import Rows, parted
from countermark.hunt.quarry import Quarry, Sought
from countermark.text.keys import keys_of_texts

_KINDS: Final = ("word", *PIECES)
_SINGLE: Final = frozenset({"word", "capitals"})
"""Kinds of which each entry is one word."""


class _Suspects(NamedTuple):
    """Entries of one kind that may be read as something else: as a term, by its number, or as a word of
    phrases.
    """

    kind: str
    terms: dict[int, list[int]]
    words: dict[str, list[int]]


class Trails:
    """Finds the rows of a quarry, one segment after the other; the reader remembers what it read."""

    def __init__(self, quarry: Quarry) -> None:
        self.quarry = quarry
        self._words = quarry.words()
        self._keys = keys_of_texts(self._words)[0]
        self._letters = Letters(sorted({one for term in quarry.terms for one in term.unspaced}))
        whole = [term.heard for term in quarry.terms]
        words = [word.heard for word in quarry.single_words]
        self._listening = Listening([told for told in (*whole, *words) if told is not None])

    def rows(self, segment: Segment) -> tuple[U16, U16]:
        """The rows that may name a brand of the quarry, and those that may have a phrase or a GTIN of it."""
        index = segment.index
        standing = {self._words[place]: entries for place, entries in index.entries(self._keys).items()}
        words = Rows(index, standing, len(segment))
        suspects = [self._suspects(kind, index.texts(kind)) for kind in _KINDS]
        marks, any_brand = [index.turned()], [index.with_gtin(self.quarry.gtins)]
        if any(term.phrase for term in self.quarry.terms):
            any_brand.append(index.turned())
        for term in self.quarry.terms:
            (any_brand if term.phrase else marks).extend(self._of_term(term, index, words, suspects))
        return any_of(marks), any_of(any_brand)

    def _of_term(
        self, term: Sought, index: Index, words: Rows, suspects: Sequence[_Suspects]
    ) -> Iterable[U16]:
        for form in term.forms:
            if all(word in words for word in form):
                yield common([words.of(word) for word in form])
        yield words.rows(parted(term, words))
        for found in suspects:
            yield index.rows(found.kind, found.terms.get(term.number, ()))
        if len(term.words) > 1:
            yield common([any_of(self._of_word(word, index, words, suspects)) for word in term.words])
        if term.unspaced:
            yield self._letters.rows(index, term.unspaced)

    @staticmethod
    def _of_word(word: str, index: Index, words: Rows, suspects: Sequence[_Suspects]) -> list[U16]:
        """The rows that may have one word of a term, plainly or in disguise."""
        disguised = [index.rows(found.kind, found.words.get(word, ())) for found in suspects]
        return [words.of(word), *disguised]

    def _suspects(self, kind: str, texts: Texts) -> _Suspects:
        """The words or chunks of a segment that are a term in disguise, or one word of a term."""
        maybe = self._maybe(kind, texts)
        read = self.quarry.reader.read([texts.text(entry) for entry in maybe])
        terms: dict[int, list[int]] = defaultdict(list)
        words: dict[str, list[int]] = defaultdict(list)
        for at, term in sorted(read.terms):
            terms[term].append(maybe[at])
        for at, word in sorted(read.words):
            words[word].append(maybe[at])
        return _Suspects(kind, terms, words)

    def _maybe(self, kind: str, texts: Texts) -> list[int]:
        """The entries that are worth reading: those that look or sound like something that is hunted for."""
        found = shapes(texts)
        worth = [self._listening.listen(found, texts)]
        worth += [alike(found, pattern) for term in self.quarry.terms for pattern in term.patterns]
        worth += [
            alike(found, pattern, word=True, whole=kind in _SINGLE, odd=word.short)
            for word in self.quarry.single_words
            for pattern in word.patterns
        ]
        here = np.zeros(len(texts.sizes), dtype=np.bool_)
        for entries in worth:
            here[entries] = True
        return np.flatnonzero(here).tolist()
