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
from numpy.typing import NDArray

from countermark.history import Segment
from countermark.history.index import U16, Index, Texts, any_of, common
from countermark.hunt.hearing import heard, sounds
from countermark.hunt.letters import Letters
from countermark.hunt.likeness import Shapes, alike, shapes, sounding
from countermark.hunt.parted import Rows, parted
from countermark.hunt.quarry import Quarry, Sought
from countermark.text.keys import keys_of_texts
from countermark.text.tokens import tokenise

_KINDS: Final = ("word", "chunk")
_WHOLE: Final = -1
_NONE: Final = np.empty(0, dtype=np.int64)


class _Suspects(NamedTuple):
    """Entries of one kind that are a term in disguise: (term, place of the word in it or `_WHOLE`) to
    entries.
    """

    kind: str
    entries: dict[tuple[int, int], list[int]]


class _Told(NamedTuple):
    """Words by what is heard of them, and Cyrillic ones that may be heard as something that is listened
    for.
    """

    same: dict[str, list[int]]
    foreign: NDArray[np.int64]

    def of(self, heard: str | None) -> NDArray[np.int64]:
        """The words that are heard so."""
        return np.array(self.same.get(heard or "", ()), dtype=np.int64)


class Trails:
    """Finds the rows of a quarry, one segment after the other; the matcher remembers what it judged."""

    def __init__(self, quarry: Quarry) -> None:
        self.quarry = quarry
        self._words = quarry.words()
        self._keys = keys_of_texts(self._words)[0]
        self._letters = Letters(sorted({one for term in quarry.terms for one in term.unspaced}))
        heard = [term.heard for term in quarry.terms]
        heard += [word.heard for term in quarry.terms for word in term.single_words]
        self._heard = frozenset(told for told in heard if told is not None)
        # Terms that share their sounds are asked for once.
        self._ears = sorted({sounds(told) for told in self._heard})

    def rows(self, segment: Segment) -> tuple[U16, U16]:
        """The rows that may name a brand of the quarry, and those that may have a phrase of it."""
        index = segment.index
        standing = {self._words[place]: entries for place, entries in index.entries(self._keys).items()}
        words = Rows(index, standing, len(segment))
        suspects = [self._suspects(kind, index.texts(kind)) for kind in _KINDS]
        marks, phrases = [index.with_gtin(self.quarry.gtins), index.turned()], []
        if any(term.phrase for term in self.quarry.terms):
            phrases.append(index.turned())
        for term in self.quarry.terms:
            (phrases if term.phrase else marks).extend(self._of_term(term, index, words, suspects))
        return any_of(marks), any_of(phrases)

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
        told = self._told(found, texts)
        entries: dict[tuple[int, int], list[int]] = defaultdict(list)
        worth = [told.foreign]
        for term in self.quarry.terms:
            worth += [alike(found, pattern) for pattern in term.patterns] + [told.of(term.heard)]
        whole = np.unique(np.concatenate(worth))
        for place, number in self._judged([texts.text(entry) for entry in whole.tolist()]):
            entries[number, _WHOLE].append(int(whole[place]))
        for term in self.quarry.terms:
            for word in term.single_words:
                may_be = [alike(found, pattern) for pattern in word.patterns] + [told.of(word.heard)]
                maybe = np.unique(np.concatenate(may_be))
                # With the other words around it as they should be, the matcher tells what this one is.
                before, behind = term.words[: word.place], term.words[word.place + 1 :]
                asked = [" ".join([*before, texts.text(entry), *behind]) for entry in maybe.tolist()]
                judged = {at for at, number in self._judged(asked) if number == term.number}
                entries[term.number, word.place].extend(int(maybe[at]) for at in sorted(judged))
        return _Suspects(kind, entries)

    def _told(self, found: Shapes, texts: Texts) -> _Told:
        """The words that are heard as a term or a word of one is."""
        maybe = np.unique(np.concatenate([_NONE, *(sounding(found, wanted) for wanted in self._ears)]))
        latin = maybe[found.plain[maybe]]
        same: dict[str, list[int]] = defaultdict(list)
        heard_as = heard([texts.text(entry).lower() for entry in latin.tolist()])
        for entry, told in zip(latin.tolist(), heard_as, strict=True):
            if told in self._heard:
                same[told].append(entry)
        return _Told(same, maybe[~found.plain[maybe]])

    def _judged(self, texts: Sequence[str]) -> set[tuple[int, int]]:
        """(place in `texts`, term) of every term that the matcher finds in a text."""
        if not texts:
            return set()
        hits = self.quarry.matcher.match(tokenise([pa.array(texts, pa.string())]))
        return set(zip(hits.segments.tolist(), hits.terms.tolist(), strict=True))
