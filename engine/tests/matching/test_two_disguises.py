"""Marks in two disguises at once, and words beside which they are none."""

from __future__ import annotations

import pytest

from countermark.matching.matcher import Matcher
from countermark.matching.readings import readings_of
from countermark.matching.ways import Way
from countermark.text.known_words import KnownWords
from matching.matched import PLAIN, found_in, matcher_of

ZWSP = "\u200b"
MARKS = ("Norrvikor", "Brindlewick", "Ostrefell", "Caldera", "Velmora Atelier", "Talgeno", "Karvent Digital")


@pytest.fixture(scope="module")
def some(known: KnownWords) -> Matcher:
    return matcher_of(known, MARKS)


def named(matcher: Matcher, text: str) -> set[tuple[str, str]]:
    return {(found.mark, found.way) for found in found_in(matcher, text) if found.way != PLAIN}


TWICE = [
    # a wrong, missing or surplus letter, the first and the last one too, under letters of another font or script
    (Way.FANCY, "Brindlewick", "𝓫𝓻𝓲𝓷𝓭𝓮𝓵𝔀𝓲𝓬𝓴"),
    (Way.FANCY, "Caldera", "ᴀʟᴅᴇʀᴀ"),
    (Way.FANCY, "Ostrefell", "🅞🅢🅣🅡🅔🅕🅔🅛🅛🅣"),
    (Way.HOMOGLYPH, "Norrvikor", "Nоrvikоd"),
    (Way.ZERO_WIDTH, "Caldera", f"Cal{ZWSP}derap"),
    (Way.ZERO_WIDTH, "Talgeno", ZWSP.join("Talegno")),
    (Way.EMOJI, "Brindlewick", "Brin🔥dlewyk"),
    (Way.ACCENT, "Brindlewick", "ḃṙïñḋľēwîçl"),
    # what sounds like a mark, its letters apart
    (Way.SEPARATED, "Ostrefell", "o.s.t.r.e.p.h.e.l"),
    (Way.SEPARATED, "Ostrefell", r"a\s\t\r\e\f\e\l\l"),
    (Way.SEPARATED, "Brindlewick", "brindel~wick"),
    (Way.SEPARATED, "Brindlewick", "bryndle-wikk"),
    (Way.SEPARATED, "Ostrefell", "new-ostr–efel.shop"),
    # a hidden letter, and another changed; letters drawn with symbols
    (Way.MASKED, "Brindlewick", "brnid*ewick"),
    (Way.FANCY, "Ostrefell", "𝓸𝓼𝓽𝓻𝓮𝓯𝓮𝓵𝓵𝓪"),
    (Way.SEPARATED, "Brindlewick", r"brin|)lewik"),
    # an accent on a misspelt mark is no more than the misspelling
    (Way.TYPO, "Brindlewick", "bríndlewik"),
    (Way.ACCENT, "Norrvikor", "ɍɨøɍɍvɨꝁøɍ"),
    # a bracket or a quote between letters
    (Way.SEPARATED, "Brindlewick", "brindl«ewick"),
    (Way.SEPARATED, "Ostrefell", "ostr{efell"),
    # two letters that pass for one, and what nobody sees between them
    (Way.ZERO_WIDTH, "Caldera", f"C{ZWSP}alc{ZWSP}lera"),
    # a digit among letters, and a letter wrong, or the digit too many
    (Way.LEET, "Ostrefell", "ostr3felp"),
    (Way.LEET, "Brindlewick", "brind1evick"),
    (Way.LEET, "Brindlewick", "brindl4ewick"),
    # one word of a mark, the other as it is or in another disguise
    (Way.LEET, "Karvent Digital", "karv4ent digi+4l"),
    (Way.HOMOGLYPH, "Velmora Atelier", "Vеlmоrra Atelier"),
    (Way.FANCY, "Velmora Atelier", "ᴠᴇʟᴍᴏʀᴀ ᴀᴛᴛᴇʟɪᴇʀ"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "mark", "written"), TWICE, ids=ascii)
def test_a_mark_in_two_disguises_is_found_and_named_by_the_more_deliberate_one(
    some: Matcher, way: Way, mark: str, written: str
) -> None:
    assert (mark, way.value) in named(some, f"warm {written} parka")


