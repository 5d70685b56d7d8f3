"""The mentions of a brand in one text, and the words around each."""

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
_COMMA: Final = re.compile(r"[,，、،]")
_LISTS: Final = frozenset({",", "/", "&", "+", "、", "，", "،"})
_PASSED_BY: Final = frozenset({"tm", "r", "and", "or", "touch"})


class Mark(NamedTuple):
    """A mark in a text (code points), and whether it is of the brand under question."""

    start: int
    end: int
    same: bool = True


class Found(NamedTuple):
    """Words of a group before a mention, and how many words with a meaning of their own stand between."""

    group: str
    cue: Cue
    passed: int


class Parsed:
    """A text with some marks, cut into words, and what the lexicon knows of them."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        lexicon = Lexicon.of("fair_use", "look_alike")
        self.text = text
        self.marks = _apart(marks)
        self.items = lexicon.items(text, [(mark.start, mark.end) for mark in self.marks])
        self._cues = lexicon.cues(self.items)

    def cues(self, group: str) -> Sequence[Cue]:
        """Where words of `group` stand, in order."""
        return self._cues.get(group, ())

    def is_mark(self, at: int) -> bool:
        """Whether a mark stands at item `at`."""
        return 0 <= at < len(self.items) and self.items[at].of >= 0

    def is_same(self, at: int) -> bool:
        """Whether a mark of the brand under question stands at item `at`."""
        return self.is_mark(at) and self.marks[self.items[at].of].same

    def written(self, at: int) -> str:
        """Item `at` as written, in small letters."""
        return self.text[self.items[at].start : self.items[at].end].casefold()

    def has_digit(self, at: int) -> bool:
        """Whether item `at` is a number or a model."""
        return bool(_DIGIT.search(self.items[at].word))

    def parted(self, first: int, last: int) -> bool:
        """Whether a new thought begins between items `first` and `last`."""
        return bool(_BORDER.search(self.text, self.items[first].end, self.items[last].start))

    def apart(self, first: int, last: int) -> bool:
        """The same, where a comma is enough."""
        comma = _COMMA.search(self.text, self.items[first].end, self.items[last].start)
        return bool(comma) or self.parted(first, last)

    def places(self, group: str) -> set[int]:
        """The items that are words of `group`."""
        return {at for cue in self.cues(group) for at in range(cue.first, cue.last + 1)}

    def lists(self, at: int) -> bool:
        """Whether a sign that parts the entries of a list stands behind item `at`."""
        if not 0 <= at < len(self.items) - 1:
            return False
        return self.text[self.items[at].end : self.items[at + 1].start].strip() in _LISTS

    @cached_property
    def goods(self) -> list[Cue]:
        """The goods that are offered; "with charger" says what lies in the box."""
        within = {cue.last for cue in self.cues("within")}
        return [cue for cue in self.cues("goods") if not within & {cue.first - 1, cue.first - 2}]

    @cached_property
    def whom(self) -> set[int]:
        """Where it begins to be said for whom the goods are."""
        return {cue.first for cue in self.cues("for_whom")}

    @cached_property
    def light(self) -> set[int]:
        """The items that say little by themselves."""
        return self.places("between") | self.places("generation")

    @cached_property
    def agents(self) -> set[int]:
        """The items behind words for those who act for a brand: "dealer for" says nothing of goods."""
        return {cue.last + 1 for cue in self.cues("agent")}


class Mention:
    """The mark `number` of a text; those of the same brand beside it are one with it (`Norrvik Arctic`)."""

    def __init__(self, parsed: Parsed, number: int) -> None:
        self.parsed = parsed
        at = next(n for n, item in enumerate(parsed.items) if item.of == number)
        self.first, self.last, self.together = self._grown(at)

    def before(self, group: str) -> Cue | None:
        """Words of `group` directly before the mark."""
        return next((cue for cue in self.parsed.cues(group) if cue.last == self.first - 1), None)

    def behind(self, group: str, within: int = 1) -> Cue | None:
        """Words of `group` that begin up to `within` words behind the mark."""
        return next((cue for cue in self.parsed.cues(group) if 0 < cue.first - self.last <= within), None)

    @cached_property
    def lead(self) -> int:
        """Words at the head of the text that say nothing of what it is about: `new`, `2x`, `black`."""
        leading = self.parsed.places("leading")
        at = 0
        while at < self.first and (at in leading or self.parsed.has_digit(at)):
            at += 1
        return at

    @cached_property
    def after_itself(self) -> bool:
        """Whether the text begins with the same brand already, or with a longer name that begins alike."""
        parsed = self.parsed
        if self.first == self.lead:
            return False
        alike = parsed.written(self.lead).split()[0] == parsed.written(self.first).split()[0]
        return parsed.is_same(self.lead) or alike

    @cached_property
    def listed(self) -> bool:
        """Whether the mark stands in a list: `X, Y, Z` or `X/Y/Z`."""
        return sum(self.parsed.lists(at) for at in range(self.first - 4, self.last + 4)) > 1

    def looking_back(self, *groups: str) -> Found | None:
        """The nearest words of `groups` before the mark; lists, articles, numbers and marks are passed by."""
        parsed = self.parsed
        ends = {cue.last: (group, cue) for group in groups for cue in parsed.cues(group)}
        passed = 0
        for at in range(self.first - 1, max(self.first - 1 - FARTHEST, -1), -1):
            passed += 2 * parsed.parted(at, at + 1)
            if at in ends and at + 1 not in parsed.whom and ends[at][1].first not in parsed.agents:
                return Found(*ends[at], passed)
            said = parsed.is_mark(at) or at in parsed.light or parsed.has_digit(at)
            passed += not (said or (self.listed and parsed.lists(at)))
        return None

    def _grown(self, at: int) -> tuple[int, int, int]:
        """First and last mark of the brand that stand together with the one at `at`, and how many."""
        parsed = self.parsed
        ends = [at, at]
        said = {parsed.written(at)}
        for side, step in enumerate((-1, 1)):
            while True:
                other = ends[side] + step
                while abs(other - ends[side]) <= 3 and self._is_light(other):
                    other += step
                if not parsed.is_same(other) or parsed.written(other) in said:
                    break
                ends[side] = other
                said.add(parsed.written(other))
        return ends[0], ends[1], len(said)

    def _is_light(self, at: int) -> bool:
        if not 0 <= at < len(self.parsed.items) or self.parsed.is_mark(at):
            return False
        word = self.parsed.items[at].word
        return len(word) == 1 or word in _PASSED_BY


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """`marks` in order; of those that overlap the first given."""
    kept: list[Mark] = []
    for mark in marks:
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept)
