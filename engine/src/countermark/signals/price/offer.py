"""What a listing's title says of the offer: of what it is a price, and in which condition.

The title is read in pieces, since only its first names the thing for sale: `crossbody bag, detachable strap`
is a bag, `crossbody bag strap, black` is a strap, `strap for crossbody bag` is one, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from countermark.beside.categories import path_of
from countermark.signals.price.lexicon import UNSPACED, Lexicon, Places, folded, lexicon

_BORDERS: Final = re.compile(r"[,;|/•·:،，、。\n–—+(\[【】]|\s-\s")
_SAYS_WHAT: Final = 2
"""Words besides the mark that the first piece of a title needs to name a thing."""


class Offer:
    """A title, read as far as it is asked. `marks`: the folded names of the brand, and their words."""

    def __init__(self, title: str, marks: Sequence[str], mark_words: frozenset[str]) -> None:
        self.title = title
        self._marks = marks
        self._mark_words = mark_words
        self._unspaced = UNSPACED.search(title) is not None
        self._pieces = [text for text in map(folded, _BORDERS.split(title)) if text]
        self.text = " ".join(self._pieces)
        self.words = self.text.split()

    @cached_property
    def _places(self) -> Places:
        return lexicon().places(self.words)

    @property
    def smaller(self) -> bool:
        """Whether it is a variant that is cheaper by nature."""
        return self._tells("smaller")

    @property
    def condition(self) -> str | None:
        """The condition, where it says that the thing is not new."""
        return next((tells for tells in ("used", "refurbished") if self._tells(tells)), None)

    @property
    def of_something_else(self) -> bool:
        """Whether the price is of something else: a sample, a deposit, a thing that fits the brand's."""
        return self._tells("sample") or self._tells("other") or any(map(self._meant_for, self._pieces))

    @property
    def parts(self) -> list[tuple[str, ...]]:
        """Phrases that make the thing for sale a part or an accessory."""
        end = self._head()
        found = [tuple(self.words[start:to]) for start, to in self._places.get("part", ()) if to <= end]
        if self._unspaced:
            known = lexicon()
            cut = [_before_beside(word, known) for word in self.words[:end]]
            # A feature has such words within it; a thing is named by what its name ends in.
            ends = known.unspaced["part"]
            found += [(word,) for word in cut if word.endswith(ends) or known.within("part_anywhere", word)]
        return found

    def _tells(self, what: str) -> bool:
        return what in self._places or (self._unspaced and lexicon().within(what, self.text))

    def _meant_for(self, piece: str) -> bool:
        """Whether a piece of the title names the mark only to say what the offer fits."""
        known = lexicon()
        for mark in self._marks:
            before, found, behind = piece.partition(mark)
            if found and (
                ("fits" in self._places and "fits" in known.places(before.split()))
                or (self._unspaced and known.within("fits", before))
                or known.before_mark.search(before)
                or known.after_mark.match(behind)
            ):
                return True
        return False

    def _head(self) -> int:
        """How many words the first piece that names a thing has, up to where it says what comes with it."""
        end = 0
        for piece in self._pieces:
            end += piece.count(" ") + 1
            if sum(word not in self._mark_words for word in self.words[:end]) >= _SAYS_WHAT:
                break
        beside = [start for start, _ in self._places.get("with", ()) if _SAYS_WHAT <= start < end]
        return min(beside, default=end)


def _before_beside(word: str, known: Lexicon) -> str:
    """What stands in an unspaced word before the sign that says what comes with the thing."""
    places = [word.find(sign) for sign in known.unspaced["with"]]
    return word[: min((place for place in places if place >= 0), default=len(word))]


@lru_cache(maxsize=4096)
def is_part_category(category: str) -> bool:
    """Whether a category is one of parts and accessories, going by the names of its path."""
    steps = [folded(step) for step in path_of(category)]
    known = lexicon()
    return any(
        (0, len(words)) in known.places(words).get("part_category", ()) or known.within("part_category", step)
        for step in steps
        if (words := step.split())
    )
