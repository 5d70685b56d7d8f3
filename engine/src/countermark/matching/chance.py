"""What may be mere chance or ordinary language in how a word is written: parts, endings, sounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

from countermark.text.fold import fold
from countermark.text.known_words import KnownWords, accented
from countermark.text.sounds import heard, sound, spoken


def written_so(known: KnownWords, text: str) -> bool:
    """Whether a language writes the words of `text` with these accents: `régalé`, not `ṕioneer`."""
    words = accented(text)
    return bool(words) and bool(known.frequency_of(words).all())


_ALONE: Final = re.compile(r"(?<![^\s/.-])\d+(?![^\s/.-])")
_APART: Final = re.compile(r"(?<![^\W_])[^\W_](?![^\W_])")
LEAST_APART: Final = 3
"""Letters and digits that stand each by itself where a digit by itself may be a letter."""


def number_alone(shown: str) -> bool:
    """Whether a number stands by itself among words: `point-5`, not `p 0 1 n t`."""
    return bool(_ALONE.search(shown)) and len(_APART.findall(shown)) < LEAST_APART


MODEL: Final = re.compile(r"[A-Za-z]{0,3}[-/.]?[0-9]{3,}[A-Za-z]?|[0-9]{3,}[-/.]?[A-Za-z]{1,3}")
"""How models are numbered: a few letters, and a number of three digits or more."""
LEAST_NUMBERED: Final = 7
"""Letters of a mark that may be written as models are numbered: `n0441215`. Shorter ones are models."""


def is_number(known: KnownWords, piece: str, start: int, end: int) -> bool:
    """Whether the digits from `start` to `end` of a piece are rather a number than letters."""
    shown = piece[start:end]
    if any(char.isdigit() for char in piece[:start] + piece[end:]):
        return any(char.isdigit() for char in shown)  # `br3d-12u3` is a model
    digits = sum(char.isdigit() for char in shown)
    letters = sum(char.isalpha() for char in shown)
    if not digits:
        return False
    if letters and number_alone(shown):
        return True  # `point-5` is no `Point S`
    signs = sum(not char.isalnum() and char not in "-./ " for char in shown)
    if len(shown) >= 7 and letters + signs >= 2:  # no number spells seven letters of a mark by chance
        return False
    if letters < 2 or digits > letters:  # one letter is a unit
        return True
    word = shown.strip("0123456789-/. ").lower()
    return word.isalpha() and (len(word) < 3 or bool(known.frequency_of([word])[0] >= FAMILIAR))


STARRED: Final = re.compile(r"[^\W\d_][*∗＊✱•●■×][^\W\d_]")
"""A letter hidden among letters."""
LEAST_COMPOUND: Final = 6
"""Letters up to which chance makes two words of any: `cor` and `air`."""
LEAST_LONG: Final = 7
"""Letters of a mark that chance does not make of digits and a few signs."""


def says_itself(known: KnownWords, shown: str) -> bool:
    """Whether what is shown, perhaps a part of a piece, is a word that a language knows, or a measure: `∅45`."""
    if not shown.isascii() and not any(map(str.isalpha, shown)):
        digits = sum(map(str.isdigit, shown))
        if digits * (2 if len(shown) < LEAST_LONG else 1.5) >= len(shown):
            return True
    word = shown.isascii() and shown.isalpha()
    return word and int(known.frequency_of([shown.lower()])[0]) > 0


def unknown_parts(known: KnownWords, written: str) -> bool:
    """Whether no part of what is written is a word by itself."""
    parts = fold(written).split()
    return bool(parts) and not known.frequency_of(parts).any()


_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def in_address(text: str, start: int, end: int) -> bool:
    """Whether `start` to `end` stand in an address of the web or of a mailbox, where signs part words."""
    return any(
        found.start() <= start and end <= found.end()
        for found in _ADDRESS.finditer(text, max(start - 200, 0), end + 200)
    )


FAMILIAR: Final = 30
"""Ten times the Zipf frequency from which on what is left of a glued word is a word itself."""
EVERYDAY: Final = 42
LITTLE_WORD: Final = 58
"""Ten times the Zipf frequency from which on a part is an everyday word; the second for parts of one or two letters."""


def in_parts(known: KnownWords, words: Sequence[str], letters: str) -> float:
    """What it says that a mark stands in parts: little where the parts are words themselves."""
    if all(len(word) == 1 for word in words) or sum(len(word) == 1 for word in words) >= max(
        3, len(words) - 1
    ):
        return 1.0 if len(letters) >= 5 else 0.7
    worth = 0.1 if all(_word_by_itself(word, known) for word in words) and _by_chance(words, known) else 1.0
    return worth * (1.0 if len(letters) >= 7 else 0.8 if len(letters) == 6 else 0.4)


SELDOM, SELDOM_BROKEN = 95, 75
"""Orders of magnitude, times ten, by which parts are rarer than one word in a billion where chance no longer explains
that they stand side by side; the second for three parts and more of which some are scraps."""
LEAST_WHOLE: Final = 3
"""Letters of a part that is no scrap."""


def _by_chance(words: Sequence[str], known: KnownWords) -> bool:
    """Whether the parts are common enough to stand side by side by chance, or say something: `twenty four seven`."""
    rare = int((90 - known.frequency_of(words).astype(np.int64)).sum())
    if len(words) < 3:  # two parts
        return rare < SELDOM
    return all(len(word) >= LEAST_WHOLE for word in words) or rare < SELDOM_BROKEN


def _word_by_itself(part: str, known: KnownWords) -> bool:
    """Whether a part of a mark stands by itself in ordinary text, so that its neighbours are mere chance."""
    if len(part) > 2:
        return int(known.ordinary_of([part])[0]) >= EVERYDAY
    return int(known.frequency_of([part])[0]) >= LITTLE_WORD


def shares_half(written: str, letters: str) -> bool:
    """Whether four letters in front or at the end are those of the mark: `StrTech` is no compound beside `StarTech`."""
    return written[:4] == letters[:4] or written[-4:] == letters[-4:]


def camel(written: str, place: int) -> bool:
    """Whether a capital tells that a new word begins at `place`."""
    return written[place].isupper() and written[place - 1].islower()


def only_uv(written: str, letters: str) -> bool:
    """Whether two spellings differ only by v for u."""
    return written.translate(_UV) == letters.translate(_UV)


_UV: Final = str.maketrans("v", "u")


_TRIPLED: Final = re.compile(r"(.)\1\1")


def tripled(written: str) -> bool:
    """Whether a letter stands three times, as no language writes: `norrrvik`."""
    return _TRIPLED.search(written) is not None


ENDINGS: Final = frozenset("s es er ers ed ing en n e a o i y is us um an ian ia ist ie el le ic al".split())
"""What ends a word; a mark with one behind it is another word, or the mark in the plural."""


def inflected(written: str, letters: str) -> bool:
    """Whether the word is the mark with the ending of a plural or a genitive, which is no misspelling."""
    endings = ("s", "es") if len(letters) >= 7 else ("s", "es", "er", "n", "en", "e")
    return written in {letters + ending for ending in endings} or written + "s" == letters


def typo_strength(written: str, letters: str) -> float:
    """What it says that a word is a mark but for one letter: a short word is soon another."""
    size = len(letters)
    worth = 1.0 if size >= 7 else 0.4 if size >= 6 else 0.25
    return worth * (0.9 if written[0] != letters[0] else 1.0)


def distance_heard(written: str, letters: str) -> int | None:
    """0 if both are heard the same, 1 if almost, None if not."""
    far = _far(written, letters)
    if far is not None:
        return far
    # Where another letter stands for the sound, besides, all else must be heard the same.
    alike = (meant for meant in spoken(written)[1:] if heard(meant) == heard(letters))
    return 0 if any(OSA.distance(meant, letters) <= 2 for meant in alike) else None


MOST_WRONG: Final = 6
"""Letters that may be wrong in what is heard as another word."""


_SYLLABLE: Final = re.compile("[aeiou]+")


def _far(written: str, letters: str) -> int | None:
    wrong = OSA.distance(written, letters, score_cutoff=MOST_WRONG)
    if wrong > MOST_WRONG:
        return None
    one, other = heard(written), heard(letters)
    if one == other:
        return 0
    if one[:1] != other[:1] or len(_SYLLABLE.findall(one)) != len(_SYLLABLE.findall(other)):
        return None  # another name: `freeverse` is no `Forevers`
    far = OSA.distance(one, other, score_cutoff=2)
    # The consonants are the same; two wrong vowels in a long name are heard as that name.
    long = len(letters) >= 8 or len(sound(letters)) >= 5
    if (far <= 1 and wrong <= (4 if long else 3)) or (far <= 2 and wrong <= (3 if long else 2)):
        return 1 if len(letters) >= 7 or far <= 1 else None
    return None
