"""Words that tell what a price is for, in ten languages, made ready to be looked for in folded titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import yaml

from countermark.text.fold import fold

UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""Letters of the scripts that are written without spaces."""

Places = Mapping[str, Sequence[tuple[int, int]]]
"""From which to which word phrases stand, by what they tell."""


@lru_cache(maxsize=1 << 14)
def _fold(chunk: str) -> str:
    return fold(chunk)


def folded(text: str) -> str:
    """`text` folded. Titles share their words, so each is worked out once."""
    return " ".join(filter(None, map(_fold, text.split())))


class Lexicon(NamedTuple):
    """What words.yaml holds. The names of its sections are what a phrase tells."""

    begins: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
    """What each phrase tells, and its words, by the first of them."""
    unspaced: Mapping[str, tuple[str, ...]]
    """Phrases in scripts without spaces, by what they tell."""
    before_mark: re.Pattern[str]
    """Matches the end of what stands before a mark that is named for what fits it."""
    after_mark: re.Pattern[str]
    """Matches what stands behind such a mark."""

    def places(self, words: Sequence[str]) -> Places:
        """Where phrases stand in `words`; those of unspaced scripts are not looked for."""
        found: dict[str, list[tuple[int, int]]] = {}
        begins = self.begins
        for n, word in enumerate(words):
            for tells, phrase in begins.get(word, ()):
                end = n + len(phrase)
                if len(phrase) == 1 or tuple(words[n:end]) == phrase:
                    found.setdefault(tells, []).append((n, end))
        return found

    def within(self, tells: str, text: str) -> bool:
        """Whether an unspaced phrase that tells this stands anywhere in `text`."""
        return any(phrase in text for phrase in self.unspaced[tells])


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words, read once."""
    read: Mapping[str, Any] = yaml.safe_load(
        files("countermark.signals.price").joinpath("words.yaml").read_text(encoding="utf-8")
    )
    begins: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    unspaced: dict[str, tuple[str, ...]] = {}
    spaced: dict[str, tuple[str, ...]] = {}
    for tells, entry in read.items():
        phrases = dict.fromkeys(map(fold, _all(entry)))
        unspaced[tells] = tuple(phrase for phrase in phrases if UNSPACED.search(phrase))
        spaced[tells] = tuple(phrase for phrase in phrases if not UNSPACED.search(phrase))
        for phrase in spaced[tells]:
            words = tuple(phrase.split())
            begins.setdefault(words[0], []).append((tells, words))
    before = rf"(?:^|\s)(?:{_any(spaced['before_mark'])})(?:\s(?:{_any(spaced['article'])}))?"
    after = rf"^(?:\s\S+){{0,5}}\s(?:{_any(spaced['after_mark'])})(?:\s|$)"
    return Lexicon(
        begins,
        unspaced,
        before_mark=re.compile(rf"(?:{before}|{_any(unspaced['before_mark'])})\s*$"),
        # The model, and what kind of thing it is, may stand between the mark and the word.
        after_mark=re.compile(rf"{after}|^\s*(?:{_any(unspaced['after_mark'])})"),
    )


def _all(entry: Mapping[str, Sequence[str]] | Sequence[str]) -> list[str]:
    return [it for several in entry.values() for it in several] if isinstance(entry, Mapping) else list(entry)


def _any(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
