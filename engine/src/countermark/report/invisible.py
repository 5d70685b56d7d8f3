"""Characters that nobody sees, and those that turn the text around: named, so that they can be shown.

A joiner in a family emoji or a Persian word is spelling and stays; between Latin letters it is a disguise.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

SHORT_NAMES: Final = {
    0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x1B: "ESC", 0x7F: "DEL", 0xAD: "SHY", 0x034F: "CGJ",
    0x061C: "ALM", 0x180E: "MVS", 0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM",
    0x2028: "LSEP", 0x2029: "PSEP", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0x3164: "HF", 0xFEFF: "BOM",
}  # fmt: skip
"""How the Unicode charts abbreviate them; any other is shown by its number."""

_BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u2028\u2029")
"""Letters, marks and separators by their category, and yet nothing to see (or a break of the line)."""
_LINE_ENDS: Final = frozenset("\t\n\v\f\r\x85")
_JOINERS: Final = frozenset("\u200c\u200d")
_JOINED_SCRIPTS: Final = (
    "ARABIC", "SYRIAC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL",
    "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER",
)  # fmt: skip


@lru_cache(maxsize=65536)
def unseen(char: str) -> bool:
    """Whether a reader sees nothing where `char` stands, or the text around it in another order."""
    category = unicodedata.category(char)
    return category in {"Cf", "Cc", "Cs"} or char in _BLANKS or _selects_variation(char)


def _selects_variation(char: str) -> bool:
    code = ord(char)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F


def short_name(char: str) -> str:
    """What stands in the box that is drawn for `char`: `ZWSP`, or `U+E0041` for the rarer ones."""
    return SHORT_NAMES.get(ord(char), f"U+{ord(char):04X}")


def full_name(char: str) -> str:
    """The number and the name of `char`, for those who want to know: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}"


def shown(text: str, at: int) -> tuple[str, str]:
    """What is shown for the character at `at`: itself and nothing, or its short and its full name."""
    char = text[at]
    if char in _LINE_ENDS:
        return " ", ""
    if not unseen(char) or _is_spelling(text, at):
        return char, ""
    return short_name(char), full_name(char)


def _is_spelling(text: str, at: int) -> bool:
    char, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char in "\ufe0e\ufe0f":
        return bool(before) and (unicodedata.category(before) == "So" or after == "\u20e3")
    if char not in _JOINERS or not before:
        return False
    if char == "\u200d" and before == "\ufe0f":
        before = text[at - 2 : at - 1]
    pictures = bool(before and after) and all(
        unicodedata.category(near) in {"So", "Sk"} for near in before + after
    )
    return (pictures and char == "\u200d") or (
        _joins(before) and (not after or _joins(after) or after == " ")
    )


def _joins(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_JOINED_SCRIPTS)
