"""The ways in which a mark is written other than plainly, and what one letter's way is."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from countermark.text.chars import LEET, Kind, flipped, flipped_marks, kind, latin, plain, readings
from countermark.text.fold import ALIKE, DRAWN, natural


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
SURE_WAYS: Final = frozenset({Way.ZERO_WIDTH, Way.BIDI, Way.FLIPPED, Way.FANCY, Way.HOMOGLYPH, Way.EMOJI})
"""Ways in which nobody writes an ordinary word by accident."""
GUESSED: Final = 0.6
"""Cost of a foreign letter or a picture that stands where a letter should."""


FIRST_PICTURE: Final = 0x2600
"""Code point from which on symbols are pictures."""


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
    pictured = ord(char) >= FIRST_PICTURE and unicodedata.category(char) == "So"
    for reading in readings(char):
        ways.setdefault(reading, Way.EMOJI if pictured else Way.LEET if reading in leet else Way.HOMOGLYPH)
    if char in flipped_marks():
        ways[flipped()[char]] = Way.FLIPPED
    for letter, other in (
        ("l", "i"),
        ("i", "l"),
        ("i", "j"),
        ("j", "i"),
        ("u", "v"),
        ("v", "u"),
        ("z", "s"),
        ("g", "q"),
        ("q", "g"),
    ):
        if base == letter:
            ways.setdefault(other, Way.SAME_LOOK)
    return tuple(ways.items())


def _plain_way(char: str) -> Way:
    """Whether a letter that folds to a plain one is an accented letter or one of another font."""
    decomposed = unicodedata.normalize("NFD", char)
    accented = len(decomposed) > 1 or unicodedata.name(char, "").find(" WITH ") > 0
    return Way.ACCENT if accented else Way.FANCY


ORDINARY_SIGNS: Final = frozenset("©®™℠℗°№℃℉℅")
"""Signs that stand in ordinary text and for no letter that one has to guess: `shop.com™`, `360°`."""
UNREADABLE: Final = "\ufffd"
"""Stands where a text was damaged."""
PARTING: Final = frozenset("()[]{}<>\"“”„«»'’`´")
"""Brackets, quotes and apostrophes part words in ordinary text: `roll(s`, `people's`."""


@lru_cache(maxsize=65536)
def skip_way(char: str, before: str) -> Way | None:
    """The way of a character that stands between letters and stands for none itself; None if it cannot.

    Behind a picture, what nobody sees is part of the picture.
    """
    what = kind(char)
    if what is Kind.INVISIBLE:
        return (
            Way.EMOJI
            if kind(before) in {Kind.SYMBOL, Kind.INVISIBLE} and char in "\ufe0e\ufe0f\u200d"
            else Way.ZERO_WIDTH
        )
    if what is Kind.LETTER and not plain(char):
        # A circle or a square drawn round a letter is a font, a stroke above it an accent.
        return Way.FANCY if unicodedata.category(char) == "Me" else Way.ACCENT
    if what is Kind.SYMBOL:
        if char in PARTING:
            return None
        return Way.EMOJI if unicodedata.category(char) == "So" and char != UNREADABLE else Way.SEPARATED
    return Way.SEPARATED if what is Kind.SPACE else None


def parts_letters(char: str, piece: str) -> bool:
    """Whether a bracket or an apostrophe stands in `piece` as no ordinary text has it: `S(a(n`, `p'a'n'd`."""
    if char not in PARTING or f"{char} " in piece or f" {char}" in piece:
        return False  # where white space parts the words, too, each has its own quotes
    if not natural("".join(filter(str.isalpha, piece))):
        return True  # among letters of other fonts and scripts nothing is as in ordinary text
    if piece.count(char) < (3 if char in "\"'’`´" else 2):
        return False
    return not any(other in piece for pair in _PAIRS for other in pair if char in pair and other != char)


_PAIRS: Final = ("()", "[]", "{}", "<>", "“”", "«»")


@lru_cache(maxsize=65536)
def guessed(char: str) -> Way | None:
    """The way of a character that may stand for any letter: an unreadable foreign letter or a picture."""
    what = kind(char)
    if what is Kind.LETTER and not char.isascii() and plain(char) and not latin(char):
        return Way.HOMOGLYPH
    picture = unicodedata.category(char) == "So" or (unicodedata.category(char) == "Sm" and ord(char) > 0xFF)
    return Way.EMOJI if picture and char != UNREADABLE and char not in ORDINARY_SIGNS else None


LOOKS_LIKE: Final = {**ALIKE, **DRAWN, "rn": "m", "vv": "w", "uu": "w"}
"""Several characters that look like one letter, or like any of several."""
SEQUENCES: Final = {
    letter: tuple(shown for shown, looks in LOOKS_LIKE.items() if letter in looks)
    for letter in sorted(set("".join(LOOKS_LIKE.values())))
}
"""For each letter, several characters that look like it."""
JOINED: Final = {"n": "ri", "h": "li", "m": "rn", "d": "cl", "w": "vv"}
"""One letter that two run together in."""
KEYCAP: Final = "\u20e3"
"""Draws the digit before it as a key: a picture, no digit."""
