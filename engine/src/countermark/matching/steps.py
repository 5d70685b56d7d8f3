"""What each character of a piece may stand for, as steps from place to place: tables for `walks`, kept by character."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.ways import (
    COST,
    GUESSED,
    JOINED,
    LOOKS_LIKE,
    PARTING,
    Way,
    guessed,
    letter_ways,
    parts_letters,
    skip_way,
)
from countermark.text.chars import MASKS, plain
from countermark.text.fold import PICTURES
from countermark.text.keys import I64, U64

WAYS: Final = tuple(Way)
PLAINLY: Final = -1
"""Stands for the way of a plain letter."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_NUMBER: Final = {way: number for number, way in enumerate(WAYS)}
_MASKING: Final = frozenset(char for char in MASKS if not char.isalnum())


class Steps(NamedTuple):
    """Steps as columns: letters told (string key, bytes, the one letter or 0), cost, way, whether any letter fits."""

    keys: U64
    sizes: NDArray[np.int64]
    letters: NDArray[np.uint8]
    costs: NDArray[np.float32]
    ways: NDArray[np.int8]
    hidden: NDArray[np.bool_]

    def take(self, which: I64) -> Steps:
        """Those of `which`."""
        return Steps._make(column[which] for column in self)


Step = tuple[str, float, Way | None, bool]
"""Letters told, cost, way, whether any letter fits."""


def _columns(steps: Sequence[Step]) -> Steps:
    told = [letters.encode() for letters, *_ in steps]
    return Steps(
        np.array([int.from_bytes(letters, "little") for letters in told], dtype=np.uint64),
        np.array([len(letters) for letters in told], dtype=np.int64),
        np.array([letters[0] if len(letters) == 1 else 0 for letters in told], dtype=np.uint8),
        np.array([cost for _, cost, _, _ in steps], dtype=np.float32),
        np.array([PLAINLY if way is None else _NUMBER[way] for _, _, way, _ in steps], dtype=np.int8),
        np.array([hidden for *_, hidden in steps], dtype=np.bool_),
    )


def _of_char(char: str) -> list[Step]:
    """Every step over one character, which may be marked as part of a picture, or as parting words."""
    if char.startswith(_PICTURED):
        return [("", COST[Way.EMOJI], Way.EMOJI, False)]
    parts = char.startswith(_PARTED)
    char = char[-1]
    steps: list[Step] = [
        (shown, COST[way] if way else 0.0, way, False)
        for shown, way in letter_ways(char)
        if 0 < len(shown.encode()) < 8
    ]
    together = JOINED.get(_small(char))
    if together:
        steps.append((together, COST[Way.SAME_LOOK], Way.SAME_LOOK, False))
    skipped = skip_way(char, "a") or (Way.SEPARATED if not char.isalnum() else None)
    if skipped and not parts:
        steps.append(("", COST[skipped], skipped, False))
    told = {letters for letters, *_ in steps}
    guess = guessed(char) if char not in _MASKING else Way.MASKED
    if guess:
        cost = COST[Way.MASKED] if guess is Way.MASKED else GUESSED
        steps.extend((letter, cost, guess, True) for letter in LETTERS[:26] if letter not in told)
    return steps


class _Book:
    """The steps of every character met so far. It grows; what is in it never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number: dict[str, int] = {"": 0}
        self._steps: list[Step] = []
        self._begins = [0, 0]
        self.columns = _columns([])
        self.begins = np.array(self._begins)

    def numbers(self, chars: Sequence[str]) -> tuple[I64, Steps, I64]:
        """The number of each of `chars` ("" stands for an end); all steps, and where those of a number begin."""
        number = self._number
        if not all(char in number for char in chars):
            with self._lock:
                for char in chars:
                    if char not in number:
                        self._steps.extend(_of_char(char))
                        self._begins.append(len(self._steps))
                        number[char] = len(self._begins) - 2
                self.columns, self.begins = _columns(self._steps), np.array(self._begins)
        with self._lock:
            columns, begins = self.columns, self.begins
        return np.array([number[char] for char in chars], dtype=np.int64), columns, begins


_book: Final = _Book()
_PICTURED, _PARTED = "picture:", "border:"
_PARTING: Final = re.compile("[" + re.escape("".join(sorted(PARTING))) + "]")


_BY_SIZE: Final = {
    size: re.compile("(?=(" + "|".join(re.escape(shown) for shown in LOOKS_LIKE if len(shown) == size) + "))")
    for size in sorted({len(shown) for shown in LOOKS_LIKE})
}
"""Several characters that stand for one letter, by their number; a look ahead, since they overlap."""


_OF_PICTURES: Final = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]([\ufe0e\ufe0f\u200d]+)")
"""What nobody sees behind a picture is part of the picture."""


class Lattice(NamedTuple):
    """The steps through some texts. Places count through all texts; each text has one more than characters.

    The steps from a place over one character are `of_char[begins[chars[place]]:begins[chars[place] + 1]]`; those over
    several stand apart, sorted by the place from which they go.
    """

    text: I64
    """The text of each place."""
    starts: I64
    """The first place of each text."""
    chars: I64
    of_char: Steps
    begins: I64
    froms: I64
    tos: I64
    over: Steps
    border: NDArray[np.bool_]
    """Whether a word may begin or end at each place."""


def lattice(texts: Sequence[str]) -> Lattice:
    """The steps through `texts`."""
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    whole = "\n".join(texts) + "\n"
    ends = (starts + sizes - 1).tolist()
    chars = list(whole)
    for end in ends:
        chars[end] = ""
    for match in _OF_PICTURES.finditer(whole):
        for place in range(match.start(1), match.end(1)):
            chars[place] = _PICTURED + chars[place]
    for match in _PARTING.finditer(whole):
        place = match.start()
        if not parts_letters(match[0], texts[int(np.searchsorted(starts, place, side="right")) - 1]):
            chars[place] = _PARTED + chars[place]
    numbers, of_char, begins = _book.numbers(chars)
    froms, tos, over = _over_several(whole)
    wordlike = np.array([char.isalnum() for char in chars])
    border = ~wordlike
    border[1:] |= ~wordlike[:-1]
    border[:1] = True
    return Lattice(
        np.repeat(np.arange(len(texts)), sizes), starts, numbers, of_char, begins, froms, tos, over, border
    )


@lru_cache(maxsize=65536)
def _small(char: str) -> str:
    shown = char.lower() if char.isascii() else plain(char)
    return shown if len(shown) == 1 else char


def _over_several(whole: str) -> tuple[I64, I64, Steps]:
    """Steps over several characters of `whole`: letters drawn with them, pictures made of them."""
    # A capital whose small form has two characters (`İ`) stays, so that places remain places.
    small = "".join(map(_small, whole))
    found: list[tuple[int, int, Step]] = []
    for size, pattern in _BY_SIZE.items():
        for match in pattern.finditer(small):
            way = Way.SAME_LOOK if match[1].isalpha() else Way.LEET
            found.extend(
                (match.start(), match.start() + size, (letter, COST[Way.SAME_LOOK], way, False))
                for letter in LOOKS_LIKE[match[1]]
            )
    if not whole.isascii():
        pictured: Step = ("", COST[Way.EMOJI], Way.EMOJI, False)
        found.extend((match.start(), match.end(), pictured) for match in PICTURES.finditer(whole))
    found.sort(key=lambda entry: entry[0])
    return (
        np.array([begin for begin, _, _ in found], dtype=np.int64),
        np.array([end for _, end, _ in found], dtype=np.int64),
        _columns([step for _, _, step in found]),
    )
