"""Marks in two disguises at once: a letter wrong, or written as it is heard, and something else besides."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from countermark.matching.chance import (
    FAMILIAR,
    distance_heard,
    in_address,
    inflected,
    typo_strength,
    written_so,
)
from countermark.matching.readings import BROKEN, LEAST_ACCENTED, USUAL, Reading, readings_of
from countermark.matching.ways import DELIBERATE, ORDINARY_SIGNS, SURE_WAYS, Way, letter_ways, skip_way
from countermark.text.chars import BIDI_OVERRIDES, Kind, kind, plain
from countermark.text.fold import bare_skeleton, fold, natural
from countermark.text.known_words import KnownWords

LEAST: Final = 7
LEAST_WORD: Final = 4
"""Letters of a mark, and of one word of it beside the others, that is recognised in two disguises at once."""
LEAST_BARE: Final = 8
"""Letters of a mark in which a letter may be doubled or look like another, besides."""
_LEAST_SIGNS, _APART = 3, 3
"""Signs between letters that no ordinary word has: so many, and hardly more than two letters to each."""
_LEAST_PART: Final = 4
"""Letters of a part that is no code of a colour or a country."""


class Twofold(NamedTuple):
    """How a mark is disguised besides its wrong letter, how much that says, and from where to where it stands."""

    way: Way
    strength: float
    start: int
    end: int


def twofold(known: KnownWords, written: str, letters: str, *, of_word: bool, loose: bool) -> Twofold | None:
    """How `letters` are disguised twice in what is written; None if they are not, or it may be other words.

    `of_word`: they are one word of a mark of several; `loose`: no one writes so by accident.
    """
    if len(letters) < (LEAST_WORD if of_word else LEAST):
        return None
    best: Twofold | None = None
    for reading in readings_of(written):
        exactly = reading.letters == letters
        if exactly and not (loose or written.isalnum() or BROKEN.intersection(written)):
            continue
        if not exactly and not _meant(known, reading.letters, letters, FAMILIAR if loose else 1):
            continue
        if letters in fold(written[reading.start : reading.end]).split():
            continue  # it stands plainly beside something else: `norrvik|x`
        found = _deliberate(known, written, reading) or _accented(known, written, reading, letters)
        if found is not None and (best is None or found.strength > best.strength):
            best = found
    return best


def _meant(known: KnownWords, read: str, letters: str, familiar: int) -> bool:
    """Whether what is read is the mark with a letter wrong, or sounds like it, and no familiar word itself."""
    near = OSA.distance(read, letters, score_cutoff=1) <= 1 or (
        len(letters) >= LEAST_BARE and OSA.distance(bare_skeleton(read), bare_skeleton(letters)) <= 1
    )
    if not near and distance_heard(read, letters) is None:
        return False
    return not inflected(read, letters) and int(known.frequency_of([read])[0]) < familiar


def _deliberate(known: KnownWords, written: str, reading: Reading) -> Twofold | None:
    """What is written otherwise than with plain letters, where no one does that by accident."""
    start, end = reading.start, reading.end
    while start < end and _sign(written[start]):
        start += 1
    while end > start and _sign(written[end - 1]):
        end -= 1
    shown = written[start:end]
    ways = _ways(shown)
    way = next((way for way in DELIBERATE if way in ways), None)
    if way is None or in_address(written, start, end):
        return None
    if way in SURE_WAYS or ways.get(Way.ACCENT, 0) >= LEAST_ACCENTED:
        return Twofold(way, 0.9, start, end)
    signs = ways.get(Way.SEPARATED, 0)
    if signs:
        unusual = any(char not in USUAL for char in shown if not char.isalnum())
        apart = signs >= _LEAST_SIGNS and signs + len(reading.letters) <= _APART * signs
        if apart or unusual:
            return Twofold(way, 0.9, start, end)
        # With a digit in it, it is a model: `lomvi-sd900`.
        coined = Way.LEET not in ways and _coined(known, reading.parts)
        return Twofold(way, 0.85, start, end) if coined else None
    return Twofold(way, 0.85, start, end) if way is Way.LEET and shown[-1].isalpha() else None


def _accented(known: KnownWords, written: str, reading: Reading, letters: str) -> Twofold | None:
    """A letter wrong in a word that some accent stands in: no more deliberate than without."""
    if len(letters) < LEAST or not written.isalpha() or not natural(written) or written_so(known, written):
        return None
    return Twofold(Way.TYPO, typo_strength(reading.letters, letters), reading.start, reading.end)


def _sign(char: str) -> bool:
    """Whether a character is no letter, nor drawn of one."""
    return kind(char) <= Kind.SYMBOL and not plain(char).isalnum()


def _coined(known: KnownWords, parts: tuple[str, ...]) -> bool:
    """Whether parts are no words side by side: `log-itesh`."""
    if not parts or len(parts[0]) == 1 or len(parts[-1]) == 1:
        return False  # `e-mark`, `mark-x`
    frequencies = known.frequency_of([part.lower() for part in parts])
    return any(
        not known_so and len(part) >= _LEAST_PART for part, known_so in zip(parts, frequencies, strict=True)
    )


def _ways(shown: str) -> dict[Way, int]:
    """The likeliest way of every character that is no plain letter, and how often it is taken."""
    ways: dict[Way, int] = {}
    for char in shown:
        way = None if char in ORDINARY_SIGNS else _way(char)
        if way is not None:
            ways[way] = ways.get(way, 0) + 1
    return ways


@lru_cache(maxsize=8192)
def _way(char: str) -> Way | None:
    if char in BIDI_OVERRIDES:
        return Way.BIDI
    if char.isascii() and char.isdigit():
        return Way.LEET
    if _sign(char):
        return Way.SEPARATED if char in BROKEN else skip_way(char, "a")
    latin = [way for shown, way in letter_ways(char) if shown.isascii()]
    return latin[0] if latin else skip_way(char, "a")