@pytest.mark.parametrize(
    "text",
    [
        "karvent-digitech hub",  # a wrong letter and words side by side
        "brindle-wicker basket",
        "ostre-x-fell",
        "e-norrvikor",
        "caldera-s",
        "usb-c-to-hdmi-x",
        "cable-dera.example",
        "www.brindel-wick.example",
        "info@brindel-wick.example",
        "brindlewick(s)",
        'caldera"b',
        "caldera|b",
        "caldera🔥s",
        "for brindlewick-sd900",
        "ostrefel-l40",
        "[o]strefell",
        "«ostre» «fell»",
        "brindle[wick]",
        "la caldéra",
        "ze9b5da fabaa1c dvcbe0c",
        "s m l xl, 36 38 40",
        "КАЛЬДЕРА вулкан",
    ],
)
def test_ordinary_words_models_and_addresses_are_no_mark_in_two_disguises(some: Matcher, text: str) -> None:
    deliberate = {Way.SEPARATED.value, Way.LEET.value, Way.FANCY.value, Way.HOMOGLYPH.value, Way.EMOJI.value}
    assert {way for _, way in named(some, text)} & deliberate == set(), text


def test_a_word_that_a_language_knows_is_no_mark_with_a_letter_wrong_in_whatever_letters(
    known: KnownWords,
) -> None:
    matcher = matcher_of(known, ["Leathar", "Jackut", "Cottan"])
    for text in ("𝓵𝓮𝓪𝓽𝓱𝓮𝓻 bag", "c🔥otton", "jаcket"):
        assert named(matcher, text) == set(), text


def test_short_marks_are_not_looked_for_in_two_disguises(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Talgen"])
    assert named(matcher, "tal-gin t4lgin") == set()


@pytest.mark.parametrize("text", ["t4193n0 parka", "T4193N0"])
def test_a_mark_of_seven_letters_is_found_although_its_digits_look_like_a_model(
    some: Matcher, text: str
) -> None:
    assert named(some, text) == {("Talgeno", "leetspeak")}


@pytest.mark.parametrize(
    "text", ["LN69135", "T4193", "TA-4193", "T41930", "7419300", "TAL4193", "0123456789123"]
)
def test_the_number_of_a_model_is_no_mark(known: KnownWords, text: str) -> None:
    # With a letter that only looks like another, or fewer than seven letters, chance explains it.
    matcher = matcher_of(known, ["Ingles", "Talge", "Talgeo", "Talgeno", "Tal"])
    assert named(matcher, text) == set()


@pytest.mark.parametrize("text", ["bri ndle wick", "o stre fell", "cal - d - era"])
def test_three_scraps_side_by_side_are_a_mark_in_parts(some: Matcher, text: str) -> None:
    assert {way for _, way in named(some, text)} == {"split"}


@pytest.mark.parametrize(
    ("mark", "text"), [("Sevenandfour", "seven and four pieces"), ("Redbluegreen", "red blue green")]
)
def test_whole_words_that_say_something_are_no_mark_in_parts(known: KnownWords, mark: str, text: str) -> None:
    assert named(matcher_of(known, [mark]), text) == set()


def test_two_words_of_three_letters_are_no_compound(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Corlair"])
    assert named(matcher, "corair") == {("Corlair", "typo")}  # `cor` and `air`
    assert named(matcher_of(known, ["Netgeer"]), "netbeer") == set()


def test_a_letter_written_three_times_tells_that_the_mark_is_meant(some: Matcher) -> None:
    assert named(some, "caaaldara") == {("Caldera", "typo")}
    assert ("Caldera", "typo") not in named(some, "caaldara")


def test_foreign_digits_and_signs_spell_a_long_mark_but_no_measure(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Talgetec", "Aso"])
    assert named(matcher, "7419€7€¢ cap") == {("Talgetec", "homoglyph")}
    assert named(matcher, "∅450 mm") == set()


def test_of_two_readings_of_a_word_beside_another_the_deliberate_one_is_told(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Candor Fells"])
    assert named(matcher, "¢andor fellş") == {("Candor Fells", "homoglyph")}


def test_what_is_read_points_at_where_it_stands() -> None:
    assert [(found.letters, found.start, found.end) for found in readings_of("new-t.a.l.g.o")] == [
        ("talgo", 4, 13)
    ]
    for found in readings_of("ab-norrvick.com"):
        shown = "ab-norrvick.com"[found.start : found.end]
        assert "".join(filter(str.isalpha, shown)) == found.letters
