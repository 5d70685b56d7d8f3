from __future__ import annotations

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.demo.assortment import brand_sheets
from countermark.demo.disguises import (
    FAMILIES,
    Disguise,
    abbreviated,
    bidi,
    cyrillic_by_rule,
    dotted,
    flipped,
    full_width,
    glued,
    masked,
    reversed_letters,
    spaced,
    typo,
    zero_width,
)
from countermark.demo.letters import INVISIBLE
from countermark.demo.marks import disguised, disguised_phrase

MARK = "Norrvik"


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
@given(text=st.text(max_size=40), seed=st.integers(0, 2**32))
def test_no_text_is_too_odd_for_a_disguise_and_the_same_seed_repeats_it(
    family: Disguise, text: str, seed: int
) -> None:
    assert family(text, Random(seed)) == family(text, Random(seed))


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_every_family_disguises_every_latin_mark_of_seven_letters_and_more(family: Disguise) -> None:
    for sheet in brand_sheets():
        if len(sheet.name) >= 7:
            assert any(family(sheet.name, Random(seed)) != sheet.name for seed in range(20))


@pytest.mark.parametrize("seed", range(20))
def test_what_only_hides_can_be_undone(seed: int) -> None:
    rng = Random(seed)
    assert zero_width(MARK, rng).translate(dict.fromkeys(map(ord, INVISIBLE))) == MARK
    assert unicodedata.normalize("NFKC", full_width(MARK, rng)) == MARK
    assert "".join(filter(str.isalpha, spaced(MARK, rng))) == MARK
    assert "".join(filter(str.isalpha, dotted(MARK, rng))) == MARK
    assert MARK in glued(MARK, rng)
    assert reversed_letters(MARK, rng)[::-1].lower() == MARK.lower()
    letters = "".join(filter(str.isalpha, bidi(MARK, rng)))
    assert letters in {MARK, MARK[::-1]}


def test_the_tables_say_what_a_seller_would_write() -> None:
    assert abbreviated(MARK, Random(0)) == "NRRVK"
    assert {cyrillic_by_rule("Zhalt", Random(seed)) for seed in range(5)} == {"Жалт"}
    assert {flipped("brand", Random(seed)) for seed in range(20)} == {"puɐɹq", "qɹɐup"}
    assert all(masked(MARK, Random(seed)).startswith("N") for seed in range(20))


@pytest.mark.parametrize("seed", range(50))
def test_a_typo_is_one_slip_and_keeps_the_first_letter(seed: int) -> None:
    slipped = typo(MARK, Random(seed))
    assert slipped[0] == "N"
    assert slipped != MARK
    assert abs(len(slipped) - len(MARK)) <= 1


@pytest.mark.parametrize("sheet", brand_sheets(), ids=lambda sheet: sheet.id)
def test_a_brand_is_never_left_as_it_is(sheet: object) -> None:
    brand = next(known for known in brand_sheets() if known is sheet)
    for seed in range(40):
        text, family = disguised(brand, "ru", Random(seed))
        assert text != brand.name
        assert family


@pytest.mark.parametrize("phrase", ["AAA+ quality", "原单尾货", "зеркальное качество", "جودة مرآة"])
def test_talk_of_replicas_is_disguised_in_any_script(phrase: str) -> None:
    assert all(disguised_phrase(phrase, Random(seed)) != phrase for seed in range(30))
