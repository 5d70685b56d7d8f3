"""Disguises of a brand name as sellers, fancy-text pages and text-augmentation libraries write them.

Written blind: whoever wrote this had not read the detector, and nothing here may be fitted to it afterwards.
Each family takes a mark and a random source; None says that this way does not apply to the mark.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the siblings are found from wherever the bench is run

import attack_spellings  # noqa: F401  # registers its families
import attack_tables as tables
from attack_letters import FAMILIES, Disguise, family

__all__ = ["COMBINABLE", "FAMILIES", "GLUED", "TRIAL_14", "WEAK", "attack", "times_written"]

# A reader restores these with effort or not at all, so the report shows them apart from the mean.
WEAK = frozenset({"abbreviated", "reversed"})
GLUED = frozenset({"glued_suffix", "glued_prefix", "glued_both"})

TRIAL_14: dict[str, list[str]] = {
    "homoglyph": ["homoglyph_cyrillic"],
    "unicode_homoglyphs": ["homoglyph_greek", "homoglyph_unicode", "mixed_script"],
    "accents": ["accents"],
    "zero_width": ["zero_width"],
    "multi": ["combined_two"],
    "repeated_letter": ["doubled"],
    "spaced_out": ["spaced", "dotted"],
    "split": ["split"],
    "leet": ["leetspeak"],
    "emoji_inside": ["emoji_inside"],
    "fancy_alphabets": ["full_width", "mathematical", "enclosed", "small_caps", "fancy_alphabets", "flipped"],
    "typo": ["typo_substitution", "typo_deletion", "typo_insertion", "typo_transposition"],
    "phonetic": ["sound_alike"],
    "glued_suffix": ["glued_suffix"],
}

# What a combination is drawn from, in the order of application: spelling, letters' looks, insertions.
# fmt: off
COMBINABLE = (
    "sound_alike", "typo_substitution", "typo_deletion", "typo_insertion", "typo_transposition",
    "doubled", "undoubled", "look_alike_ascii", "leetspeak", "homoglyph_cyrillic", "homoglyph_greek",
    "homoglyph_unicode", "mixed_script", "full_width", "mathematical", "enclosed", "small_caps",
    "fancy_alphabets", "flipped", "accents", "masked", "split", "spaced", "dotted", "symbol_inside",
    "emoji_inside", "zero_width", "bidi",
)
# fmt: on

WORD = r"[^\W_]+"


@family("combined_two")
def _combined(mark: str, rng: random.Random) -> str | None:
    first, second = sorted(rng.sample(range(len(COMBINABLE)), 2))
    once = FAMILIES[COMBINABLE[first]](mark, rng)
    return None if once is None else FAMILIES[COMBINABLE[second]](once, rng)


def _glue(lead: str, mark: str, tail: str, rng: random.Random) -> str:
    """One word of all: as they are written, all small, all capitals, or a capital at each word's start."""
    words = [w for w in mark.split() if w != "&" or rng.random() < 0.5]
    parts = [lead, *words, tail]
    way = rng.choice(("as written", "small", "small", "capitals", "camel", "camel"))
    if way == "camel":
        parts = [part[:1].upper() + part[1:] for part in parts]
    glued = "".join(parts)
    return {"small": glued.lower(), "capitals": glued.upper()}.get(way, glued)


def _gluing(*, lead: bool, tail: bool) -> Disguise:
    def disguise(mark: str, rng: random.Random) -> str | None:
        if not re.search(WORD, mark):
            return None
        return _glue(rng.choice(tables.LEADS) * lead, mark, rng.choice(tables.TAILS) * tail, rng)

    return disguise


family("glued_suffix")(_gluing(lead=False, tail=True))
family("glued_prefix")(_gluing(lead=True, tail=False))
family("glued_both")(_gluing(lead=True, tail=True))


def _plain(title: str, mark: str) -> list[re.Match[str]]:
    """A combining mark on the last letter is a disguise, and so is the dotted I that re takes for an i."""
    words = mark.split()
    if not words:
        return []
    written = r"\s+".join(map(re.escape, words))
    place = re.compile(rf"(?<![^\W_])(?:{written})(?![^\W_]|[\u0300-\u036f\u20d0-\u20ff])", re.IGNORECASE)
    same = [word.casefold() for word in words]
    return [hit for hit in place.finditer(title) if hit.group().casefold().split() == same]


def times_written(title: str, mark: str) -> int:
    """How often the mark stands plainly in the title: of two, one disguise leaves one readable."""
    return len(_plain(title, mark))


def attack(title: str, mark: str, family: str, rng: random.Random) -> str | None:
    """The title with the mark's first plain occurrence disguised; None where it is not there or cannot be."""
    hits = _plain(title, mark)
    if not hits:
        return None
    hit = hits[0]
    if family in GLUED:
        return _attack_by_gluing(title, hit, family, rng)
    out = FAMILIES[family](hit.group(), rng)
    return None if out is None else title[: hit.start()] + out + title[hit.end() :]


def _attack_by_gluing(title: str, hit: re.Match[str], family: str, rng: random.Random) -> str | None:
    """Half of the time the neighbour word itself is glued on, else a word of the trade."""
    if not re.search(WORD, hit.group()):
        return None
    start, end = hit.span()
    lead = tail = ""
    if family != "glued_suffix":
        lead = rng.choice(tables.LEADS)
        before = re.search(rf"({WORD})\s+$", title[:start])
        if before and rng.random() < 0.5:
            lead, start = before[1], before.start()
    if family != "glued_prefix":
        tail = rng.choice(tables.TAILS)
        after = re.match(rf"\s+({WORD})", title[end:])
        if after and rng.random() < 0.5:
            tail, end = after[1], end + after.end()
    return title[:start] + _glue(lead, hit.group(), tail, rng) + title[end:]


def _show() -> None:
    """Prints four samples of each family for fictional marks, and a title with each."""
    for mark in ("Norrvik", "Velmora", "Auberon & Finch", "Zentaqua", "Kestrelline"):
        print(f"\n== {mark}")
        for name, disguise in FAMILIES.items():
            rng = random.Random(f"{mark} {name}")
            print(f"{name:26}", "   ".join(str(disguise(mark, rng)) for _ in range(4)))
            print(" " * 26, attack(f"New {mark} running shoes", mark, name, rng))


if __name__ == "__main__":
    _show()
