"""How a word sounds, roughly, to a reader of a European language; and Cyrillic in Latin letters, by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# Where a letter group is heard as "sh", it becomes the capital X, which no folded word holds.
_GROUPS: Final = (
    ("x", "ks"), ("sch", "X"), ("tch", "X"), ("ch", "X"), ("sh", "X"), ("ph", "f"), ("gh", "g"), ("ck", "k"),
    ("qu", "kw"), ("kn", "n"), ("wr", "r"), ("wh", "w"), ("ts", "z"), ("tz", "z"), ("dg", "j"),
)  # fmt: skip
_CLASSES: Final = str.maketrans(
    {
        "c": "k",
        "q": "k",
        "z": "s",
        "v": "f",
        "w": "f",
        "y": "i",
        "j": "i",
        "h": "",
        "p": "b",
        "t": "d",
        "g": "k",
        "X": "s",
    }
)
_VOWELS: Final = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A key that words sharing a sound share: consonant classes, vowels left out but for one in front.

    Coarse on purpose, since it only finds candidates; `heard` is compared before anything is believed.
    """
    return sounds([word])[0]


def sounds(words: Sequence[str]) -> list[str]:
    """The sound of each of `words`, which are worked on all at once, as the lines of one text."""
    shown = _GLIDE.sub("u", _SOFT.sub("s", _ended("\n".join(words))))
    for written, voiced in _GROUPS:
        shown = shown.replace(written, voiced)
    shown = _VOWEL_IN_FRONT.sub(_FRONT, shown)
    shown = _VOWELS.sub("", _single(shown.translate(_CLASSES)))
    return shown.replace(_FRONT, "a").split("\n")


_FRONT: Final = "A"
"""Stands, while vowels are taken away, for the one that is kept; no folded word holds it."""
_VOWEL_IN_FRONT: Final = re.compile(r"(?m)^(?=[aeiouyh])")
_SOFT: Final = re.compile("c(?=[eiy])")
_GLIDE: Final = re.compile("(?<=[aeo])w(?![aeiouy])")
"""A c before these vowels is heard as s; a w that ends a syllable is part of its vowel."""


def spoken(word: str) -> tuple[str, ...]:
    """`word`, and as what else it may be meant: a soft c or g written for the hard sound, a j for a soft g."""
    ways = [word]
    if _SOFT.search(word):
        ways.append(_SOFT.sub("k", word))
    if "j" in word:
        ways.append(word.replace("j", "g"))
    if _SOFT_G.search(word):
        ways.append(_SOFT_G.sub("j", word))
    return tuple(ways)


_SOFT_G: Final = re.compile("g(?=[eiy])")


_FINE: Final = (
    *_GROUPS, ("cc", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("eau", "o"), ("oux", "u"),
    ("ou", "u"), ("oo", "u"), ("ew", "u"), ("ue", "u"), ("ee", "i"), ("ea", "i"), ("ie", "i"), ("ei", "e"), ("ai", "e"),
    ("ay", "e"), ("ey", "i"), ("oe", "o"), ("oa", "o"), ("ow", "o"), ("au", "o"), ("aw", "o"), ("ae", "e"), ("y", "i"),
    ("j", "i"), ("w", "v"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def heard(word: str) -> str:
    """`word` as heard, vowels included: two words of one `sound` whose `heard` differs in one place sound alike."""
    shown = _ended(word)
    for written, voiced in _FINE:
        shown = shown.replace(written, voiced)
    return _single(shown.replace("h", ""))


_SILENT: Final = re.compile(r"(?m)(?<=[^\n]{3}[^aeiouy\n])e$")
_SPOKEN: Final = re.compile(
    r"(?m)(?:(?<=[^\n]{3}[^aeiouy\n])a|(?<=[^\n]{2}[^aeiouy\n])(?:ah|[aeo]r)|(?<=[^\n][^aeiouy\n])[aeo]rr)$"
)


def _ended(words: str) -> str:
    """Words (one a line) with their ends as spoken: a silent e is gone, `-er` is `-a` as much of the world speaks.

    Words of up to four letters are left as they are.
    """
    return _SPOKEN.sub("a", _SILENT.sub("", words))


_REPEATED: Final = re.compile(r"(.)\1+")


def _single(letters: str) -> str:
    return _REPEATED.sub(r"\1", letters)


_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
}  # fmt: skip
# How Russian writes Latin sounds that it has no letter for, undone.
_CYRILLIC_GROUPS: Final = (
    ("кс", "x"),
    ("дж", "j"),
    ("кв", "qu"),
    ("уи", "wi"),
    ("уо", "wo"),
    ("ай", "i"),
    ("эй", "a"),
)


@lru_cache(maxsize=16384)
def cyrillic_to_latin(word: str) -> tuple[str, ...]:
    """`word` in Latin letters: letter by letter, and as a brand's name would be undone. Empty if it is not Cyrillic."""
    if not any(char in _CYRILLIC for char in word) or any(char.isascii() and char.isalpha() for char in word):
        return ()
    plainly = "".join(_CYRILLIC.get(char, char) for char in word)
    undone = word
    for written, meant in _CYRILLIC_GROUPS:
        undone = undone.replace(written, meant)
    undone = "".join(_CYRILLIC.get(char, char) for char in undone)
    return tuple(dict.fromkeys((plainly, undone)))
