"""Marks written plainly: found on the borders of words, however they are capitalised, pointed or parted."""

from __future__ import annotations

import pyarrow as pa
import pytest

from countermark.matching.matcher import Matcher
from countermark.text.known_words import KnownWords
from countermark.text.tokens import tokenise
from matching.matched import PLAIN, Found, found_in, matcher_of


def plainly(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    return [(found.mark, found.words) for found in found_in(matcher, text) if found.way == PLAIN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norrvik", [("Norrvik", "Norrvik")]),
        ("Men's NORRVIK parka", [("Norrvik", "NORRVIK")]),
        ("norrvik,norrvik", [("Norrvik", "norrvik")] * 2),
        ("Norrvik's parka", [("Norrvik", "Norrvik")]),
        ("Norrvik’s parka", [("Norrvik", "Norrvik")]),
        ("(Norrvik)®", [("Norrvik", "Norrvik")]),
        ("🔥Norrvik🔥", [("Norrvik", "Norrvik")]),
        ("a Norrvik-style parka", [("Norrvik", "Norrvik")]),
        ("√Norrvik│Norrvik€120", [("Norrvik", "Norrvik")] * 2),
        ("Norrvik/Caldera", [("Caldera", "Caldera"), ("Norrvik", "Norrvik")]),
    ],
)
def test_a_mark_is_found_where_its_word_stands(
    marks: Matcher, text: str, expected: list[tuple[str, str]]
) -> None:
    assert plainly(marks, text) == expected


@pytest.mark.parametrize(
    "text", ["Norrviksson", "Snorrvik", "norrvik2000x", "Norr vik", "", " ", "Saab", "K22"]
)
def test_a_mark_within_another_word_is_not_written_plainly(marks: Matcher, text: str) -> None:
    assert plainly(marks, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Velmora Atelier",
        "VELMORA  ATELIER",
        "velmora-atelier",
        "Velmora\natelier",
        "VelmoraAtelier",
        "Velmora ❤\ufe0f Atelier",
    ],
)
def test_a_mark_of_several_words_is_found_however_they_are_parted(marks: Matcher, text: str) -> None:
    assert ("Velmora Atelier", text) in plainly(marks, text)


def test_a_mark_within_a_longer_mark_is_found_too(marks: Matcher) -> None:
    assert plainly(marks, "Arctic Fox socks") == [("Arctic", "Arctic"), ("Arctic Fox", "Arctic Fox")]
    assert plainly(marks, "Velmora Atelier") == [
        ("Velmora", "Velmora"),
        ("Velmora Atelier", "Velmora Atelier"),
    ]


def test_the_words_of_a_mark_in_another_order_or_with_others_between_are_not_the_mark(marks: Matcher) -> None:
    assert plainly(marks, "Fox of the Arctic") == [("Arctic", "Arctic")]
    assert plainly(marks, "Atelier Velmora") == [("Velmora", "Velmora")]


def test_a_mark_does_not_reach_over_the_end_of_a_text(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Velmora Atelier", "诺维克"])
    tokens = tokenise([pa.array(["Velmora", "Atelier Velmora", "诺"]), pa.array(["Atelier", "x", "维克"])])
    assert len(matcher.match(tokens)) == 0


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Levin's boots", "Levin's"),
        ("Levin’s boots", "Levin's"),
        ("LEVINS boots", "Levin's"),
        ("H&O dress", "H&O"),
        ("H & O dress", "H&O"),
        ("Tarn & Holt boots", "Tarn & Holt"),
        ("TARN+HOLT boots", "Tarn & Holt"),
        ("night owl lamp", "NightOwl"),
        ("NightOwl lamp", "NightOwl"),
        ("nightowl lamp", "NightOwl"),
    ],
)
def test_marks_with_signs_are_found_with_and_without_them(marks: Matcher, text: str, mark: str) -> None:
    assert mark in [name for name, _ in plainly(marks, text)]


