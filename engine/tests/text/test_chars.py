"""What single characters are to a reader: what they do to a word, and which letters they pass for."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given

from countermark.text.alphabets import FANCY, FLIPPED, LATIN
from countermark.text.chars import Kind, flipped, flipped_marks, kind, latin, plain, readings
from wild import characters


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        (" \t\n\x00\u00a0\u2003\u3000", Kind.SPACE),
        ("-&'.,®™🔥❤€$|/—½⅔", Kind.SYMBOL),
        ("aZ9éßøжΩعא٣²ⓃɴⅧ", Kind.LETTER),
        ("\u0301\u0338", Kind.LETTER),
        ("诺のヴ한กำမ", Kind.UNSPACED),
        ("\u200b\u200d\u202e\ufeff\u00ad\ufe0f\u3164\u2800\u034f", Kind.INVISIBLE),
    ],
    ids=["spaces", "symbols", "letters", "accents", "scripts without spaces", "the unseen"],
)
def test_a_character_is_of_one_kind(chars: str, expected: Kind) -> None:
    assert {char: kind(char) for char in chars} == dict.fromkeys(chars, expected)


@given(characters)
def test_every_character_has_a_kind_and_a_plain_form_that_is_plain(char: str) -> None:
    assert isinstance(kind(char), Kind)
    assert plain(plain(char)) == plain(char) if len(plain(char)) == 1 else True
    assert all(way.isascii() and way == way.lower() for way in readings(char))
    assert latin(char) == latin(char).lower()


@pytest.mark.parametrize("char", string.ascii_letters)
def test_a_latin_letter_is_read_as_itself_first(char: str) -> None:
    assert readings(char)[0] == latin(char) == plain(char) == char.lower()


@pytest.mark.parametrize(
    ("look", "letters"),
    {
        "АВЕКМНОРСТУХ": "abekmhopctyx",  # Cyrillic capitals
        "аеорсухіјѕ": "aeopcyxijs",
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "abezhikmnoptyx",  # Greek capitals
        "αοερτυικμβ": "aoeptuikub",
        "ІЇӀ": "iii",
        "ɑɡɩ": "agi",
        "ꓮꓐꓚ": "abc",  # Lisu
        "ℕℝ℮": "nre",
    }.items(),
)
def test_foreign_letters_pass_for_the_latin_ones_that_they_look_like(look: str, letters: str) -> None:
    assert "".join(map(latin, look)) == letters


@pytest.mark.parametrize("alphabet", [*FANCY, *FLIPPED])
def test_an_alphabet_has_one_character_for_each_letter(alphabet: str) -> None:
    assert len(alphabet) == len(LATIN)


@pytest.mark.parametrize("alphabet", FANCY)
def test_most_letters_of_a_fancy_alphabet_are_read_as_what_they_stand_for(alphabet: str) -> None:
    # Some characters stand for one letter here and another there; the skeleton tries both.
    read = [
        letter in readings(shown) or shown == letter for shown, letter in zip(alphabet, LATIN, strict=True)
    ]
    assert sum(read) >= 22


@pytest.mark.parametrize(("char", "letter"), [("ǝ", "e"), ("ʞ", "k"), ("ɹ", "r"), ("∀", "a"), ("ᴎ", "n")])
def test_flipped_letters_are_read_and_give_themselves_away(char: str, letter: str) -> None:
    assert flipped()[char] == letter
    assert char in flipped_marks()


@pytest.mark.parametrize(
    ("char", "letters"), [("0", "o"), ("1", "il"), ("3", "e"), ("$", "s"), ("@", "a"), ("!", "il")]
)
def test_digits_and_symbols_pass_for_letters(char: str, letters: str) -> None:
    assert set(letters) <= set(readings(char))


def test_vowel_signs_of_indic_scripts_are_letters_and_points_of_semitic_ones_are_not() -> None:
    assert plain("ि") == "ि"
    assert plain("\u05b8") == plain("\u064e") == ""
    assert unicodedata.category("ि")[0] == unicodedata.category("\u064e")[0] == "M"
