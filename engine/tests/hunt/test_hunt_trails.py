"""The index leads to every listing that the matcher finds a mark in: a mark that is passed by is never found."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wild
from countermark.demo import disguises
from countermark.history import HistoryWriter
from countermark.hunt.changes import Changes
from countermark.hunt.hearing import SURE, ears, sounds
from countermark.hunt.quarry import Quarry
from countermark.hunt.trails import Trails
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.references.examples import references_from
from countermark.references.model import Phrase
from countermark.text.sounds import cyrillic_to_latin, sound, spoken
from countermark.text.tokens import tokenise
from history.kept import NOW, listings, row

MARKS = (
    "Norrvik", "Velmora Atelier", "On the Rill", "4Quibbet", "Tarn & Holt", "La Sirrenne", "NightOwl", "K2", "Levin's",
    "Häagenholm", "诺维克", "ノルヴィク", "노르빅", "Норрвик", "نورفيك", "7 Up Cordial", "Ostrefeller",
    "Bright Rill", "The Rill House", "El Ru",
)  # fmt: skip
WAYS = (
    disguises.homoglyph, disguises.mixed_script, disguises.full_width, disguises.mathematical, disguises.enclosed,
    disguises.small_capitals, disguises.flipped, disguises.leet, disguises.spaced, disguises.split, disguises.dotted,
    disguises.zero_width, disguises.bidi, disguises.doubled, disguises.accented, disguises.emoji, disguises.glued,
    disguises.typo, disguises.sound_alike, disguises.cyrillic_by_rule, disguises.masked, disguises.reversed_letters,
)  # fmt: skip
GOODS = "leather bag new size 42 wool case for men summer 2024 pro max noir сумка кожа tasche grün niño 包 1:1".split()


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> References:
    brands = [{"id": f"b{n}", "name": mark, "words": [mark]} for n, mark in enumerate(MARKS)]
    return references_from({"brands": brands}, tmp_path_factory.mktemp("references"))


def passed_by(
    references: References, hidden: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """Of (mark, title) those where the matcher finds the mark, but the index does not lead to the title."""
    titles = [title for _, title in hidden]
    table = listings(*(row(n, f"{title} ") for n, title in enumerate(titles)))
    writer = HistoryWriter(tmp_path_factory.mktemp("h"))
    writer.add(table, now=NOW)
    (segment,) = writer.history.segments()
    columns = table["title"].combine_chunks()
    hits = Matcher(references.vocabulary, references.known).match(tokenise([columns]))
    brands = references.vocabulary.brands[hits.terms]
    missed = []
    for number, name in enumerate(references.ids):
        mark = MARKS[int(name[1:])]
        wanted = [n for n in np.unique(hits.segments[brands == number]).tolist() if hidden[n][0] == mark]
        if wanted:
            led, _ = Trails(Quarry(references, Changes({name: ""}, ()), references.known)).rows(segment)
            missed += [f"{mark}: {titles[n]!r}" for n in np.setdiff1d(wanted, led).tolist()]
    return missed


def test_to_marks_in_every_disguise(references: References, tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = Random(5)
    hidden = [
        (mark, " ".join([*chance.sample(GOODS, 2), way(mark, chance), *chance.sample(GOODS, 1)]))
        for mark in MARKS
        for way in WAYS
    ]
    twice = [(mark, chance.choice(WAYS)(title, chance)) for mark, title in chance.sample(hidden, 100)]
    assert passed_by(references, hidden + twice, tmp_path_factory) == []


def test_to_phrases_each_word_of_which_is_in_another_disguise(
    references: References, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = Random(7)
    phrases = [mark for mark in MARKS if " " in mark] * 40
    hidden = [
        (mark, " ".join(chance.choice([*WAYS, plainly])(word, chance) for word in mark.split()))
        for mark in phrases
    ]
    assert passed_by(references, hidden, tmp_path_factory) == []


def plainly(text: str, _: Random) -> str:
    return text


def test_to_marks_that_are_doubled_heard_drawn_in_other_fonts_or_told_by_capitals(
    references: References, tmp_path_factory: pytest.TempPathFactory
) -> None:
    hidden = [
        ("On the Rill", "On +h3 Ri|l"),
        ("El Ru", "Ellll\u04cf Ru"),
        ("Ostrefeller", "Ostrefelr"),
        ("Ostrefeller", "𝐎𝐬𝐭𝐫𝐞𝐟𝐞𝐥𝐥𝐚"),
        ("Ostrefeller", "Оstrеphella"),
        ("Velmora Atelier", "Velｒｎora_Atelier"),
        ("Velmora Atelier", "Velrｎora_Atelier"),
        ("Norrvik", "норґвик"),
        ("4Quibbet", "4Kuibbett"),
        ("Norrvik", "0NorrvikA"),
    ]
    assert passed_by(references, hidden, tmp_path_factory) == []


@given(
    st.lists(
        st.tuples(
            wild.letters, st.sampled_from(MARKS), st.sampled_from(["", " "]), st.integers(0, 9), wild.letters
        ),
        min_size=1,
        max_size=12,
        unique=True,
    )
)
@settings(max_examples=15)
def test_to_marks_among_and_within_anything(
    references: References,
    tmp_path_factory: pytest.TempPathFactory,
    several: list[tuple[str, str, str, int, str]],
) -> None:
    hidden = [
        (mark, f"{before}{space}{mark[:cut]}{before[:1] if cut else ''}{mark[cut:]}{space}{behind}")
        for before, mark, space, cut, behind in several
    ]
    assert passed_by(references, hidden, tmp_path_factory) == []


def test_of_phrases_only_the_rows_of_phrases_are_told_apart(
    references: References, tmp_path_factory: pytest.TempPathFactory
) -> None:
    writer = HistoryWriter(tmp_path_factory.mktemp("h"))
    titles = ["Norrvik", "m00nlight goods", "moonlight", "m\u202ekivrron", "socks"]
    writer.add(listings(*(row(n, title) for n, title in enumerate(titles))), now=NOW)
    (segment,) = writer.history.segments()
    what = Changes({"b0": ""}, (Phrase(text="moonlight goods"),))
    marks, any_brand = Trails(Quarry(references, what, references.known)).rows(segment)
    assert marks.tolist() == [0, 3]
    assert any_brand.tolist() == [1, 3]
    nothing = Trails(Quarry(references, Changes({}, ()), references.known)).rows(segment)
    assert [rows.tolist() for rows in nothing] == [[3], []]


CYRILLIC = "".join(char for char in map(chr, range(0x400, 0x530)) if cyrillic_to_latin(char))


@given(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
    | st.text(CYRILLIC, min_size=1, max_size=10)
)
@settings(max_examples=500)
def test_ears_hear_all_that_is_spoken_and_are_sure_of_nothing_that_is_not(word: str) -> None:
    may = np.bitwise_or.reduce([ears()[letter] for letter in word])
    for way in spoken(word) if word.isascii() else cyrillic_to_latin(word):
        told = sounds(sound(way))
        assert told & ~may == 0
        assert may >> SURE & ~told == 0
