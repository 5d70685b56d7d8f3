"""Terms that pieces of text may be read as: all pieces walk at once, by character, along the beginnings of terms.

Each character offers steps: the letters that it may stand for, passing it over, hiding any letter. A state is a place
in a piece and the letters told so far; it lives only while these begin some term, which one look into the sieve tells.
So the work hardly grows with the number of terms, and a piece that begins no term costs a few looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.matching.sieve import BEGINS, LETTERS, WORD_BEGINS, WORD_LETTERS
from countermark.matching.spelling import Spelling
from countermark.matching.steps import LETTERS as ALPHABET
from countermark.matching.steps import PLAINLY, WAYS, Lattice, Steps, lattice
from countermark.matching.vocabulary import Vocabulary
from countermark.matching.ways import COST, Way
from countermark.text.keys import I64, U64, joined
from countermark.text.ranges import positions

MOST_STEPS: Final = 120
AT_ONCE: Final = 4096
"""Characters of texts that walk together: enough to make the steps cheap, few enough to lie in the cache."""
_WIDE: Final = 3
"""How much more each character counts where a letter may be wrong."""
LEAST: Final = 3
LEAST_INSIDE: Final = 4
LEAST_WORD: Final = 2
"""Letters of a term, of one within a word, and of a word of a phrase, that are told of."""
_DOUBLED, _TYPO, _MASKED = (WAYS.index(way) for way in (Way.DOUBLED, Way.TYPO, Way.MASKED))
_WANTED: Final = BEGINS | LETTERS | WORD_BEGINS | WORD_LETTERS
_ANY_KEYS: Final = np.array([ord(letter) for letter in ALPHABET[:26]], dtype=np.uint64)


class Text(NamedTuple):
    """A text to walk. `anywhere`: terms may begin within words; `wrong`: one letter may be wrong.

    `as_written`: the text is as its writer wrote it, and words of phrases that stand in it plainly are not told of.
    `least`: letters of a term, and of a word of a phrase, that are told of.
    """

    text: str
    anywhere: bool
    wrong: bool
    as_written: bool
    least: int = 2


class Reached(NamedTuple):
    """A term that may be read in a text: where and how; `whole`: between borders of words.

    `word`: it is a word of a phrase (term x PARTS + place), which is told of only if it is whole.
    """

    text: int
    term: int
    word: bool
    spelling: Spelling
    whole: bool


class _States(NamedTuple):
    """States as columns."""

    begins: I64
    places: I64
    keys: U64
    sizes: I64
    last: NDArray[np.uint8]
    costs: NDArray[np.float32]
    hidden: NDArray[np.int16]
    wrong: NDArray[np.int8]
    parents: I64
    ways: NDArray[np.int8]
    told: NDArray[np.bool_]
    """Whether the last step told letters, or doubled one: only there a term may end."""

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> _States:
        return _States._make(column[which] for column in self)


class _Round(NamedTuple):
    """What is kept of the states of a round, to tell the way that led to the end of a term."""

    begins: I64
    places: I64
    costs: NDArray[np.float32]
    ways: NDArray[np.int8]
    parents: I64


def _together(several: Sequence[_States]) -> _States:
    return _States._make(np.concatenate(columns) for columns in zip(*several, strict=True))


def walk(texts: Sequence[Text], vocabulary: Vocabulary) -> list[Reached]:
    """Every term that may be read in `texts`, in its cheapest spelling, whole ones before parts of words."""
    reached: list[Reached] = []
    begin = 0
    while begin < len(texts):
        end = begin + 1
        places = _WIDE * texts[begin].wrong * len(texts[begin].text) + len(texts[begin].text)
        while end < len(texts) and places < AT_ONCE:
            places += _WIDE * texts[end].wrong * len(texts[end].text) + len(texts[end].text)
            end += 1
        several = _walk(texts[begin:end], vocabulary)
        reached.extend(found._replace(text=found.text + begin) for found in several)
        begin = end
    return reached


def _walk(texts: Sequence[Text], vocabulary: Vocabulary) -> list[Reached]:
    way = lattice([text.text for text in texts])
    states = _first(way, texts)
    loose = np.array([text.wrong for text in texts])
    least = np.array([text.least for text in texts])
    rounds: list[_Round] = []
    ends: list[_Ends] = []
    while len(states.places) and len(rounds) < MOST_STEPS:
        number = len(rounds)
        rounds.append(_Round(states.begins, states.places, states.costs, states.ways, states.parents))
        ends.extend(_ended(way, states, number, vocabulary, least))
        several = [
            _over_one(way, states),
            _over_more(way, states),
            _doubled(states),
        ]
        if loose.any():
            several.extend(_mistaken(way, states, loose, vocabulary))
        states = _kept(_together(several), vocabulary)
    return _reached(way, rounds, _of_use(ends, np.array([text.as_written for text in texts])))


def _first(way: Lattice, texts: Sequence[Text]) -> _States:
    anywhere = np.array([text.anywhere for text in texts])[way.text]
    inner = np.append(way.text[1:] == way.text[:-1], False)
    places = np.flatnonzero((anywhere | way.border) & inner)
    count = len(places)
    return _States(
        places,
        places,
        np.zeros(count, dtype=np.uint64),
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.uint8),
        np.zeros(count, dtype=np.float32),
        np.zeros(count, dtype=np.int16),
        np.zeros(count, dtype=np.int8),
        np.full(count, -1),
        np.full(count, PLAINLY, dtype=np.int8),
        np.zeros(count, dtype=np.bool_),
    )


def _stepped(states: _States, parents: I64, tos: I64, steps: Steps) -> _States:
    """The states behind `steps`, each from one of `parents`."""
    before = states.take(parents)
    sizes = steps.sizes
    return _States(
        before.begins,
        tos,
        np.where(sizes > 0, joined(before.keys, before.sizes, steps.keys), before.keys),
        before.sizes + sizes,
        np.where(sizes > 0, steps.letters, before.last),
        before.costs + steps.costs,
        before.hidden + steps.hidden,
        before.wrong,
        parents,
        steps.ways,
        sizes > 0,
    )


def _over_one(way: Lattice, states: _States) -> _States:
    """Every step over one character. What tells nothing may neither be the first step nor follow nothing told."""
    chars = way.chars[states.places]
    which, position = positions(way.begins[chars], way.begins[chars + 1])
    steps = way.of_char.take(position)
    # Nothing is passed over before the first letter, and only a picture may stand for it.
    good = ((steps.sizes > 0) & (steps.ways != _MASKED)) | (states.sizes[which] > 0)
    which, steps = which[good], steps.take(np.flatnonzero(good))
    ahead = _stepped(states, which, states.places[which] + 1, steps)
    # The letter once more: doubled.
    again = np.flatnonzero((steps.letters > 0) & (steps.letters == states.last[which]) & ~steps.hidden)
    twice = _stepped(states, which[again], states.places[which[again]] + 1, _doubling(len(again)))
    return _together([ahead, twice._replace(told=np.ones(len(again), dtype=np.bool_))])


def _doubling(count: int) -> Steps:
    return Steps(
        np.zeros(count, dtype=np.uint64), np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.uint8),
        np.full(count, COST[Way.DOUBLED], dtype=np.float32), np.full(count, _DOUBLED, dtype=np.int8),
        np.zeros(count, dtype=np.bool_),
    )  # fmt: skip


def _over_more(way: Lattice, states: _States) -> _States:
    """Every step over several characters."""
    low = np.searchsorted(way.froms, states.places, side="left")
    high = np.searchsorted(way.froms, states.places, side="right")
    which, position = positions(low, high)
    steps = way.over.take(position)
    good = np.flatnonzero((steps.sizes > 0) | (states.sizes[which] > 0))
    return _stepped(states, which[good], way.tos[position[good]], steps.take(good))


def _doubled(states: _States) -> _States:
    """A double letter of the term of which only one stands in the text."""
    which = np.flatnonzero((states.last > 0) & (states.ways != _DOUBLED) & states.told)
    letters = states.last[which]
    steps = _doubling(len(which))._replace(
        keys=letters.astype(np.uint64), sizes=np.ones(len(which), dtype=np.int64), letters=letters
    )
    return _stepped(states, which, states.places[which], steps)


def _mistaken(
    way: Lattice, states: _States, loose: NDArray[np.bool_], vocabulary: Vocabulary
) -> list[_States]:
    """One letter wrong, missing, too many, or changed for its neighbour."""
    # The first letter is right: who reads a name begins with it, and everything begins some name.
    may = np.flatnonzero(loose[way.text[states.places]] & (states.wrong == 0) & (states.sizes > 0))
    parents, letters = np.repeat(may, 26), np.tile(_ANY_KEYS, len(may))
    told = joined(states.keys[parents], states.sizes[parents], letters)
    fit = np.flatnonzero(vocabulary.sieve.test(told) & _WANTED)
    parents, letters = parents[fit], letters[fit]
    here = way.chars[states.places[parents]] > 0
    which, instead = parents[here], letters[here]
    inner = may[way.chars[states.places[may]] > 0]
    changed = [
        _stepped(states, which, states.places[which] + 1, _wrong(instead)),
        _stepped(states, parents, states.places[parents], _wrong(letters)),
        _stepped(states, inner, states.places[inner] + 1, _wrong(np.zeros(len(inner), dtype=np.uint64))),
        _swapped(way, states, inner),
    ]
    return [ahead._replace(wrong=np.ones(len(ahead.places), dtype=np.int8)) for ahead in changed]


def _wrong(keys: U64) -> Steps:
    count = len(keys)
    told = (keys > 0) & (keys < 128)
    return Steps(
        keys,
        np.where(keys > 255, 2, told.astype(np.int64)),
        np.where(told, keys, 0).astype(np.uint8),
        np.full(count, COST[Way.TYPO], dtype=np.float32),
        np.full(count, _TYPO, dtype=np.int8),
        np.zeros(count, dtype=np.bool_),
    )


def _swapped(way: Lattice, states: _States, here: I64) -> _States:
    """Two neighbouring letters changed, each in its likeliest reading."""
    places = states.places[here]
    here, places = here[way.chars[places + 1] > 0], places[way.chars[places + 1] > 0]
    first, second = way.begins[way.chars[places]], way.begins[way.chars[places + 1]]
    full = (first < way.begins[way.chars[places] + 1]) & (second < way.begins[way.chars[places + 1] + 1])
    here, places, first, second = here[full], places[full], first[full], second[full]
    one, two = way.of_char.letters[first], way.of_char.letters[second]
    both = np.flatnonzero((one > 0) & (two > 0) & (one != two))
    keys = two[both].astype(np.uint64) | (one[both].astype(np.uint64) << np.uint64(8))
    return _stepped(states, here[both], places[both] + 2, _wrong(keys))


def _kept(states: _States, vocabulary: Vocabulary) -> _States:
    """The states that may lead to a term, each once, the cheapest."""
    shown = states.sizes - states.hidden
    alive = np.flatnonzero((vocabulary.sieve.test(states.keys) & _WANTED > 0) & (states.hidden <= shown + 1))
    alive = alive[states.costs[alive] <= 1.5 + 0.6 * states.sizes[alive]]
    states = states.take(alive)
    same = (
        states.keys * np.uint64(0x9E3779B97F4A7C15)
        + states.places.astype(np.uint64) * np.uint64(4)
        + states.wrong.astype(np.uint64)
    )
    order = np.lexsort((states.costs, ~states.told, same))
    first = np.ones(len(order), dtype=np.bool_)
    kept = same[order]
    first[1:] = (kept[1:] != kept[:-1]) | (states.told[order][1:] != states.told[order][:-1])
    return states.take(np.sort(order[first]))


class _Ends(NamedTuple):
    """Ends of terms as columns: text, term, whether it is a word, whether it is a part of one, cost, round, state."""

    texts: I64
    terms: I64
    words: NDArray[np.bool_]
    parts: NDArray[np.bool_]
    costs: NDArray[np.float32]
    rounds: I64
    states: I64

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> _Ends:
        return _Ends._make(column[which] for column in self)


def _ended(way: Lattice, states: _States, number: int, vocabulary: Vocabulary, least: I64) -> list[_Ends]:
    """Every state that tells a term, or a whole word of a phrase, not more than half hidden."""
    told = np.flatnonzero(states.told & (states.sizes >= LEAST_WORD) & (states.hidden * 2 <= states.sizes))
    told = told[states.sizes[told] >= least[way.text[states.places[told]]]]
    told = told[states.sizes[told] - states.hidden[told] >= np.where(states.hidden[told] > 0, 3, 1)]
    flags = vocabulary.sieve.test(states.keys[told])
    part = ~(way.border[states.places[told]] & way.border[states.begins[told]])
    long = states.sizes[told] >= np.where(part, LEAST_INSIDE, LEAST)
    out = []
    for view, here, word in (
        ("letters", told[(flags & LETTERS > 0) & long], False),
        ("word_letters", told[(flags & WORD_LETTERS > 0) & ~part], True),
    ):
        which, terms = vocabulary.find(view, states.keys[here])
        found, count = here[which], len(which)
        if count:
            places = states.places[found]
            parts = ~(way.border[places] & way.border[states.begins[found]])
            of_words, rounds = np.full(count, word), np.full(count, number)
            texts, costs = way.text[places], states.costs[found]
            out.append(_Ends(texts, terms.astype(np.int64), of_words, parts, costs, rounds, found))
    return out


def _of_use(ends: list[_Ends], as_written: NDArray[np.bool_]) -> _Ends | None:
    """Of each term in each text the cheapest end, a whole one if there is any."""
    if not ends:
        return None
    every = _Ends._make(np.concatenate(columns) for columns in zip(*ends, strict=True))
    order = np.lexsort(
        (every.states, every.rounds, every.costs, every.parts, every.words, every.terms, every.texts)
    )
    every = every.take(order)
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (
        (every.texts[1:] != every.texts[:-1])
        | (every.terms[1:] != every.terms[:-1])
        | (every.words[1:] != every.words[:-1])
    )
    return every.take(first & ~(every.words & (every.costs == 0) & as_written[every.texts]))


def _reached(way: Lattice, rounds: list[_Round], ends: _Ends | None) -> list[Reached]:
    columns = [] if ends is None else [column.tolist() for column in ends]
    traced: dict[tuple[int, int], Spelling] = {}
    out = []
    for text, term, word, part, _, number, state in zip(*columns, strict=True):
        spelling = traced.get((number, state))
        if spelling is None:
            spelling = traced[number, state] = _traced(way, rounds, number, state)
        out.append(Reached(text, term, word, spelling, not part))
    return out


def _traced(way: Lattice, rounds: list[_Round], number: int, state: int) -> Spelling:
    """The way that led to a state."""
    place, cost = int(rounds[number].places[state]), float(rounds[number].costs[state])
    ways: dict[Way, int] = {}
    while number:
        states = rounds[number]
        if states.ways[state] != PLAINLY:
            told = WAYS[states.ways[state]]
            ways[told] = ways.get(told, 0) + 1
        state = int(states.parents[state])
        number -= 1
    begin = int(way.starts[way.text[place]])
    return Spelling(int(rounds[0].places[state]) - begin, place - begin, round(cost, 3), ways)
