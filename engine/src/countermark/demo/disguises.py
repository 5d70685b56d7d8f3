"""How sellers of fakes write a mark so that a buyer reads it and a word list does not: one function a family.

Each takes the mark and a random generator and gives the mark disguised; where a family has nothing to work
on (no letter that has a twin, no o to replace) the text comes back as it was, and the caller takes another
family.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from countermark.demo.letters import (
    ACCENTED,
    AFTER,
    BEFORE,
    COMBINING,
    CUTS,
    CYRILLIC,
    DIRECTION_MARKS,
    DOTS,
    EMOJI,
    ENCLOSED,
    FLIPPED,
    INVISIBLE,
    LEET,
    MASKS,
    MATHEMATICAL,
    NEIGHBOURS,
    ROUND,
    SMALL_CAPITALS,
    SOUNDS,
    SPACES,
    TWINS,
)

Disguise = Callable[[str, Random], str]


def _places(text: str, allowed: Callable[[str], bool], rng: Random, least: int, most: int) -> set[int]:
    able = [place for place, char in enumerate(text) if allowed(char)]
    return set(rng.sample(able, min(len(able), rng.randint(least, most))))


def _replaced(text: str, places: set[int], other: Callable[[str], str]) -> str:
    return "".join(other(char) if place in places else char for place, char in enumerate(text))


def _put_between(text: str, rng: Random, least: int, most: int, what: Callable[[], str]) -> str:
    gaps = [gap for gap in range(1, len(text)) if text[gap - 1] != " " and text[gap] != " "]
    chosen = set(rng.sample(gaps, min(len(gaps), rng.randint(least, most))))
    return "".join((what() if place in chosen else "") + char for place, char in enumerate(text))


def homoglyph(text: str, rng: Random) -> str:
    """Every letter that has a twin in another script becomes that twin."""
    return "".join(rng.choice(TWINS[char]) if char in TWINS else char for char in text)


def mixed_script(text: str, rng: Random) -> str:
    """One or two letters come from another script, the rest stays."""
    return _replaced(text, _places(text, TWINS.__contains__, rng, 1, 2), lambda char: rng.choice(TWINS[char]))


def full_width(text: str, rng: Random) -> str:
    """Full-width letters, as typed with an East Asian keyboard; some leave the spaces narrow."""
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    return wide.replace(" ", rng.choice((" ", "\u3000")))


def _from_alphabet(text: str, upper: int, lower: int) -> str:
    letters = []
    for char in text:
        if "A" <= char <= "Z":
            letters.append(chr(upper + ord(char) - ord("A")))
        elif "a" <= char <= "z":
            letters.append(chr(lower + ord(char) - ord("a")))
        else:
            letters.append(char)
    return "".join(letters)


def mathematical(text: str, rng: Random) -> str:
    """Bold, script, Fraktur or monospace letters meant for formulas."""
    return _from_alphabet(text, *rng.choice(MATHEMATICAL))


def enclosed(text: str, rng: Random) -> str:
    """Letters in circles or squares, or as regional indicators."""
    return _from_alphabet(text, *rng.choice(ENCLOSED))


def small_capitals(text: str, rng: Random) -> str:
    """Small capitals of phonetic alphabets, the first letter sometimes left as it is."""
    head = 1 if rng.random() < 0.5 else 0
    return text[:head] + "".join(SMALL_CAPITALS.get(char, char) for char in text[head:].lower())


def flipped(text: str, rng: Random) -> str:
    """Upside down: to be read by turning the phone, or left in reading order letter by letter."""
    turned = [FLIPPED.get(char, char) for char in text]
    return "".join(turned if rng.random() < 0.3 else reversed(turned))


def leet(text: str, rng: Random) -> str:
    """Digits and signs for letters."""
    places = _places(text, lambda char: char.lower() in LEET, rng, 1, max(2, len(text) // 2))
    return _replaced(text, places, lambda char: rng.choice(LEET[char.lower()]))


def spaced(text: str, rng: Random) -> str:
    """A space after every letter."""
    return rng.choice(SPACES).join(text.replace(" ", ""))


def split(text: str, rng: Random) -> str:
    """Cut into two or three pieces."""
    cut = rng.choice(CUTS)
    return _put_between(text, rng, 1, 2 if len(text) > 6 else 1, lambda: cut)


def dotted(text: str, rng: Random) -> str:
    """A dot, dash or the like after every letter."""
    return rng.choice(DOTS).join(text.replace(" ", ""))


def zero_width(text: str, rng: Random) -> str:
    """Characters without width between the letters: the eye sees the plain mark."""
    return _put_between(text, rng, 1, 3, lambda: rng.choice(INVISIBLE))


def bidi(text: str, rng: Random) -> str:
    """Direction marks between the letters, or the mark stored backwards and shown forwards by an override."""
    if rng.random() < 0.5:
        return f"\u202e{text[::-1]}\u202c"
    return _put_between(text, rng, 1, 2, lambda: rng.choice(DIRECTION_MARKS))


def doubled(text: str, rng: Random) -> str:
    """One or two letters written twice or three times."""
    times = rng.choice((2, 2, 3))
    return _replaced(
        text, _places(text, str.isalpha, rng, 1, 2), lambda char: char + char.lower() * (times - 1)
    )


def accented(text: str, rng: Random) -> str:
    """Accents on letters that have none; on every third mark as combining characters."""
    if rng.random() < 0.33:
        places = _places(text, str.isalpha, rng, 1, 3)
        return _replaced(text, places, lambda char: char + rng.choice(COMBINING))
    places = _places(text, lambda char: char.lower() in ACCENTED, rng, 1, 3)
    return _replaced(text, places, lambda char: _like(char, rng.choice(ACCENTED[char.lower()])))


def emoji(text: str, rng: Random) -> str:
    """An emoji between the letters, or a round one for an o."""
    if "o" in text and rng.random() < 0.4:
        return text.replace("o", rng.choice(ROUND), 1)
    sign = rng.choice(EMOJI)
    return _put_between(text, rng, 1, 2, lambda: sign)


def glued(text: str, rng: Random) -> str:
    """Grown together with a neighbour word."""
    mark = text.replace(" ", "")
    draw = rng.random()
    if draw < 0.6:
        return mark + rng.choice(AFTER)
    return rng.choice(BEFORE) + (mark if draw < 0.85 else mark + rng.choice(AFTER))


def typo(text: str, rng: Random) -> str:
    """One slip of the hand, never in the first letter: swapped, left out, one too many, or the key beside."""
    able = [place for place in range(1, len(text)) if text[place].isalpha()]
    if not able:
        return text
    place, slip = rng.choice(able), rng.random()
    if slip < 0.3 and place + 1 < len(text) and text[place] != text[place + 1] != " ":
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if slip < 0.55 and len(text) > 4:
        return text[:place] + text[place + 1 :]
    if slip < 0.7:
        return text[:place] + text[place] + text[place:]
    beside = rng.choice(NEIGHBOURS.get(text[place].lower(), "e"))
    return text[:place] + _like(text[place], beside) + text[place + 1 :]


def sound_alike(text: str, rng: Random) -> str:
    """Spelt by ear, one or two sounds changed."""
    for _ in range(rng.randint(1, 2)):
        able = [(old, new) for old, new in SOUNDS if old in text[1:].lower()]
        if not able:
            break
        old, new = able[min(rng.randrange(len(able)), rng.randrange(len(able)))]
        start = text.lower().rfind(old) if rng.random() < 0.5 else text.lower().find(old, 1)
        text = text[:start] + _like(text[start], new) + text[start + len(old) :]
    return text


def cyrillic_by_rule(text: str, rng: Random) -> str:
    """Written in Cyrillic letters by ear, here and there with a doubled letter made single."""
    rest = text.lower()
    letters: list[str] = []
    while rest:
        old, new = next((pair for pair in CYRILLIC if rest.startswith(pair[0])), (rest[0], rest[0]))
        if not (letters and letters[-1] == new and rng.random() < 0.3):
            letters.append(new)
        rest = rest[len(old) :]
    written = "".join(letters)
    return written.capitalize() if text[:1].isupper() else written


def masked(text: str, rng: Random) -> str:
    """One or two letters inside hidden behind a sign: G*cci."""
    sign = rng.choice(MASKS)
    inner = {place for place in _places(text, str.isalpha, rng, 1, 2 if len(text) > 5 else 1) if place}
    return _replaced(text, inner, lambda _: sign)


def reversed_letters(text: str, rng: Random) -> str:
    """Written backwards."""
    backwards = text[::-1].lower()
    return backwards.capitalize() if rng.random() < 0.5 else backwards


def abbreviated(text: str, rng: Random) -> str:
    """Only the consonants, or the initials of a mark of several words."""
    words = text.split()
    if len(words) > 1 and rng.random() < 0.5:
        return "".join(word[0] for word in words).upper()
    plain = _without_accents(text)
    return "".join(
        char for place, char in enumerate(plain) if not place or char.lower() not in "aeiouy "
    ).upper()


def _like(model: str, text: str) -> str:
    return text.capitalize() if model.isupper() else text


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


FAMILIES: Final[Mapping[str, Disguise]] = {
    "homoglyph": homoglyph,
    "mixed_script": mixed_script,
    "full_width": full_width,
    "mathematical": mathematical,
    "enclosed": enclosed,
    "small_capitals": small_capitals,
    "flipped": flipped,
    "leet": leet,
    "spaced": spaced,
    "split": split,
    "dotted": dotted,
    "zero_width": zero_width,
    "bidi": bidi,
    "doubled": doubled,
    "accented": accented,
    "emoji": emoji,
    "glued": glued,
    "typo": typo,
    "sound_alike": sound_alike,
    "cyrillic_by_rule": cyrillic_by_rule,
    "masked": masked,
    "reversed": reversed_letters,
    "abbreviated": abbreviated,
}
"""The families that work on any Latin mark, by the name that stands in the truth."""

RENDERING: Final = "rendering"
"""The mark in another script, as the references give it: no function of the text, but of the brand."""

NICKNAME: Final = "nickname"
"""What sellers call the brand, as the references give it."""
