"""Terms of several words of which some are in disguise: the others must stand around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from countermark.matching.hits import Disguise
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import Way
from countermark.text.tokens import Tokens

Found = tuple[Disguise, int]
"""A disguise and the place, within its term, of the word that it is of; -1 for the whole term."""

TURNED: Final = frozenset({Way.FLIPPED, Way.BIDI, Way.REVERSED})
"""Ways that also turn the order of the words."""


def whole_phrases(
    tokens: Tokens, vocabulary: Vocabulary, found: Sequence[Disguise | Found]
) -> list[Disguise]:
    """The disguises of whole terms among `found`, and those of whole phrases that their words make up."""
    whole: list[Disguise] = []
    partial: dict[tuple[int, int], list[Disguise]] = {}
    for entry in found:
        if isinstance(entry, Disguise):
            whole.append(entry)
        elif entry[1] < 0:
            whole.append(entry[0])
        else:
            partial.setdefault((entry[0].term, entry[1]), []).append(entry[0])
    done: set[tuple[int, int, int]] = set()
    for (term, place), disguises in partial.items():
        words = vocabulary.text(term).folded.split()
        for disguise in disguises:
            phrase = _Phrase(tokens, words, partial, disguise, place).read()
            if phrase is not None and (term, phrase.first, phrase.last) not in done:
                done.add((term, phrase.first, phrase.last))
                whole.append(phrase)
    return whole


class _Phrase:
    """Reads a phrase outwards from one word of it in disguise."""

    def __init__(
        self,
        tokens: Tokens,
        words: Sequence[str],
        partial: dict[tuple[int, int], list[Disguise]],
        anchor: Disguise,
        place: int,
    ) -> None:
        self._tokens = tokens
        self._words = words
        self._partial = partial
        self._anchor = anchor
        self._place = place
        self._told = anchor

    def read(self) -> Disguise | None:
        """The whole phrase around the anchor, or None."""
        return self._around(1) or (self._around(-1) if self._anchor.way in TURNED else None)

    def _around(self, direction: int) -> Disguise | None:
        """The phrase with its words in order (1) or turned (-1)."""
        self._told = self._anchor
        first, last = self._anchor.first, self._anchor.last
        behind = range(self._place + 1, len(self._words))
        before = range(self._place - 1, -1, -1)
        for place in behind if direction > 0 else before:
            reached = self._next(place, last + 1, forward=True)
            if reached is None:
                return None
            last = reached
        for place in before if direction > 0 else behind:
            reached = self._next(place, first - 1, forward=False)
            if reached is None:
                return None
            first = reached
        tokens = self._tokens
        start, end = int(tokens.starts[first]), int(tokens.starts[last] + tokens.lengths[last])
        start, end = min(start, self._anchor.start), max(end, self._anchor.end)
        return self._told._replace(first=first, last=last, start=start, end=end)

    def _next(self, place: int, at: int, *, forward: bool) -> int | None:
        """The far end of word `place` of the phrase, which must begin (or end) at word `at` of the text."""
        tokens = self._tokens
        if not 0 <= at < len(tokens) or tokens.segments[at] != tokens.segments[self._anchor.first]:
            return None
        for disguise in self._partial.get((self._anchor.term, place), ()):
            if (disguise.first if forward else disguise.last) == at:
                if disguise.strength > self._told.strength:
                    self._told = disguise
                return disguise.last if forward else disguise.first
        return at if tokens.between(at, at).casefold() == self._words[place] else None
