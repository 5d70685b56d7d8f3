"""What stands around a phrase of the trade: is it taken back, is it about something else, is it written as
meant?

A phrase is judged within a window of its text, so that a long description costs no more than a title. The
words that take back stand in `phrases/negation.yaml`, those that make a phrase innocent in
`phrases/innocent.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from countermark.text.fold import fold
from countermark.text.lexicon import Cue, Item, Lexicon, packaged, phrase_lists

REACH: Final = 90
"""Code points on either side of a phrase that are looked at."""
TAKEN_BACK: Final = 4
"""Words that may stand between a word that takes back and the phrase behind it."""
BEHIND: Final = 2
"""The same behind a phrase."""
_STOP: Final = re.compile(r"[.!?;|•·\n。！？；]|:\s|\s[-–—]\s")
_COMMA: Final = re.compile(r"[,/，、،]")


class _Innocence(NamedTuple):
    """Words (a group of the lexicon) that make phrases innocent when they stand up to `near` words away."""

    group: str
    of: tuple[tuple[str, ...], ...]
    near: int
    parts: bool
    """Whether phrases that hold one of `of` are meant, too."""
    weak: bool
    """Whether something is left of the phrase: it then counts as a weak one."""


class Believed(NamedTuple):
    """What is left of a phrase in its context."""

    as_meant: bool
    weak: bool = False


class Context:
    """The words around phrases of the trade. A denial may go on over `phrases`: `no fake or copy`."""

    def __init__(self, phrases: Collection[str] = ()) -> None:
        self._phrases = frozenset(word for phrase in phrases for word in fold(phrase).split())
        self._lexicon, self._rules = _loaded()
        languages = phrase_lists("negation")
        self._joining = frozenset(fold(word) for words in languages["joining"].values() for word in words)
        self._swallowing = tuple(word for words in languages["swallowed"].values() for word in words)
        self._relevant = lru_cache(maxsize=4096)(self._rules_for)

    def believed(self, text: str, start: int, end: int, phrase: str) -> Believed:
        """What is left of `phrase` (folded) that stands from `start` to `end` of `text`."""
        if not phrase.isascii() and self._swallowed(text, start, end):
            return Believed(as_meant=False)
        low, high = max(start - REACH, 0), end + REACH
        window = text[low:high]
        items = self._lexicon.items(window, [(start - low, end - low)])
        cues = self._lexicon.cues(items)
        at = next(n for n, item in enumerate(items) if item.of == 0)
        if self._denied(window, items, cues, at):
            return Believed(as_meant=False)
        weak = False
        for rule in self._relevant(phrase):
            if any(_distance(cue, at) <= rule.near for cue in cues.get(rule.group, ())):
                if not rule.weak:
                    return Believed(as_meant=False)
                weak = True
        return Believed(as_meant=True, weak=weak)

    def _denied(self, window: str, items: Sequence[Item], cues: dict[str, list[Cue]], at: int) -> bool:
        return any(self._reaches_back(window, items, cue, at) for cue in cues.get("not_after", ())) or any(
            self._reaches(window, items, cue, at) for cue in cues.get("not_before", ())
        )

    def _reaches_back(self, window: str, items: Sequence[Item], cue: Cue, at: int) -> bool:
        """Whether a denial behind the phrase reaches it, over a list, too: `replika ya da kopya değil`."""
        if cue.first <= at:
            return False
        begin, end = items[at].end, items[cue.first].start
        if _STOP.search(window, begin, end):
            return False
        between = items[at + 1 : cue.first]
        if all(item.word in self._phrases or item.word in self._joining for item in between):
            return True
        return len(between) < BEHIND and not _COMMA.search(window, begin, end)

    def _reaches(self, window: str, items: Sequence[Item], cue: Cue, at: int) -> bool:
        """Whether a denial reaches the phrase at item `at`."""
        if not at - cue.last > 0:
            return False
        begin, end = items[cue.last].end, items[at].start
        between = items[cue.last + 1 : at]
        if _STOP.search(window, begin, end) or (between and between[0].word[:1].isdigit()):
            return False
        if all(item.word in self._phrases or item.word in self._joining for item in between):
            return True  # a list of what is denied, however long
        return len(between) <= TAKEN_BACK and not _COMMA.search(window, begin, end)

    def _swallowed(self, text: str, start: int, end: int) -> bool:
        """Whether the phrase is but a part of a longer word in a script written without spaces."""
        for word in self._swallowing:
            at = text.find(word, max(end - len(word), 0), start + len(word))
            if at >= 0 and at <= start and end <= at + len(word):
                return True
        return False

    def _rules_for(self, phrase: str) -> list[_Innocence]:
        words = tuple(phrase.split())
        return [
            rule
            for rule in self._rules
            if words in rule.of or (rule.parts and any(_holds(words, of) for of in rule.of))
        ]


@cache
def _loaded() -> tuple[Lexicon, tuple[_Innocence, ...]]:
    groups = {
        group: [phrase for phrases in languages.values() for phrase in phrases]
        for group, languages in phrase_lists("negation").items()
    }
    rules = []
    for name, rule in packaged("innocent").items():
        groups[name] = [phrase for phrases in rule["words"].values() for phrase in phrases]
        of = tuple(tuple(fold(phrase).split()) for phrase in rule["of"])
        rules.append(_Innocence(name, of, int(rule["near"]), "parts" in rule, "counts" in rule))
    return Lexicon(groups), tuple(rules)


def _distance(cue: Cue, at: int) -> int:
    return cue.first - at if cue.first > at else at - cue.last


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether `part` stands in `words` as a run."""
    return any(tuple(words[n : n + len(part)]) == tuple(part) for n in range(len(words) - len(part) + 1))


