"""Terms of several words of which some are in disguise: the others must stand around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from countermark.matching.hits import Disguise
from countermark.matching.terms import PARTS
from countermark.matching.verdicts import DOUBTFUL
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import DELIBERATE, Way
from countermark.text.fold import fold
from countermark.text.keys import I64, U64, keys_of_texts, phrase
from countermark.text.ranges import positions
from countermark.text.tokens import Tokens

Found = tuple[Disguise, int]
"""A disguise and the place, within its term, of the word that it is of; -1 for the whole term."""

SEVERAL: Final = 0.9
"""What it says at least that two words of a phrase are in disguise."""
TURNED: Final = frozenset({Way.FLIPPED, Way.BIDI, Way.REVERSED})
"""Ways that also turn the order of the words."""


def whole_phrases(
    tokens: Tokens, vocabulary: Vocabulary, found: Sequence[Disguise | Found]
) -> list[Disguise]:
    """The disguises of whole terms among `found`, and those of whole phrases that their words make up."""
    whole: list[Disguise] = []
    parts: list[Disguise] = []
    words: list[str] = []
    # What no one does by accident goes first where a word is read in two ways.
    for entry in sorted(found, key=_by_accident):
        if isinstance(entry, Disguise):
            whole.append(entry)
        elif entry[1] < 0:
            whole.append(entry[0])
        else:
            parts.append(entry[0])
            words.append(vocabulary.text(entry[0].term).folded.split()[entry[1]])
    if not parts:
        return whole
    partial: dict[str, list[Disguise]] = {}
    for word, disguise in zip(words, parts, strict=True):
        partial.setdefault(word, []).append(disguise)
    done: set[tuple[int, int, int]] = set()
    for number, term, place in _likely(tokens, vocabulary, parts, words):
        text = vocabulary.text(term).folded.split()
        read = _Phrase(tokens, text, partial, parts[number]._replace(term=term), place).read()
        if read is not None and (term, read.first, read.last) not in done:
            done.add((term, read.first, read.last))
            whole.append(read)
    return whole


def _by_accident(entry: Disguise | Found) -> int:
    disguise = entry if isinstance(entry, Disguise) else entry[0]
    return min(DELIBERATE.index(disguise.way), _ANYONE)


_ANYONE: Final = DELIBERATE.index(Way.SAME_LOOK)
"""From here on ways are such as anyone may write in."""


def _likely(
    tokens: Tokens, vocabulary: Vocabulary, parts: Sequence[Disguise], words: Sequence[str]
) -> list[tuple[int, int, int]]:
    """(number of the part, term, place of the word in it) where a word beside a part is beside it in a term, too."""
    keys, _ = keys_of_texts(words)
    turned = np.array([part.way in TURNED for part in parts])
    found: set[tuple[int, int, int]] = set()
    for numbers, others, behind in _beside(tokens, parts, keys):
        backwards = np.flatnonzero(turned[numbers])
        for mine, other, first in (
            (numbers, others, behind),
            (numbers[backwards], others[backwards], not behind),
        ):
            pairs = phrase(keys[mine], other) if first else phrase(other, keys[mine])
            at, entries = vocabulary.find("pairs", pairs)
            terms, places = np.divmod(entries, PARTS)
            if not first:
                places += 1
            found.update(zip(mine[at].tolist(), terms.tolist(), places.tolist(), strict=True))
    return sorted(found)


def _beside(tokens: Tokens, parts: Sequence[Disguise], keys: U64) -> Iterator[tuple[I64, U64, bool]]:
    """(numbers of parts, key of the word beside each, whether it stands behind), written plainly or a part itself."""
    firsts = np.array([part.first for part in parts], dtype=np.int64)
    lasts = np.array([part.last for part in parts], dtype=np.int64)
    here = np.flatnonzero(lasts + 1 < len(tokens))
    yield here, tokens.words[lasts[here] + 1], True
    here = np.flatnonzero(firsts > 0)
    yield here, tokens.words[firsts[here] - 1], False
    order = np.argsort(firsts, kind="stable")
    low, high = (np.searchsorted(firsts[order], lasts + 1, side=side) for side in ("left", "right"))
    one, position = positions(low, high)
    other = order[position]
    yield one, keys[other], True
    yield other, keys[one], False


class _Phrase:
    """Reads a phrase outwards from one word of it in disguise."""

    def __init__(
        self,
        tokens: Tokens,
        words: Sequence[str],
        partial: dict[str, list[Disguise]],
        anchor: Disguise,
        place: int,
    ) -> None:
        self._tokens = tokens
        self._words = words
        self._partial = partial
        self._anchor = anchor
        self._place = place
        self._told = anchor
        self._several = False

    def read(self) -> Disguise | None:
        """The whole phrase around the anchor, or None."""
        return self._around(1) or (self._around(-1) if self._anchor.way in TURNED else None)

    def _around(self, direction: int) -> Disguise | None:
        """The phrase with its words in order (1) or turned (-1)."""
        self._told, self._several = self._anchor, False
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
        strength = max(self._told.strength, SEVERAL) if self._several else self._told.strength
        if strength <= DOUBTFUL:
            return None
        told = self._told._replace(term=self._anchor.term, strength=strength)
        return told._replace(first=first, last=last, start=start, end=end)

    def _next(self, place: int, at: int, *, forward: bool) -> int | None:
        """The far end of word `place` of the phrase, which must begin (or end) at word `at` of the text."""
        tokens = self._tokens
        if not 0 <= at < len(tokens) or tokens.segments[at] != tokens.segments[self._anchor.first]:
            return None
        for disguise in self._partial.get(self._words[place], ()):
            if (disguise.first if forward else disguise.last) == at:
                self._several = True
                if disguise.strength > self._told.strength:
                    self._told = disguise
                return disguise.last if forward else disguise.first
        return at if fold(tokens.between(at, at)) == self._words[place] else None
