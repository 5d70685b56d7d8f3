"""Folding: the forms under which two spellings count as the same word.

- `fold`: what any reader would call the same word. Case, accents, width, font, invisible characters are gone; a
  foreign letter inside a Latin word is read as the Latin letter that it passes for.
- `skeletons`: what looks the same at a glance. Leetspeak, look-alike letters, doubled letters and whatever stands
  between letters are gone. Many words share one: it finds candidates, never proves anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import Final

from countermark.text.chars import BIDI_OVERRIDES, Kind, flipped, flipped_marks, kind, latin, plain, readings

_ASCII_PLAIN: Final = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})
_SPACES: Final = re.compile(r" +")


def fold(text: str) -> str:
    """The words of `text`, folded, with single spaces between them. Idempotent.

    >>> fold("Louis  VUITTÖN®") == "louis vuitton"
    True
    """
    if text.isascii():
        return _SPACES.sub(" ", text.translate(_ASCII_PLAIN).lower()).strip()
    shown = "".join(plain(char) if kind(char) > Kind.SYMBOL else " " for char in text)
    # Folding one character may yield symbols of its own ("½" is "1⁄2"), which separate like any other.
    shown = "".join(char if char == " " or kind(char) > Kind.SYMBOL else " " for char in shown)
    return " ".join(_one_script(word) for word in shown.split())


def _one_script(word: str) -> str:
    """`word` with foreign letters read as Latin ones where they stand among Latin letters."""
    if word.isascii() or not any(char.isascii() and char.isalpha() for char in word):
        return word
    if any(not char.isascii() and kind(char) is Kind.LETTER and not latin(char) for char in word):
        return word
    return "".join(char if char.isascii() or kind(char) is not Kind.LETTER else latin(char) for char in word)


SAME_LOOK: Final = str.maketrans({"l": "i", "j": "i", "v": "u"})
"""Letters that change places in look-alike spellings: `BVLGARI`, `Ni1on`."""


def skeleton(letters: str) -> str:
    """The skeleton of a word that is already plain Latin letters and digits, without spaces."""
    shown = letters
    for sequence, letter in (("rn", "m"), ("vv", "w")):
        shown = shown.replace(sequence, letter)
    return "".join(letter for letter, _ in groupby(shown.translate(SAME_LOOK)))


@lru_cache(maxsize=8192)
def _way(char: str, choice: int) -> str:
    ways = readings(char)
    if not ways:
        return plain(char) if char.isalpha() else ""
    return ways[min(choice, len(ways) - 1)]


def skeletons(chunk: str) -> set[str]:
    """Every skeleton that `chunk` (as written, without white space) may have. Usually one to three, at most eight.

    A symbol that passes for a letter is read once as the letter, once as decoration.
    """
    shown: set[str] = set()
    for choice in (0, 1):
        everything = "".join(_way(char, choice) for char in chunk)
        words_only = "".join(_way(char, choice) for char in chunk if kind(char) > Kind.SYMBOL)
        shown |= {skeleton(everything), skeleton(words_only)}
    inner = chunk.strip("!|.,;:()[]{}<>'\"*#-_~")
    if inner != chunk:
        shown.add(skeleton("".join(_way(char, 0) for char in inner)))
    if any(char in flipped_marks() for char in chunk):
        turned = "".join(flipped().get(char, flipped().get(char.lower(), plain(char))) for char in chunk)
        shown |= {skeleton(turned[::-1]), skeleton(turned)}
    if any(char in BIDI_OVERRIDES for char in chunk):
        shown.add(skeleton("".join(_way(char, 0) for char in reversed(chunk))))
    shown.discard("")
    return shown
