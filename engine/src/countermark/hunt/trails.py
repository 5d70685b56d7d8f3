"""Where in a segment the terms of a hunt may stand: its rows by the ways in which a listing can name a brand.

- plainly: all words of a form of the term
- in parts: words that are its letters when put together
- in disguise: a word or chunk that the matcher reads as the term, or as one word of it beside the others
- without spaces: all of its letters
- by a product's GTIN
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from countermark.history import Segment
from countermark.history.entries import PIECES
from countermark.history.index import U16, Index, Texts, any_of, common
from countermark.hunt.letters import Letters
from countermark.hunt.likeness import alike, shapes
from countermark.hunt.listening import Listening
from countermark.hunt.parted import Rows, parted
from countermark.hunt.quarry import Quarry, Sought
from countermark.text.keys import keys_of_texts
from countermark.text.tokens import tokenise

_KINDS: Final = ("word", *PIECES)
_WHOLE: Final = -1
_ANY: Final = -1


class _Suspects(NamedTuple):
    """Entries of one kind that are a term in disguise: (term, place of the word in it or `_WHOLE`) to
    entries.
    """

    kind: str
    entries: dict[tuple[int, int], list[int]]


class Trails:
    """Finds the rows of a quarry, one segment after the other; the matcher remembers what it judged."""

    def __init__(self, quarry: Quarry) -> None:
        self.quarry = quarry
        self._words = quarry.words()
        self._keys = keys_of_texts(self._words)[0]
        self._letters = Letters(sorted({one for term in quarry.terms for one in term.unspaced}))
        whole = [term.heard for term in quarry.terms]
        words = [word.heard for term in quarry.terms for word in term.single_words]
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
            yield index.rows(found.kind, found.entries.get((term.number, _WHOLE), ()))
        if len(term.words) > 1:
            yield common(
                [
                    any_of(self._of_word(term, place, index, words, suspects))
                    for place in range(len(term.words))
                ]
            )
        if term.unspaced:
            yield self._letters.rows(index, term.unspaced)

    @staticmethod
    def _of_word(
        term: Sought, place: int, index: Index, words: Rows, suspects: Sequence[_Suspects]
    ) -> list[U16]:
        """The rows that may have one word of a term, plainly or in disguise."""
        disguised = [
            index.rows(found.kind, found.entries.get((term.number, place), ())) for found in suspects
        ]
        return [words.of(term.words[place]), *disguised]

    def _suspects(self, kind: str, texts: Texts) -> _Suspects:
        """The words or chunks of a segment that are a term in disguise, or one word of a term."""
        found = shapes(texts)
        told = self._listening.listen(found, texts)
        worth = [told.of(term.heard) for term in self.quarry.terms]
        worth += [alike(found, pattern) for term in self.quarry.terms for pattern in term.patterns]
        maybe = np.unique(np.concatenate(worth)) if worth else ()
        asked = [(texts.text(entry), int(entry), _ANY, _WHOLE) for entry in maybe]
        for term in self.quarry.terms:
            for word in term.single_words:
                of_word = [
                    alike(found, pattern, word=True, whole=kind == "word", odd=word.short)
                    for pattern in word.patterns
                ]
                # With the other words around it as they should be, the matcher tells what this one is.
                before, behind = term.words[: word.place], term.words[word.place + 1 :]
                for entry in np.unique(np.concatenate([*of_word, told.of(word.heard)])).tolist():
                    text = " ".join([*before, texts.text(entry), *behind])
                    asked.append((text, entry, term.number, word.place))
        entries: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, number in sorted(self._judged([text for text, _, _, _ in asked])):
            _, entry, wanted, place = asked[at]
            if wanted in {number, _ANY}:
                entries[number, place].append(entry)
        return _Suspects(kind, entries)

    def _judged(self, texts: Sequence[str]) -> set[tuple[int, int]]:
        """(place in `texts`, term) of every term that the matcher finds in a text."""
        if not texts:
            return set()
        # The last one is a word, since there may be none in letters of unspaced scripts that pass for others.
        hits = self.quarry.matcher.match(tokenise([pa.array([*texts, "word"], pa.string())]))
        found = zip(hits.segments.tolist(), hits.terms.tolist(), strict=True)
        return {(at, term) for at, term in found if at < len(texts)}
