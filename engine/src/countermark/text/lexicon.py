"""Lists of words in ten languages (`phrases/*.yaml`), and where their words stand in a short text.

The lists of all languages are one: few listings say in which language they are, and many are in two. Scripts
written without spaces are cut up by the words of the lexicon itself, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

import yaml

from countermark.text.chars import Kind, kind
from countermark.text.fold import fold
from countermark.text.words import words

NOTHING: Final = "nothing"
"""The group of words that only look like those of the others; it hides them."""


_REMEMBERED: Final = 1 << 14


class Item(NamedTuple):
    """A word of a text, folded, and where it stands (code points). `of` is the number of the mark that stands
    here instead of a word; -1 for a word.
    """

    word: str
    start: int
    end: int
    of: int = -1


class Cue(NamedTuple):
    """Words of a group of the lexicon: from item `first` to item `last` (both included)."""

    first: int
    last: int


class _Entry(NamedTuple):
    group: str
    words: tuple[str, ...]
    open: bool
    """Whether the last word may go on."""


def packaged(name: str) -> Any:
    """What `phrases/<name>.yaml` holds; every value in it is a text."""
    file = resources.files("countermark.text") / "phrases" / f"{name}.yaml"
    # `no` is a word of five languages and no truth value.
    loader = yaml.BaseLoader
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  # makes nothing but texts


def phrase_lists(name: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Group -> language -> words of `phrases/<name>.yaml`, as they are written there."""
    lists: Mapping[str, Mapping[str, Sequence[str]]] = packaged(name)
    return lists


class Lexicon:
    """Groups of words, found in texts."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        phrases = [
            (group, phrase.removesuffix("*"), phrase.endswith("*"))
            for group in groups
            for phrase in groups[group]
        ]
        self._unspaced = {
            word.folded
            for _, phrase, _ in phrases
            for word in words(phrase)
            if kind(word.folded[0]) is Kind.UNSPACED
        }
        self._longest = max(map(len, self._unspaced), default=0)
        self._whole: dict[str, list[_Entry]] = {}
        self._open: dict[str, list[_Entry]] = {}
        for group, phrase, is_open in phrases:
            entry = _Entry(group, tuple(item.word for item in self.items(phrase)), is_open)
            starts_open = is_open and len(entry.words) == 1
            (self._open if starts_open else self._whole).setdefault(entry.words[0], []).append(entry)
        self._entries = lru_cache(maxsize=_REMEMBERED)(self._looked_up)

    @classmethod
    @cache
    def of(cls, *names: str) -> Lexicon:
        """The groups of every `phrases/<name>.yaml`, all languages together."""
        lists = [phrase_lists(name) for name in names]
        return cls({group: _of_all(languages) for groups in lists for group, languages in groups.items()})

    def items(self, text: str, marks: Sequence[tuple[int, int]] = ()) -> list[Item]:
        """The words of `text`, with one item for each of `marks` (places in order, apart from each other)."""
        found: list[Item] = []
        at = 0
        for number, (start, end) in enumerate(marks):
            found.extend(self._words(text, at, start))
            found.append(Item("", start, end, number))
            at = end
        found.extend(self._words(text, at, len(text)))
        return found

    def _words(self, text: str, start: int, end: int) -> Iterable[Item]:
        for folded, begin, stop in _words_of(text[start:end], start):
            if not folded.isascii() and stop - begin == len(folded) and kind(folded[0]) is Kind.UNSPACED:
                yield from self._cut(folded, begin)
            elif stop - begin == 1 and text[stop : stop + 1] == "/" and folded.isalpha():
                yield Item(folded + "/", begin, stop + 1)  # "w/", "p/": an abbreviation
            else:
                yield Item(folded, begin, stop)

    def _cut(self, run: str, start: int) -> Iterable[Item]:
        """A run of an unspaced script in words of the lexicon and what stands between them."""
        at = known_to = 0
        while at < len(run):
            most = min(self._longest, len(run) - at)
            size = next((n for n in range(most, 0, -1) if run[at : at + n] in self._unspaced), 0)
            if size:
                if known_to < at:
                    yield Item(run[known_to:at], start + known_to, start + at)
                yield Item(run[at : at + size], start + at, start + at + size)
                known_to = at + size
            at += size or 1
        if known_to < at:
            yield Item(run[known_to:at], start + known_to, start + at)

    def cues(self, items: Sequence[Item]) -> dict[str, list[Cue]]:
        """Where words of each group stand in `items`, in order, the longest at each place."""
        found: dict[str, list[Cue]] = {}
        hidden = -1
        for first, item in enumerate(items):
            entries = self._entries(item.word)
            if not entries:
                continue
            longest: dict[str, int] = {}
            for entry in entries:
                last = first + len(entry.words) - 1
                if last > longest.get(entry.group, -1) and _stands(entry, items, first):
                    longest[entry.group] = last
            nothing = longest.pop(NOTHING, first - 1)
            for group, last in longest.items():
                if last > max(nothing, hidden):
                    found.setdefault(group, []).append(Cue(first, last))
            hidden = max(hidden, nothing)
        return found

    def _looked_up(self, word: str) -> tuple[_Entry, ...]:
        """The entries that may begin with `word`."""
        beginnings = (self._open.get(word[:size], ()) for size in range(2, len(word) + 1))
        return (*self._whole.get(word, ()), *(entry for several in beginnings for entry in several))


_ORDINARY: Final = re.compile(
    "[\\x00-\\x7f\u00a0\u00c0-\u024f\u0400-\u045f\u0621-\u063a\u0641-\u064a\u2010-\u2027\u2030-\u205e"
    "\u3000-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20]*"
)
"""Texts whose words a pattern finds as `words` does: all letters whole, nothing invisible."""
_WORD: Final = re.compile("[\u4e00-\u9fff]+|[^\\W_\u4e00-\u9fff]+")
_folded = lru_cache(maxsize=_REMEMBERED)(fold)


def _words_of(text: str, start: int) -> Iterable[tuple[str, int, int]]:
    """The words of `text`, folded, with their places; places count from `start`."""
    if not _ORDINARY.fullmatch(text):
        yield from ((word.folded, word.start + start, word.end + start) for word in words(text))
        return
    for found in _WORD.finditer(text):
        folded = _folded(found[0])
        if folded:
            yield folded, found.start() + start, found.end() + start


def _of_all(languages: Mapping[str, Sequence[str]]) -> list[str]:
    return [phrase for phrases in languages.values() for phrase in phrases]


def _stands(entry: _Entry, items: Sequence[Item], first: int) -> bool:
    if first + len(entry.words) > len(items):
        return False
    *head, tail = entry.words
    if any(items[first + place].word != word for place, word in enumerate(head)):
        return False
    last = items[first + len(head)].word
    return last.startswith(tail) if entry.open else last == tail
