"""The letters that a piece shows once all that stands between them is gone: of use where one of them is wrong, too."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from countermark.matching.spelling import seen_as
from countermark.matching.ways import PARTING
from countermark.text.chars import LEET, Kind, kind, latin, plain
from countermark.text.chars import readings as letters_of
from countermark.text.fold import ALIKE, PICTURES, drawn

LEAST_READ: Final = 4
"""Letters of a reading: a word of five with one left out."""
LEAST_ACCENTED: Final = 3
"""Letters with accents that hardly a word of a language has."""
_MOST_PARTS: Final = 5
"""Parts of a piece of which any neighbours may be a mark."""
_LETTERS_A_DIGIT: Final = 7
"""Letters and digits among which one digit stands for a letter."""
USUAL: Final = PARTING | frozenset("-‐‑–—/._&+,:; ")
"""What parts words in ordinary text."""
BROKEN: Final = frozenset('<>{}[]"“”„«»')
"""Brackets and quotes between which and the letters on both sides ordinary text has white space."""
_SIGNS: Final = "[" + re.escape("*|\\~^=!#%:;" + "".join(sorted(BROKEN))) + "]"
_PARTED: Final = re.compile(
    rf"[^\W\d_]{{2}}[-‐‑–—/._+][^\W\d_]{{2}}|[^\W\d_]{_SIGNS}+[^\W\d_]|[^\W\d_][/\\|()<>{{}}\[\]]{{2,}}[^\W\d_]"
)
_BETWEEN: Final = re.compile("[" + re.escape("".join(sorted(USUAL))) + "]+")
_DIGITS: Final = re.compile("[A-Za-z]+[0-9]+[A-Za-z]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff]+")


class Reading(NamedTuple):
    """Small Latin letters, from where to where (code points of the piece) they stand, and the parts they stood in."""

    letters: str
    start: int
    end: int
    parts: tuple[str, ...]


def deserves(text: str) -> bool:
    """Whether an ordinary piece is written so that it may hide a mark with a letter wrong: `nor-rvick`, `no4rvik`."""
    if len(text) <= LEAST_READ:
        return False
    if text.isascii() and text.isalnum():
        return digital(text)
    if text.isalpha():
        return _LATIN.fullmatch(text) is not None
    return _PARTED.search(text) is not None


def digital(text: str) -> bool:
    """Whether a digit or two stand among so many letters that they stand for some: no number, no code."""
    found = _DIGITS.match(text)
    return found is not None and sum(map(str.isdigit, text)) * _LETTERS_A_DIGIT <= len(text)


@lru_cache(maxsize=8192)
def readings_of(text: str) -> tuple[Reading, ...]:
    """Every way to read a piece as letters, those of its neighbouring parts, too."""
    found: dict[str, Reading] = {}
    for shown, way, turned in seen_as(text):
        for start, end, parts in _runs(shown):
            size = len(text)
            place = (size - end, size - start) if turned else (start, end)
            for letters in _read(shown[start:end]):
                if len(letters) >= LEAST_READ and letters not in found:
                    found[letters] = Reading(letters, *place, parts if way is None else ())
    return tuple(found.values())


def _runs(shown: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The whole, and any neighbouring parts of it: from where to where, and what stood in each part."""
    parts: list[tuple[int, int]] = []
    at = 0
    for between in [*_BETWEEN.finditer(shown), None]:
        end = len(shown) if between is None else between.start()
        if end > at:
            parts.append((at, end))
        at = len(shown) if between is None else between.end()
    # Letters that stand each by themselves are spaced; the words on both sides are not part of what is spaced.
    spaced = sum(end - start == 1 for start, end in parts) >= 3
    if spaced:  # fewer are little words
        while parts and parts[0][1] - parts[0][0] > 1:
            parts.pop(0)
        while parts and parts[-1][1] - parts[-1][0] > 1:
            parts.pop()
    count = len(parts)
    spans = [(0, count)] if spaced or count > _MOST_PARTS or count < 2 else []  # one part is the whole
    spans = spans or [(low, high) for low in range(count) for high in range(low + 1, count + 1)]
    return [
        (parts[low][0], parts[high - 1][1], tuple(shown[start:end] for start, end in parts[low:high]))
        for low, high in spans
        if high > low
    ]


def _read(shown: str) -> tuple[str, ...]:
    """The letters that are shown: digits among them read as letters, or left out."""
    if shown.isascii():
        several = ["".join(_letter(char, 0) for char in shown)]
        if "\\" in shown or "|" in shown:
            several.append("".join(_letter(char, 0) for char in drawn(shown)))
    else:
        bare = PICTURES.sub("", shown)
        several = ["".join(_letter(char, choice) for char in bare) for choice in (0, 1)]
        several.append("".join(latin(char) or _letter(char, 0) for char in bare))
        several.extend(_paired(several[0]))
        shown = bare
    if any(map(str.isdigit, shown)):
        several.extend(_paired(several[0]))
        several.append("".join(_letter(char, 0) for char in shown if not char.isdigit()))
    return tuple(letters for letters in dict.fromkeys(several) if letters.isascii() and letters.isalpha())


def _paired(letters: str) -> list[str]:
    """The letters, with two that pass for one read as that one."""
    return [letters.replace(two, one) for two, one in _PAIRS.items() if two in letters]


_PAIRS: Final = {**ALIKE, "rn": "m", "vv": "w"}


@lru_cache(maxsize=8192)
def _letter(char: str, choice: int) -> str:
    if char.isascii():
        return char.lower() if char.isalpha() else LEET[char][0] if char.isdigit() else ""
    if kind(char) <= Kind.SYMBOL and not char.isalpha() and not plain(char).isalnum():
        return ""
    several = letters_of(char)
    return several[min(choice, len(several) - 1)] if several else plain(char)
