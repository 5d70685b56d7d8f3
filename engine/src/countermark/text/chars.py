"""What one character is to a reader: a letter (and which), a separator, invisible, a script without spaces.

Unicode is asked in this order: our alphabets of fancy text for what no standard knows, compatibility decomposition,
character names ("LATIN LETTER SMALL CAPITAL N"), the TR39 confusables. Everything is worked out when a character is
first met and kept: a table of all 150,000 would cost every start.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import Final

from confusable_homoglyphs.confusables import confusables_data

from countermark.text.alphabets import FANCY, FLIPPED, LATIN, LOOKS, PICTURED


class Kind(IntEnum):
    """What a character does to the word it stands in."""

    SPACE = 0
    """Ends a word: white space, control characters."""
    SYMBOL = 1
    """Punctuation, pictures, currency: ends a word, but what stands on both sides may still be one word broken up."""
    LETTER = 2
    """Letters, digits and the accents on them."""
    UNSPACED = 3
    """A letter of a script written without spaces (Chinese, Japanese, Thai …; Korean too, as it glues particles on)."""
    INVISIBLE = 4
    """Nobody sees it: zero-width, bidirectional controls, variation selectors, fillers."""


UNSPACED_RANGES: Final = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3041, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
    (0xFF66, 0xFFDC), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
INVISIBLE_ODD: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
SIGNS: Final = frozenset("¢£€₩₱√│∣")
"""Signs that stand in for letters in fancy text and by themselves elsewhere: prices, ticks, bars between words."""
BIDI_OVERRIDES: Final = frozenset("\u202d\u202e")
"""Characters that make the rest be shown in another order than it is stored in."""

# Letters that decompose to nothing simpler and yet are a plain letter with a stroke, a hook or a ligature to a reader.
PLAIN_LATIN: Final = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ħ": "h",
    "ŧ": "t", "ĸ": "k", "ſ": "s", "ƒ": "f", "ə": "e", "ŀ": "l", "ɨ": "i", "ʉ": "u", "ⅼ": "l", "ĳ": "ij",
}  # fmt: skip

_LATIN_NAME = re.compile(
    r"(?:LATIN|REGIONAL INDICATOR SYMBOL|TAG LATIN|MODIFIER)\b.*?\bLETTER\b"
    r"(?: (?:SMALL|CAPITAL|SIDEWAYS|TURNED|REVERSED|INVERTED|INSULAR|STIRRUP|BROKEN|BLACKLETTER|SCRIPT|LONG"
    r"|DOTLESS|TOP|BOTTOM|HALF|BARRED|SHARP|OPEN|CLOSED|FLATTENED|SAKHA|EGYPTOLOGICAL|VOLAPUK))* ([A-Z])(?: WITH .*)?$"
)
_SINGLE_NAME = re.compile(
    r"(?:NEGATIVE )?(?:CIRCLED|SQUARED|PARENTHESIZED|CROSSED NEGATIVE SQUARED) LATIN .* ([A-Z])$"
)
# Flat words in a name that are no Latin letter although they end in one.
_NAME_TRAPS: Final = frozenset("ɛɜɞʚ")

LEET: Final = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "tl", "8": "b", "9": "gqp",
    "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "ec", "£": "le", "¥": "y", "¢": "c", "©": "c", "®": "r",
    "(": "c", "<": "c", "{": "c", "[": "c", "]": "ij", "&": "ae", "#": "h", "%": "x", "^": "a",
    "§": "s", "¡": "i", "µ": "u", "†": "t",
    "°": "o", "¤": "o", "•": "o", "●": "o", "○": "o", "◯": "o", "∅": "o", "⭕": "o", "♡": "o", "♥": "o", "∆": "a",
    "△": "a", "▲": "a", "∑": "e", "Σ": "e", "√": "v", "×": "x", "✗": "x", "✘": "x", "✖": "x", "❌": "x", "¿": "",
    "Я": "r", "И": "n", "Ш": "w", "ш": "w", "∞": "oo", "★": "", "☆": "", "®️": "r",
    **{picture: letters for letters, pictures in PICTURED.items() for picture in pictures},
}  # fmt: skip
"""Digits, symbols and pictures read as letters, likeliest first. An empty string: read as nothing."""

MASKS: Final = frozenset("*∗⁎＊✱✲✳✶●•○■□▪▫#_?x×-~·.…")
"""Characters that hide a letter: `G*cci`."""


@lru_cache(maxsize=1)
def _fancy() -> dict[str, str]:
    """Characters of the fancy alphabets with the letter they stand for; a letter of plain Latin is left out."""
    table: dict[str, str] = {char: letters[0] for char, letters in LOOKS.items()}
    for alphabet in FANCY:
        for shown, letter in zip(alphabet, LATIN, strict=True):
            if shown != "·" and not shown.isascii():
                table.setdefault(shown, letter)
                # `ν` passes for v, but its capital `Ν` for N: what Unicode knows of the other case goes first.
                for other in (shown.lower(), shown.upper()):
                    if len(other) == 1 and not other.isascii() and not _confusables(other):
                        table.setdefault(other, letter)
    return table


@lru_cache(maxsize=1)
def _all_fancy() -> dict[str, str]:
    """Every letter that a character stands for in any of the alphabets."""
    table: dict[str, str] = {}
    for alphabet in FANCY:
        for shown, letter in zip(alphabet, LATIN, strict=True):
            if shown != "·" and not shown.isascii() and letter not in table.get(shown, ""):
                table[shown] = table.get(shown, "") + letter
    return table


def fancy_letters() -> frozenset[str]:
    """Characters beyond ASCII that pass for a Latin letter in some alphabet of fancy text."""
    return frozenset(_fancy())


@lru_cache(maxsize=1)
def flipped() -> dict[str, str]:
    """Characters of flipped text with the letter they stand for, plain Latin ones included (`u` for n)."""
    table: dict[str, str] = {}
    for alphabet in FLIPPED:
        for shown, letter in zip(alphabet, LATIN, strict=True):
            table.setdefault(shown, letter)
    return table


@lru_cache(maxsize=1)
def flipped_marks() -> frozenset[str]:
    """The characters that give flipped text away: no one writes them otherwise."""
    return frozenset(shown for shown in flipped() if not shown.isascii() and shown not in "ΛMWNıſ")


@lru_cache(maxsize=65536)
def kind(char: str) -> Kind:
    """What `char` (one code point) does to the word it stands in."""
    code = ord(char)
    if code < 128:
        return Kind.LETTER if char.isalnum() else (Kind.SPACE if char.isspace() or code < 32 else Kind.SYMBOL)
    category = unicodedata.category(char)
    if _invisible(char):
        return Kind.INVISIBLE
    if any(low <= code <= high for low, high in UNSPACED_RANGES) and category[0] in "LMN":
        return Kind.UNSPACED
    if char in SIGNS or (category == "No" and "FRACTION" in unicodedata.name(char, "")):
        return Kind.SYMBOL
    if category[0] in "LMN" or (
        category in {"So", "Sk", "Sc", "Sm"} and (_by_name(char) or char in _fancy())
    ):
        return Kind.LETTER
    return Kind.SPACE if category[0] in "ZC" else Kind.SYMBOL


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in INVISIBLE_ODD


def _by_name(char: str) -> str:
    name = unicodedata.name(char, "")
    found = _LATIN_NAME.match(name) or _SINGLE_NAME.match(name)
    return found[1].lower() if found and char not in _NAME_TRAPS else ""


@lru_cache(maxsize=65536)
def plain(char: str) -> str:
    """`char` as any reader would type it: small, without accents, full width, mathematical or enclosed forms undone.

    Letters of other scripts stay what they are. Invisible characters and accents become nothing.
    """
    if char.isascii():
        return char.lower()
    if _invisible(char):
        return ""
    lowered = PLAIN_LATIN.get(char) or PLAIN_LATIN.get(char.lower())
    if lowered:
        return lowered
    named = _by_name(char)
    if named:
        return named
    # Asked again, since the small form of a letter may be known where the capital is not (`Ɖ`, `ɖ`).
    parts = [
        PLAIN_LATIN.get(part) or _by_name(part) or part
        for part in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", char).casefold())
        if not (_is_accent(part) or _invisible(part))
    ]
    # Recomposed, since scripts like Hangul decompose although nothing was stripped.
    return unicodedata.normalize("NFC", "".join(parts))


def _is_accent(char: str) -> bool:
    """Marks that a reader skips. Vowel signs of Indic and Thai script are letters to theirs and stay."""
    code = ord(char)
    return (
        0x0300 <= code <= 0x036F
        or 0x0483 <= code <= 0x0489
        or 0x0591 <= code <= 0x05C7
        or 0x0610 <= code <= 0x061A
        or 0x064B <= code <= 0x065F
        or code in {0x0640, 0x0670}
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE20 <= code <= 0xFE2F
    )


@lru_cache(maxsize=65536)
def latin(char: str) -> str:
    """The Latin letters that `char` passes for by its look, or nothing. `н` passes for h, `Π` for n."""
    base = plain(char)
    if base.isascii() and base.isalpha():
        return base
    fancy = _fancy().get(char)
    if fancy:
        return fancy
    for form in (char, char.lower(), base):
        if form in LOOKS:
            return LOOKS[form][0]
        for shown in _confusables(form):
            if shown == "l" and char.isupper():
                return "i"  # Unicode says l of everything that looks like a capital I
            if len(shown) == 1:
                return LEET[shown][0] if shown.isdigit() else shown
    turned = flipped().get(char)
    return turned if turned and not char.isascii() else ""


def _confusables(char: str) -> list[str]:
    """ASCII letters and digits, small, that Unicode's table holds `char` confusable with."""
    found = []
    for entry in confusables_data.get(char, ()):
        shown = "".join(plain(part) for part in unicodedata.normalize("NFD", str(entry["c"])))
        if shown.isascii() and shown.isalnum() and len(shown) <= 2:
            found.append(shown)
    return found


@lru_cache(maxsize=65536)
def readings(char: str) -> tuple[str, ...]:
    """Every way to read `char` as Latin letters, likeliest first: plain, by its look, as leetspeak. May be empty."""
    ways: dict[str, None] = {}
    base = plain(char)
    if base.isascii() and base.isalpha():
        ways[base] = None
    look = latin(char)
    if look:
        ways[look] = None
    for form in (char, base):
        for letter in LOOKS.get(form, "") + LEET.get(form, "") + _all_fancy().get(form, ""):
            ways[letter] = None
    if not char.isascii():
        for shown in _confusables(char):
            for way in LEET.get(shown, "") if shown in LEET else (shown,):
                ways[way] = None
        turned = flipped().get(char)
        if turned:
            ways[turned] = None
    return tuple(ways)
