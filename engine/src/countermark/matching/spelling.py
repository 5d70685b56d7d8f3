"""Is this how someone writes that mark? Letter by letter, with the cheapest explanation of every character."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from countermark.matching.ways import (
    COST,
    DELIBERATE,
    GUESSED,
    JOINED,
    KEYCAP,
    SEQUENCES,
    Way,
    guessed,
    letter_ways,
    parts_letters,
    skip_way,
)
from countermark.text.chars import BIDI_OVERRIDES, MASKS, flipped, flipped_marks

_FAR: Final = 99.0
MIRRORED: Final = {"b": "d", "d": "b", "p": "q", "q": "p"}
"""Latin letters that are another in the mirror."""
_OF_PICTURES: Final = "\ufe0e\ufe0f\u200d"


class Spelling(NamedTuple):
    """How a mark is written in a piece of text: from `start` to `end` (code points of the piece), at what `cost`.

    `ways` has each letter's way where it is not plain, with the number of letters; `way` is the most deliberate.
    """

    start: int
    end: int
    cost: float
    ways: dict[Way, int]

    @property
    def way(self) -> Way | None:
        """The most deliberate way; None if every letter is plain."""
        return next((way for way in DELIBERATE if way in self.ways), None)


class _Step(NamedTuple):
    """The cheapest way to have explained a piece up to here: its cost, where it came from, what the step was."""

    cost: float
    back: tuple[int, int] | None
    way: Way | None
    begin: int


@lru_cache(maxsize=4096)
def read(piece: str, letters: str, *, typos: int = 0, whole: bool = False) -> Spelling | None:
    """The cheapest spelling of `letters` (folded, without spaces) in `piece`, or None.

    Everything of `letters` must be explained; what stands before and behind it in `piece` is free. At most `typos`
    letters may be wrong, missing or too many. `whole`: no letter or digit may stand directly before or behind.
    """
    if piece.isascii() and piece.isalpha() and not whole:
        at = piece.lower().find(letters)
        if at >= 0:
            return Spelling(at, at + len(letters), 0.0, {})
    best = None
    for shown, way, turned in seen_as(piece):
        found = _read(shown, letters, typos, whole)
        if way is not None:
            found = in_way(found, len(piece), way, turned=turned)
        best = _cheaper(best, found)
    return best


def seen_as(piece: str) -> list[tuple[str, Way | None, bool]]:
    """The piece, and as what else it may be meant, turned or mirrored: (text, way, whether it reads from its end)."""
    seen: list[tuple[str, Way | None, bool]] = [(piece, None, False)]
    if any(char in flipped_marks() for char in piece):
        upright = "".join(flipped().get(char, flipped().get(char.lower(), char)) for char in piece)
        mirrored = "".join(MIRRORED.get(char.lower(), char) for char in piece)
        seen.extend((shown, Way.FLIPPED, False) for shown in (upright, mirrored))
        seen.extend((shown[::-1], Way.FLIPPED, True) for shown in (upright, piece, mirrored))
    elif any(char in BIDI_OVERRIDES for char in piece):
        seen.append((piece[::-1], Way.BIDI, True))
    return seen


def _cheaper(one: Spelling | None, other: Spelling | None) -> Spelling | None:
    if one is None or other is None:
        return one or other
    return one if one.cost <= other.cost else other


def in_way(found: Spelling | None, size: int, way: Way, *, turned: bool) -> Spelling | None:
    """A spelling found in a piece of `size` characters `seen_as` another, in terms of the piece."""
    if found is None:
        return None
    start, end = (size - found.end, size - found.start) if turned else (found.start, found.end)
    return Spelling(start, end, found.cost + 0.2, {**found.ways, way: 1})


def _read(piece: str, letters: str, typos: int, whole: bool) -> Spelling | None:
    size, goal = len(piece), len(letters)
    table: list[list[_Step]] = [
        [_Step(0.0 if not whole or _border(piece, i) else _FAR, None, None, i)]
        + [_Step(_FAR, None, None, i)] * goal
        for i in range(size + 1)
    ]
    for i in range(size + 1):
        row = table[i]
        for j in range(goal + 1):
            here = row[j]
            if here.cost >= _FAR:
                continue
            for di, dj, way, price in _moves(piece, letters, i, j, typos):
                cost = here.cost + price
                ahead = table[i + di]
                if cost < ahead[j + dj].cost:
                    ahead[j + dj] = _Step(cost, (i, j), way, here.begin)
    ends = [i for i in range(size + 1) if not whole or _border(piece, i)]
    end = min(ends, key=lambda i: (table[i][goal].cost, i))
    if table[end][goal].cost >= _FAR:
        return None
    return _traced(table, end, goal, typos)


def _border(piece: str, place: int) -> bool:
    """Whether a word may begin or end at `place`."""
    return not 0 < place < len(piece) or not (piece[place - 1].isalnum() and piece[place].isalnum())


def _traced(table: list[list[_Step]], end: int, goal: int, typos: int) -> Spelling | None:
    last = table[end][goal]
    ways: dict[Way, int] = {}
    at: tuple[int, int] | None = (end, goal)
    while at is not None:
        step = table[at[0]][at[1]]
        if step.way is not None:
            ways[step.way] = ways.get(step.way, 0) + 1
        at = step.back
    if ways.get(Way.TYPO, 0) > typos:
        return None
    return Spelling(last.begin, end, round(last.cost, 3), ways)


class _Move(NamedTuple):
    """Characters read, letters explained, the way of it (None: plainly), and its cost."""

    read: int
    explained: int
    way: Way | None
    cost: float


def _moves(piece: str, letters: str, i: int, j: int, typos: int) -> list[_Move]:
    """Every step that may be taken from character `i` and letter `j`."""
    moves: list[_Move] = []
    inside = 0 < j < len(letters)
    if i < len(piece):
        char = piece[i]
        if j < len(letters):
            moves.extend(_as_letters(piece, letters, i, j))
        if inside:
            skipped = skip_way(char, piece[i - 1]) or (Way.SEPARATED if parts_letters(char, piece) else None)
            if skipped:
                moves.append(_Move(1, 0, skipped, COST[skipped]))
            if piece.startswith(KEYCAP, i + 1) or piece.startswith("\ufe0f" + KEYCAP, i + 1):
                moves.append(_Move(3 if piece[i + 1] == "\ufe0f" else 2, 0, Way.EMOJI, COST[Way.EMOJI]))
            if "\U0001f1e6" <= char <= "\U0001f1ff":
                moves.append(_Move(2 if i + 1 < len(piece) else 1, 0, Way.EMOJI, COST[Way.EMOJI]))
        if j > 0 and any(shown == letters[j - 1] for shown, _ in letter_ways(char)):
            moves.append(_Move(1, 0, Way.DOUBLED, COST[Way.DOUBLED]))
    if typos:
        moves.extend(_wrong(piece, letters, i, j))
    if inside and letters[j] == letters[j - 1]:
        moves.append(_Move(0, 1, Way.DOUBLED, COST[Way.DOUBLED]))
    return moves


def _as_letters(piece: str, letters: str, i: int, j: int) -> list[_Move]:
    """Steps that read what stands at `i` as the letters from `j` on."""
    char = piece[i]
    moves: list[_Move] = []
    for shown, way in letter_ways(char):
        if letters.startswith(shown, j):
            moves.append(_Move(1, len(shown), way, COST[way] if way else 0.0))
            break
    if char in MASKS and j > 0:
        moves.append(_Move(1, 1, Way.MASKED, COST[Way.MASKED]))
        if char == "*":
            moves.append(_Move(1, 0, Way.MASKED, COST[Way.MASKED] / 2))
            moves.append(_Move(1, min(2, len(letters) - j), Way.MASKED, 2 * COST[Way.MASKED]))
    guess = guessed(char)
    if guess:
        moves.append(_Move(1, 1, guess, GUESSED))
    for shown in SEQUENCES.get(letters[j], ()):
        if piece[i : i + len(shown)].lower() == shown:
            way = Way.SAME_LOOK if shown.isalpha() else Way.LEET
            moves.append(_Move(len(shown), 1, way, COST[Way.SAME_LOOK]))
    run_together = JOINED.get(char.lower())
    if run_together and letters.startswith(run_together, j):
        moves.append(_Move(1, 2, Way.SAME_LOOK, COST[Way.SAME_LOOK]))
    return moves


def _wrong(piece: str, letters: str, i: int, j: int) -> list[_Move]:
    """Steps that take a letter for wrong, missing, too many, or changed for its neighbour."""
    steps: list[tuple[int, int]] = []
    goal = len(letters)
    if j < goal:
        steps.append((0, 1))
    if i < len(piece) and piece[i].isalnum():
        if j < goal:
            steps.append((1, 1))
        if 0 < j < goal:
            steps.append((1, 0))
    swapped = piece[i : i + 2].lower()
    if len(swapped) == 2 and j + 2 <= goal and swapped[::-1] == letters[j : j + 2]:
        steps.append((2, 2))
    return [_Move(read, explained, Way.TYPO, COST[Way.TYPO]) for read, explained in steps]


def as_spaced(piece: str, found: Spelling) -> Spelling:
    """The spelling, with its way said to be spaced where white space parts its letters."""
    parted = found.ways.get(Way.SEPARATED, 0)
    if not parted or not any(char.isspace() for char in piece[found.start : found.end]):
        return found
    ways = found.ways.copy()
    del ways[Way.SEPARATED]
    ways[Way.SPACED] = parted
    return found._replace(ways=ways)
