"""Tables of the attacks, read from attacks.toml or made from the Unicode names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from string import ascii_letters

Table = dict[str, list[str]]
Rules = list[tuple[re.Pattern[str], list[str]]]


def _options(text: str) -> Table:
    return {word[0]: clusters(word[1:]) for word in text.split()}


def _alphabet(small: str, capital: str = "") -> Table:
    """Without capitals of their own both cases share the small ones."""
    pairs = zip(ascii_letters, small + (capital or small), strict=True)
    return {plain: [fancy] for plain, fancy in pairs if plain != fancy}


def _named(pattern: str) -> Table:
    """Letters by their Unicode names; a few are older than their style and named apart."""
    table: Table = {}
    for letter in ascii_letters:
        name = pattern.replace("CASE", "CAPITAL" if letter.isupper() else "SMALL").replace(
            "~", letter.upper()
        )
        for held in (
            name,
            name.replace("MATHEMATICAL ", ""),
            name.replace("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
        ):
            try:
                table[letter] = [unicodedata.lookup(held)]
            except KeyError:
                continue
            break
    return table


def merged(*tables: Table) -> Table:
    return {
        c: [o for t in tables for o in t.get(c, [])] for c in ascii_letters if any(c in t for t in tables)
    }


def _any_case(table: Table) -> Table:
    return {
        c: table.get(c.lower()) or table[c.upper()]
        for c in ascii_letters
        if {c.lower(), c.upper()} & set(table)
    }


def _rules(text: str) -> Rules:
    pairs = (line.split(" >", 1) for line in text.strip().splitlines())
    return [(re.compile(pattern), [o.strip() for o in outs.split(" | ")]) for pattern, outs in pairs]


def _characters(names: Sequence[str]) -> list[str]:
    return [unicodedata.lookup(name) for name in names]


def _precomposed() -> Table:
    table: Table = {}
    for letter in ascii_letters:
        both = (unicodedata.normalize("NFC", letter + chr(mark)) for mark in range(0x300, 0x333))
        table[letter] = [one for one in both if len(one) == 1]
    return {letter: options for letter, options in table.items() if options}


def clusters(text: str) -> list[str]:
    """Characters with what clings to them: marks, selectors, joiners, skin tones."""
    out: list[str] = []
    for c in text:
        if out and (clings(c) or out[-1].endswith("\u200d")):
            out[-1] += c
        else:
            out.append(c)
    return out


def clings(c: str) -> bool:
    return unicodedata.category(c) in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= c <= "\U0001f3ff"


_DATA = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))
LETTERS = {name: _options(text) for name, text in _DATA["letters"].items()}
CYRILLIC, GREEK, UNICODE = LETTERS["cyrillic"], LETTERS["greek"], LETTERS["unicode"]
LEET, HEAVY_LEET = _any_case(LETTERS["leet"]), _any_case(_DATA["heavy_leet"])
ACCENTED = _precomposed()
FULL_WIDTH = {c: [chr(ord(c) + 0xFEE0)] for c in map(chr, range(0x21, 0x7F))}
_STYLES = (
    "BOLD,ITALIC,BOLD ITALIC,SCRIPT,BOLD SCRIPT,FRAKTUR,BOLD FRAKTUR,DOUBLE-STRUCK,SANS-SERIF,"
    "SANS-SERIF BOLD,SANS-SERIF ITALIC,SANS-SERIF BOLD ITALIC,MONOSPACE"
)
MATHEMATICAL = [{"h": ["ℎ"], **_named(f"MATHEMATICAL {style} CASE ~")} for style in _STYLES.split(",")]
_ROUND = "CIRCLED LATIN CASE,PARENTHESIZED LATIN SMALL,PARENTHESIZED LATIN CASE,SQUARED LATIN CAPITAL"
ENCLOSED = [
    _named(f"{style} LETTER ~")
    for style in f"{_ROUND},NEGATIVE CIRCLED LATIN CAPITAL,NEGATIVE SQUARED LATIN CAPITAL".split(",")
]
REGIONAL = _named("REGIONAL INDICATOR SYMBOL LETTER ~")
FANCY = [_alphabet(*pair) for pair in _DATA["alphabets"]["fancy"]]
FLIPS = [_alphabet(*_DATA["alphabets"][n]) for n in ("upside_down", "upside_down_small", "mirrored")]
SMALL_CAPS = _alphabet(*_DATA["alphabets"]["small_caps"])
RULES = {name: _rules(text) for name, text in _DATA["rules"].items()}
INSERTIONS = _DATA["insertions"]
SPACES, INVISIBLE = _characters(INSERTIONS["spaces"]), _characters(INSERTIONS["invisible"])
COMMON_INVISIBLE = _characters(INSERTIONS["common_invisible"])
DIRECTION_MARKS = _characters(INSERTIONS["direction_marks"])
EMOJI, SYMBOLS = INSERTIONS["emoji"].split(), INSERTIONS["symbols"].split()
EMOJI_LETTERS = _any_case(_options(INSERTIONS["emoji_letters"]))
TAILS, LEADS = _DATA["trade"]["tails"].split(), _DATA["trade"]["leads"].split()
WRAPS: list[str] = _DATA["alphabets"]["wraps"]
