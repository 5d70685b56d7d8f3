"""One mention of a brand and the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

from countermark.text.lexicon import Cue, Lexicon

FARTHEST: Final = 12
"""Words that are looked back over for a word such as "for"."""
_DIGIT: Final = re.compile(r"\d")
_BORDER: Final = re.compile(r"[|•·;!?\n()。！？；（）]|\s[-–—:]\s|\.\s")
_LISTS: Final = frozenset({",", "/", "&", "+", "、", "，", "،"})
_PASSED_BY: Final = frozenset({"tm", "r", "and", "or", "touch"})


class Mark(NamedTuple):
    """A mark in a text (code points), and whether it is of the brand under question."""

    start: int
    end: int
    same: bool


class Found(NamedTuple):
    """Words of a group before a mention, and how many words with a meaning of their own stand between."""

    group: str
    cue: Cue
    passed: int


class Mention:
    """The mark at `start` of `text`; those of the same brand beside it are one with it (`Norrvik Arctic`)."""

    def __init__(self, text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> None:
        self._marks = _apart([Mark(start, end, same=True), *marks])
        self.text = text
        lexicon = Lexicon.of("fair_use", "look_alike")
        self.items = lexicon.items(text, [(mark.start, mark.end) for mark in self._marks])
        self._cues = lexicon.cues(self.items)
        at = next(n for n, item in enumerate(self.items) if item.of >= 0 and item.start == start)
        self.first, self.last, self.together = self._grown(at)

    def cues(self, group: str) -> Sequence[Cue]:
        """Where words of `group` stand, in order."""
        return self._cues.get(group, ())

    def before(self, group: str) -> Cue | None:
        """Words of `group` directly before the mark."""
        return next((cue for cue in self.cues(group) if cue.last == self.first - 1), None)

    def behind(self, group: str, within: int = 1) -> Cue | None:
        """Words of `group` that begin up to `within` words behind the mark."""
        return next((cue for cue in self.cues(group) if 0 < cue.first - self.last <= within), None)

    def is_mark(self, at: int) -> bool:
        """Whether a mark stands at item `at`."""
        return 0 <= at < len(self.items) and self.items[at].of >= 0

    def is_same(self, at: int) -> bool:
        """Whether a mark of the brand under question stands at item `at`."""
        return self.is_mark(at) and self._marks[self.items[at].of].same

    def written(self, at: int) -> str:
        """Item `at` as written, in small letters."""
        return self.text[self.items[at].start : self.items[at].end].casefold()

    def has_digit(self, at: int) -> bool:
        """Whether item `at` is a number or a model."""
        return bool(_DIGIT.search(self.items[at].word))

    def parted(self, first: int, last: int) -> bool:
        """Whether a new thought begins between items `first` and `last`."""
        return bool(_BORDER.search(self.text, self.items[first].end, self.items[last].start))

    @cached_property
    def lead(self) -> int:
        """Words at the head of the text that say nothing of what it is about: `new`, `2x`, `black`."""
        leading = self._places("leading")
        at = 0
        while at < self.first and (at in leading or self.has_digit(at)):
            at += 1
        return at

    @cached_property
    def after_itself(self) -> bool:
        """Whether the text begins with the same brand already, or with a longer name that begins alike."""
        if self.first == self.lead:
            return False
        return (
            self.is_same(self.lead)
            or self.written(self.lead).split()[0] == self.written(self.first).split()[0]
        )

    def looking_back(self, *groups: str) -> Found | None:
        """The nearest words of `groups` before the mark; lists, articles, numbers, other marks are passed by."""
        ends = {cue.last: (group, cue) for group in groups for cue in self.cues(group)}
        whom = {cue.first for cue in self.cues("for_whom")}
        light = self._places("between") | self._places("device") | self._places("generation")
        passed = 0
        for at in range(self.first - 1, max(self.first - 1 - FARTHEST, -1), -1):
            passed += 2 * self.parted(at, at + 1)
            if at in ends and at + 1 not in whom:
                return Found(*ends[at], passed)
            said = self.is_mark(at) or at in light or self.has_digit(at) or (self.listed and self._lists(at))
            passed += not said
        return None

    @cached_property
    def listed(self) -> bool:
        """Whether the mark stands in a list: `X, Y, Z` or `X/Y/Z`."""
        return sum(self._lists(at) for at in range(self.first - 4, self.last + 4)) > 1

    def _lists(self, at: int) -> bool:
        """Whether a sign that parts the entries of a list stands behind item `at`."""
        if not 0 <= at < len(self.items) - 1:
            return False
        return self.text[self.items[at].end : self.items[at + 1].start].strip() in _LISTS

    def _places(self, group: str) -> set[int]:
        return {at for cue in self.cues(group) for at in range(cue.first, cue.last + 1)}

    def _grown(self, at: int) -> tuple[int, int, int]:
        """First and last mark of the brand that stand together with the one at `at`, and how many."""
        ends = [at, at]
        said = {self.written(at)}
        for side, step in enumerate((-1, 1)):
            while True:
                other = ends[side] + step
                while abs(other - ends[side]) <= 3 and self._is_light(other):
                    other += step
                if not self.is_same(other) or self.written(other) in said:
                    break
                ends[side] = other
                said.add(self.written(other))
        return ends[0], ends[1], len(said)

    def _is_light(self, at: int) -> bool:
        if not 0 <= at < len(self.items) or self.is_mark(at):
            return False
        word = self.items[at].word
        return len(word) == 1 or word in _PASSED_BY


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """`marks` in order; of those that overlap the first given."""
    kept: list[Mark] = []
    for mark in marks:
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept)
