"""How words sound, roughly, and Cyrillic in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.sounds import cyrillic_to_latin, heard, sound, spoken
from wild import texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("norrvik", "norvick"),
        ("velmora", "wellmora"),
        ("caldera", "kaldera"),
        ("phenix", "fenics"),
        ("tsanto", "zanto"),
        ("incivo", "inssivo"),
        ("norwware", "norvvarre"),
        ("brawnts", "bronntz"),
    ],
)
def test_words_that_sound_alike_share_a_sound_and_are_heard_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert heard(one) == heard(other)


@pytest.mark.parametrize(
    ("one", "other"), [("norrvik", "marrvik"), ("velmora", "valdera"), ("caldera", "salmora")]
)
def test_words_of_other_consonants_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_a_soft_letter_may_be_written_for_a_hard_sound_and_a_hard_one_for_a_soft() -> None:
    assert "kenvik" in spoken("cenvik")
    assert "netgeare" in spoken("netjeare")
    assert "jelvora" in spoken("gelvora")
    assert spoken("norrvik") == ("norrvik",)


def test_a_sound_leaves_the_vowels_to_the_ear() -> None:
    assert sound("norrvik") == sound("nurrvak")
    assert heard("norrvik") != heard("nurrvak")


@given(texts)
def test_any_text_has_a_sound(text: str) -> None:
    assert isinstance(sound(text), str)
    assert isinstance(heard(text), str)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_doubling_letters_changes_no_sound(word: str) -> None:
    assert sound(word).replace("X", "s") == sound(word)
    assert all(one != two for one, two in zip(heard(word), heard(word)[1:], strict=False))


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("норрвик", "norrvik"),
        ("велмора", "velmora"),
        ("люкс", "lyux"),
        ("найк", "nik"),
        ("джорвик", "jorvik"),
    ],
)
def test_cyrillic_is_read_in_latin_letters(written: str, latin: str) -> None:
    assert latin in cyrillic_to_latin(written)


@pytest.mark.parametrize("word", ["norrvik", "nоrrvik", "诺维克", "", "123"])
def test_what_is_not_all_cyrillic_is_not_read_so(word: str) -> None:
    assert cyrillic_to_latin(word) == ()


@given(texts)
def test_reading_cyrillic_leaves_none_of_the_letters_that_it_knows(text: str) -> None:
    assert all(not cyrillic_to_latin(way) for way in cyrillic_to_latin(text))
