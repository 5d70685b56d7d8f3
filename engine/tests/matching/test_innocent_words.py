"""Words that only look like a mark: nobody who writes them means it."""

from __future__ import annotations

import pytest

from countermark.matching.matcher import Matcher
from countermark.text.known_words import KnownWords
from matching.matched import PLAIN, Found, found_in, matcher_of

MARKS = (
    "Norrvik",
    "Caldora",
    "Wintar",
    "Brovner",
    "Marlo",
    "Tresora",
    "Kenwell",
    "Probank",
    "Solheim",
    "Arctic",
)


@pytest.fixture(scope="module")
def few(known: KnownWords) -> Matcher:
    return matcher_of(known, MARKS)


def disguised(matcher: Matcher, text: str) -> list[Found]:
    return [found for found in found_in(matcher, text) if found.way != PLAIN]


@pytest.mark.parametrize(
    "text",
    [
        "winter jacket",  # one letter from Wintar
        "brown leather, browner than before",
        "a treasure of the market",
        "Caldera National Park",
        "Merlot wine",
        "we know well",
        "antarctic and arctics",
    ],
)
def test_a_known_word_is_no_misspelt_mark(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


@pytest.mark.parametrize(
    "text", ["Norrviks", "norrviks", "Norrvik's", "NORRVIKS", "Norrviken", "Solheims", "Norrvik’s"]
)
def test_a_plural_or_a_genitive_is_no_misspelling(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


@pytest.mark.parametrize(
    "text", ["ProBanks", "probanks account", "NightBank", "BlueBook", "notebookcase", "footprint"]
)
def test_two_familiar_words_written_as_one_are_no_misspelt_mark(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


def test_one_number_beside_a_word_of_a_phrase_is_no_word_of_it(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Edro Talo", "Acco", "Gean Talo"])
    for text in ("3dr0 talo", "talo 93an", "9340 talo", "7â€™â€™ LCD", "â‚¬â€™â€¦"):
        assert disguised(matcher, text) == [], text


def test_signs_that_ordinary_text_has_are_no_letters(known: KnownWords) -> None:
    matcher = matcher_of(
        known, ["Comma", "Egon", "Blacks", "Gall & Gall", "Inboxx", "Mass", "Chanel", "Lumi La"]
    )
    for text in (
        "watchshop.com™", "a 360° camera", "Black-Infrared", "GA-100-1A2 GA-200", "a j-box", "∅45 mm", "8-channel",
        "lumi l.a.", "(channel) 7.1-channel",
    ):  # fmt: skip
        assert disguised(matcher, text) == [], text


def test_a_word_with_another_number_of_syllables_does_not_sound_like_a_mark(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Kelloni", "Forevins", "Keyvine"])
    for text in ("killon", "freevinse", "civvin"):
        assert disguised(matcher, text) == [], text


@pytest.mark.parametrize("text", ["norrvikers", "Norrvikian", "norrviking", "Norrvikist"])
def test_a_mark_with_the_ending_of_a_word_is_not_glued_to_another(few: Matcher, text: str) -> None:
    assert {found.way for found in disguised(few, text)} <= {"typo", "sound_alike"}, text


@pytest.mark.parametrize(
    "text",
    [
        "4way stretch",
        "top7",
        "WD1200",
        "SM-G998B",
        "B0DJX7K2Q1",
        "XJ900N",
        "1080p",
        "0.5mm",
        "USB3.0",
        "A4 80g",
    ],
)
def test_a_model_number_is_no_mark_in_digits(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


@pytest.mark.parametrize("text", ["(N)orr (v)ik", "roll(s)", '"nor" "rvik"', "[nor] vik"])
def test_brackets_and_quotes_part_words(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("Sonar", "so nar row"),
        ("Sarona", "dress s arona"),
        ("Formix", "for mix"),
        ("Teamora", "tea mora"),
        ("Sandis", "s and is"),
    ],
)
def test_everyday_words_side_by_side_are_no_mark_in_parts(known: KnownWords, mark: str, text: str) -> None:
    assert all(found.way != "spaced" for found in disguised(matcher_of(known, [mark]), text))


def test_the_s_of_a_genitive_is_no_first_letter_of_a_mark(known: KnownWords) -> None:
    found = disguised(matcher_of(known, ["Sarvona"]), "women's arvona dress")
    assert {one.way for one in found} <= {"typo"}


def test_the_plain_name_of_another_brand_is_no_misspelling_of_one(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Norrvik", "Norrvok"])
    assert found_in(matcher, "Norrvok parka") == [Found("Norrvok", PLAIN, "Norrvok")]
    assert found_in(matcher_of(known, ["Norrvik"]), "Norrvok parka") == [Found("Norrvik", "typo", "Norrvok")]


def test_a_word_that_the_user_knows_is_no_misspelling(known: KnownWords) -> None:
    assert disguised(matcher_of(known, ["Norrvik"]), "Norrvok parka")
    assert disguised(matcher_of(known.with_words(["Norrvok"]), ["Norrvik"]), "Norrvok parka") == []


def test_misspellings_of_a_mark_that_is_an_everyday_word_mean_nothing(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Window", "Summer"])
    for text in ("windw", "sumer dress", "wimdow", "summmer", "windov"):
        assert disguised(matcher, text) == [], text


@pytest.mark.parametrize("mark", ["Sa", "K2", "X", "Nox", "NRV"])
def test_marks_of_up_to_three_letters_are_looked_for_plainly_and_in_what_nobody_writes_by_accident(
    known: KnownWords, mark: str
) -> None:
    matcher = matcher_of(known, [mark])
    for text in ("s a", "5a", "k 2", "n0x", "nocs", "n.r.v", "Saa", "xx", "k-2", "nqx", "vrn", "nrw"):
        assert disguised(matcher, text) == [], text


def test_ordinary_words_with_accents_are_no_mark_with_accents(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Pres", "Cafe"])
    for text in ("après-midi près d'ici", "café au lait"):
        assert disguised(matcher, text) == [], text


def test_a_word_that_a_language_writes_with_accents_is_no_mark_with_accents(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Regale", "Pioneer", "Verbatim"])
    for text in ("régalé", "RÉGALE", "des invités régalés"):
        assert disguised(matcher, text) == [], text
    for text in ("Ṕioneer", "pioněeṙ", "verbaţĭm", "Rḙgaľe"):
        assert {found.way for found in disguised(matcher, text)} == {"accent"}, text


@pytest.mark.parametrize(
    "text",
    ["norr@vik.example", "info@nor-rvik.example", "www.nor-rvik.example", "https://nor-rvik.example/a"],
)
def test_signs_in_an_address_part_words(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []


@pytest.mark.parametrize("text", ["NORRVIKⓇ", "NORRVIKᵀᴹ", "Norrvik½", "Norrvik®", "2½ Norrvik"])
def test_signs_behind_a_mark_are_no_disguise(few: Matcher, text: str) -> None:
    assert {found.way for found in found_in(few, text)} == {PLAIN}


def test_a_mark_of_two_letters_with_a_sign_between_is_not_these_letters(known: KnownWords) -> None:
    matcher = matcher_of(known, ["H&O"])
    for text in ("HO", "ho", "hoshop", "100ho", "ho-ho"):
        assert found_in(matcher, text) == [], text


def test_a_russian_text_does_not_hide_latin_marks_in_its_letters(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Topo", "Kopa", "Cocoa", "Norrvik", "Pecan"])
    for text in ("Тоpо", "кора дерева", "сосны у дома", "ресторан и море", "новая куртка, размер 48"):
        expected = {"homoglyph"} if text == "Тоpо" else set()
        assert {found.way for found in disguised(matcher, text)} <= expected, text


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/norr/vik?id=1",
        "a" * 10_000,
        "norrvi" * 2_000,
        "- - - - - * * * ! ! !",
        "😀" * 300,
        "\u200b" * 300,
        "1 2 3 4 5 6 7 8 9 0",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_addresses_rows_of_signs_and_endless_words_hide_no_mark(few: Matcher, text: str) -> None:
    assert disguised(few, text) == []
