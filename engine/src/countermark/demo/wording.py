"""Titles and descriptions of a batch: the drawn templates filled, and the seller's own flourishes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

import numpy as np
import numpy.typing as npt

from countermark.demo.draws import FEATURES, Draw
from countermark.demo.kinds import Mark
from countermark.demo.marks import Written, disguised_phrase
from countermark.demo.plan import Plan

_SHOUTED, _DECORATED, _HOUSE_MARKED = 0.05, 0.08, 0.15
_HOUSE_MARKS = 3000
_CODES = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a batch; `house_marks` are the made-up names of some unbranded goods, else empty."""

    titles: list[str]
    descriptions: list[str]
    house_marks: list[str]


@lru_cache(maxsize=1)
def _house_marks() -> npt.NDArray[np.object_]:
    # The letter salads under which no-name goods are sold: new to every dictionary, and lawful.
    rng = Random(20)  # noqa: S311  # a table, the same for every market
    hard, soft = "BDFGJKLMQRTVWXZ", "AEIOUY"
    shapes = ("hshsh", "hshhs", "hshhsh", "shhsh", "hshshs")
    return np.array(
        [
            "".join(rng.choice(hard if kind == "h" else soft) for kind in rng.choice(shapes))
            for _ in range(_HOUSE_MARKS)
        ],
        dtype=object,
    )


def _codes(rng: np.random.Generator, rows: int) -> list[str]:
    letters = rng.integers(len(_CODES), size=(rows, 3)).tolist()
    numbers = rng.integers(100, 99999, size=rows).tolist()
    return [
        f"{_CODES[a]}{_CODES[b]}-{number}{_CODES[c] if c < 8 else ''}"
        for (a, b, c), number in zip(letters, numbers, strict=True)
    ]


def wording(plan: Plan, draw: Draw, marks: Written) -> Wording:
    """The words of a batch."""
    rows, words, rng = len(draw), plan.words, draw.rng
    phrases = words.phrases[draw.language, draw.phrase]
    letters = Random(int(rng.integers(2**63)))  # noqa: S311  # a simulation, no secret
    for row in np.flatnonzero(plan.phrase_disguised[draw.recipe]).tolist():
        phrases[row] = disguised_phrase(phrases[row], letters)
    slots: list[list[str]] = [
        marks.texts.tolist(),
        plan.goods.models[draw.product].tolist(),
        words.items[draw.language, draw.item].tolist(),
        words.capital_items[draw.language, draw.item].tolist(),
        words.colours[draw.language, draw.colour].tolist(),
        words.features[draw.language, draw.feature].tolist(),
        plan.goods.specs[draw.spec].tolist(),
        _codes(rng, rows),
        words.accessories[draw.language, draw.accessory].tolist(),
        words.capital_accessories[draw.language, draw.accessory].tolist(),
        phrases.tolist(),
        [str(count) for count in draw.count.tolist()],
        _contacts(draw),
    ]
    titles = list(map(str.format, words.templates[draw.title].tolist(), *slots))
    house_marks = _flourish(plan, draw, titles)
    # The description tells of another feature than the title.
    other = draw.feature - draw.feature % FEATURES + (draw.feature + 1) % FEATURES
    slots[5] = words.features[draw.language, other].tolist()
    first, second, third = (words.templates[place].tolist() for place in draw.sentences)
    joined = [
        f"{a}{joiner}{b}{joiner}{c}"
        for a, b, c, joiner in zip(first, second, third, words.joiners[draw.language].tolist(), strict=True)
    ]
    return Wording(titles, list(map(str.format, joined, *slots)), house_marks)


def _contacts(draw: Draw) -> list[str]:
    contacts = [""] * len(draw)
    for row in np.flatnonzero(draw.ring >= 0).tolist():
        ring = int(draw.ring[row])
        contacts[row] = f"WA {(ring * 7919 + 104729) % 1000003:06d}"
    return contacts


def _flourish(plan: Plan, draw: Draw, titles: list[str]) -> list[str]:
    rows, rng = len(draw), draw.rng
    mark = plan.mark[draw.recipe]
    house_marks = [""] * rows
    names = _house_marks()[rng.integers(_HOUSE_MARKS, size=rows)]
    marked = (mark == Mark.NONE) & ~plan.paired[draw.recipe] & (rng.random(rows) < _HOUSE_MARKED)
    for row in np.flatnonzero(marked).tolist():
        house_marks[row] = names[row]
        titles[row] = f"{names[row]} {titles[row]}"
    for row in np.flatnonzero((mark != Mark.DISGUISED) & (rng.random(rows) < _SHOUTED)).tolist():
        titles[row] = titles[row].upper()
    signs = plan.words.decorations
    sign = signs[draw.language, rng.integers(signs.shape[1], size=rows)]
    before = rng.random(rows) < 0.5
    for row in np.flatnonzero(rng.random(rows) < _DECORATED).tolist():
        titles[row] = f"{sign[row]} {titles[row]}" if before[row] else f"{titles[row]} {sign[row]}"
    return house_marks
