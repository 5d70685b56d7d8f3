"""The ways in which a mark is written other than plainly, and what one letter's way is."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from countermark.text.chars import LEET, Kind, flipped, flipped_marks, kind, latin, plain, readings


class Way(StrEnum):
    """How a mark is disguised. The values are names of evidence: never change one."""

    ZERO_WIDTH = "zero_width"
    BIDI = "bidi"
    FLIPPED = "flipped"
    FANCY = "fancy_letters"
    HOMOGLYPH = "homoglyph"
    MASKED = "masked"
    LEET = "leetspeak"
    SPACED = "spaced"
    SEPARATED = "separated"
    EMOJI = "emoji_inside"
    REVERSED = "reversed"
    TRANSLITERATED = "transliterated"
    ACCENT = "accent"
    DOUBLED = "doubled"
    SAME_LOOK = "same_look"
    SPLIT = "split"
    GLUED = "glued"
    SOUND = "sound_alike"
    TYPO = "typo"


DELIBERATE: Final = (
    Way.ZERO_WIDTH, Way.BIDI, Way.FLIPPED, Way.FANCY, Way.HOMOGLYPH, Way.EMOJI, Way.MASKED, Way.LEET, Way.SPACED,
    Way.SEPARATED, Way.REVERSED, Way.ACCENT, Way.SAME_LOOK, Way.DOUBLED, Way.TRANSLITERATED, Way.SPLIT, Way.GLUED,
    Way.SOUND, Way.TYPO,
)  # fmt: skip
"""From what no one does by accident to what anyone does: the first way present names the disguise."""

COST: Final = {
    Way.ZERO_WIDTH: 0.1, Way.FANCY: 0.1, Way.ACCENT: 0.1, Way.HOMOGLYPH: 0.15, Way.FLIPPED: 0.2, Way.LEET: 0.3,
    Way.SEPARATED: 0.15, Way.EMOJI: 0.15, Way.SAME_LOOK: 0.45, Way.DOUBLED: 0.5, Way.MASKED: 0.6, Way.TYPO: 1.0,
}  # fmt: skip
"""How far one letter written in this way is from the plain letter; 1.0 is a wrong letter."""


@lru_cache(maxsize=65536)
def letter_ways(char: str) -> tuple[tuple[str, Way | None], ...]:
    """(letters that `char` can stand for, way of it) for every reading, nearest first; None is plain."""
    ways: dict[str, Way | None] = {}
    base = plain(char)
    if base:
        ways[base] = None if char.isascii() or base == char.casefold() else _plain_way(char)
    look = latin(char)
    if look and not char.isascii():
        ways.setdefault(look, Way.HOMOGLYPH)
    leet = LEET.get(char, "") + LEET.get(base, "")
    for reading in readings(char):
        ways.setdefault(reading, Way.LEET if reading in leet else Way.HOMOGLYPH)
    if char in flipped_marks():
        ways[flipped()[char]] = Way.FLIPPED
    for letter, other in (("l", "i"), ("i", "l"), ("i", "j"), ("j", "i"), ("u", "v"), ("v", "u")):
        if base == letter:
            ways.setdefault(other, Way.SAME_LOOK)
    return tuple(ways.items())


def _plain_way(char: str) -> Way:
    """Whether a letter that folds to a plain one is an accented letter or one of another font."""
    decomposed = unicodedata.normalize("NFD", char)
    accented = len(decomposed) > 1 or unicodedata.name(char, "").find(" WITH ") > 0
    return Way.ACCENT if accented else Way.FANCY


@lru_cache(maxsize=65536)
def skip_way(char: str) -> Way | None:
    """The way of a character that stands between letters and stands for none itself; None if it cannot."""
    what = kind(char)
    if what is Kind.INVISIBLE:
        return Way.ZERO_WIDTH
    if what is Kind.LETTER and not plain(char):
        return Way.ACCENT
    if what is Kind.SYMBOL:
        if char in "()[]{}<>\"“”„«»":
            return None  # brackets and quotes part words: `roll(s)`
        return Way.EMOJI if unicodedata.category(char) == "So" else Way.SEPARATED
    return Way.SEPARATED if what is Kind.SPACE else None


SEQUENCES: Final = {"rn": "m", "vv": "w", "cl": "d", "uu": "w", "\\/": "v", "/\\": "a", "|_|": "u", "|<": "k", "()": "o"}
"""Several characters that look like one letter."""