_GAPS: Final = re.compile(r"[\s\-_/'’´`+®™*\"“”„«»]*")
_COLONS: Final = re.compile(r"\s?[:：∶﹕꞉][\s]?")
_ODD_COLONS: Final = re.compile(r"\s?[;；~][\s]?")
_LOOSE_COLONS: Final = re.compile(r"\s?[;；~/·.\-][\s]?")


def spelt(shown: str, phrase: str) -> bool | None:
    """Whether `shown`, whose words are those of `phrase`, has its signs, too; None if one is in disguise.

    Folding drops signs: "1:1" is "1 1" like "1, 1" and "11". What stands between the words tells them apart.
    """
    if fold(shown).replace(" ", "") != fold(phrase).replace(" ", ""):
        return False  # letters of an unspaced script stand between the words: `1个1`
    wanted, found = _signs(phrase), _signs(shown)
    if len(wanted) != len(found):
        return not any(":" in sign for sign in wanted)
    odd = False
    for sign, other in zip(wanted, found, strict=True):
        if ":" in sign:
            if not _COLONS.fullmatch(other):
                # "1.1" and "1/1" alone are numbers of versions and editions.
                loose = _LOOSE_COLONS if phrase.strip("1: ") else _ODD_COLONS
                if not loose.fullmatch(other):
                    return False
                odd = True
        elif not (_GAPS.fullmatch(other) or (other == "." and _single_letters(phrase))):
            return False
    return None if odd else True


_BETWEEN: Final = re.compile(r"(?<=\w)\W+(?=\w)")


def _signs(text: str) -> list[str]:
    return _BETWEEN.findall(text)


def _single_letters(phrase: str) -> bool:
    return all(len(word) == 1 for word in phrase.split()[:-1])


def on_borders(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit goes on at an end that is one: `NOKIA货` holds no `A货`."""
    if start and _latin(text[start]) and _latin(text[start - 1]):
        return False
    if end < len(text) and _latin(text[end - 1]) and _latin(text[end]):
        return False
    # "1:1.4" is the aperture of a lens, "2:1:1" a mixture, "1:10" was never read as "1:1".
    number = text[end - 1].isdigit() and re.match(r"\s?[:.,/]\s?\d", text[end:])
    before = text[start].isdigit() and re.search(r"\d\s?[:.,/]\s?$", text[:start])
    return not number and not before


def _latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x250