@pytest.mark.parametrize(
    ("text", "mark"), [("K2 skis", "K2"), ("X shirt", "X"), ("4711 perfume", "4711"), ("Sa bag", "Sa")]
)
def test_marks_of_one_letter_or_of_digits_are_found_as_words(marks: Matcher, text: str, mark: str) -> None:
    assert [name for name, _ in plainly(marks, text)] == [mark]


@pytest.mark.parametrize("text", ["size 47110", "XL", "K2000", "4 711"])
def test_marks_of_one_letter_or_of_digits_are_nothing_but_words(marks: Matcher, text: str) -> None:
    assert plainly(marks, text) == []


@pytest.mark.parametrize("text", ["Løvenskjold", "LOVENSKJOLD", "Lovenskjold"])
def test_a_mark_with_letters_of_its_own_language_is_found_with_and_without_them(
    marks: Matcher, text: str
) -> None:
    assert plainly(marks, text) == [("Løvenskjold", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Норрвик", [("Норрвик", "Норрвик")]),
        ("куртка НОРРВИК мужская", [("Норрвик", "НОРРВИК")]),
        ("جاكيت نورفيك أصلي", [("نورفيك", "نورفيك")]),
        ("نُورفِيك", [("نورفيك", "نُورفِيك")]),
    ],
)
def test_marks_of_other_scripts_with_spaces_are_words_like_any(
    marks: Matcher, text: str, expected: list[tuple[str, str]]
) -> None:
    assert plainly(marks, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("正品诺维克冲锋衣", [("诺维", "诺维"), ("诺维克", "诺维克")]),
        ("诺 维 克", [("诺维", "诺 维"), ("诺维克", "诺 维 克")]),
        ("新品ノルヴィクのコート", [("ノルヴィク", "ノルヴィク")]),
        ("ﾉﾙｳﾞｨｸ", [("ノルヴィク", "ﾉﾙｳﾞｨｸ")]),
        ("노르빅의 패딩", [("노르빅", "노르빅")]),
        ("노르빅의", [("노르빅", "노르빅")]),
        ("น้ําค้างแท้", [("น้ำค้าง", "น้ําค้าง")]),
        ("ของแท้น้ำค้างใหม่", [("น้ำค้าง", "น้ำค้าง")]),
        ("路易·维拉包", [("路易·维拉", "路易·维拉")]),
        ("路易维拉包", [("路易·维拉", "路易维拉")]),
        ("Norrvik诺维克", [("Norrvik", "Norrvik"), ("诺维", "诺维"), ("诺维克", "诺维克")]),
        ("诺,维,克", []),
    ],
)
def test_marks_of_scripts_without_spaces_are_found_anywhere_also_within_each_other(
    marks: Matcher, text: str, expected: list[tuple[str, str]]
) -> None:
    assert plainly(marks, text) == expected


def test_a_mark_of_two_scripts_needs_a_border_where_its_letters_are_of_the_spaced_one(
    known: KnownWords,
) -> None:
    matcher = matcher_of(known, ["Uか", "LG산"])
    assert plainly(matcher, "Uか") == [("Uか", "Uか")]
    assert plainly(matcher, "新Uか新") == [("Uか", "Uか")]
    assert plainly(matcher, "menuか") == []
    assert plainly(matcher, "lg 산 tv") == [("LG산", "lg 산")]


def test_the_same_word_may_be_the_mark_of_two_brands(known: KnownWords) -> None:
    matcher = matcher_of(known, ["Norrvik", "NORRVIK"])
    assert found_in(matcher, "norrvik") == [
        Found("NORRVIK", PLAIN, "norrvik"),
        Found("Norrvik", PLAIN, "norrvik"),
    ]


@pytest.mark.parametrize("empty", ["★", "!!!", "\u200b", ""])
def test_a_term_without_letters_is_never_found(known: KnownWords, empty: str) -> None:
    matcher = matcher_of(known, [empty, "Norrvik"])
    assert found_in(matcher, f"★ !!! \u200b {empty} a norrvik !") == [Found("Norrvik", PLAIN, "norrvik")]


def test_without_terms_nothing_is_found(known: KnownWords) -> None:
    assert found_in(matcher_of(known, []), "Norrvik 诺维克") == []
    assert found_in(matcher_of(known), "Norrvik") == []
