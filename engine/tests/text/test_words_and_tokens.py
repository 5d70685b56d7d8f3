"""The words of one text and the words of a whole batch are the same words, and stand where they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.text.chars import Kind, kind
from countermark.text.fold import fold
from countermark.text.keys import keys_of_texts
from countermark.text.tokens import Tokens, buffers, tokenise
from countermark.text.words import Word, words
from wild import texts


def places(tokens: Tokens, segment: int) -> list[tuple[int, int]]:
    return [tokens.place(n, n) for n in np.flatnonzero(tokens.segments == segment).tolist()]


def spaced_words(text: str) -> list[Word]:
    """The words of scripts with spaces: the others are read as a whole."""
    return [
        word
        for word in words(text)
        if not any(kind(char) is Kind.UNSPACED for char in text[word.start : word.end])
    ]


@given(texts)
def test_a_word_folded_is_what_stands_at_its_place_folded(text: str) -> None:
    found = words(text)
    assert [word.folded for word in found] == [fold(text[word.start : word.end]) for word in found]
    ends = [0, *(word.end for word in found)]
    assert all(end <= word.start < word.end for end, word in zip(ends, found, strict=False))


@given(texts)
def test_the_words_are_what_folding_leaves_of_the_text(text: str) -> None:
    # Where a script without spaces begins, a word begins; folding alone does not part it.
    assert "".join(word.folded for word in words(text)).replace(" ", "") == "".join(
        fold(part) for part in runs(text)
    ).replace(" ", "")


def runs(text: str) -> list[str]:
    """`text` cut where scripts with and without spaces meet."""
    parts = [""]
    last = Kind.LETTER
    for char in text:
        what = kind(char)
        if what in {Kind.LETTER, Kind.UNSPACED}:
            if what is not last:
                parts.append("")
            last = what
        parts[-1] += char
    return parts


@given(texts)
@example("Velmora ❤\ufe0f Atelier")
@example("\u200bNorrvik")
@example("诺\u200d b")
@example("½ a½b")
def test_a_batch_sees_the_words_that_one_text_has(text: str) -> None:
    tokens = tokenise([pa.array([text])])
    expected = spaced_words(text)
    assert places(tokens, 0) == [(word.start, word.end) for word in expected]
    whole = [n for n, word in enumerate(expected) if " " not in word.folded]
    word_keys, string_keys = keys_of_texts([expected[n].folded for n in whole])
    assert tokens.words[whole].tolist() == word_keys.tolist()
    assert tokens.strings[whole].tolist() == string_keys.tolist()
    assert tokens.sizes[whole].tolist() == [len(expected[n].folded.encode()) for n in whole]


@given(st.lists(st.tuples(st.none() | texts, st.none() | texts), min_size=1, max_size=6))
def test_a_text_has_its_words_whatever_stands_before_and_behind_it(
    rows: list[tuple[str | None, str | None]],
) -> None:
    tokens = tokenise(
        [pa.array([one for one, _ in rows], pa.string()), pa.array([two for _, two in rows], pa.string())]
    )
    for field in (0, 1):
        for row, texts_of_row in enumerate(rows):
            text = texts_of_row[field] or ""
            segment = field * len(rows) + row
            assert tokens.text(segment) == text
            assert places(tokens, segment) == [(word.start, word.end) for word in spaced_words(text)]
            assert (segment in tokens.unspaced) == any(kind(char) is Kind.UNSPACED for char in text)


def test_a_word_is_a_run_of_letters_and_digits() -> None:
    text = "Men's NORRVIK-90 парка, 2×L"
    assert [text[word.start : word.end] for word in words(text)] == [
        "Men",
        "s",
        "NORRVIK",
        "90",
        "парка",
        "2",
        "L",
    ]


def test_a_script_without_spaces_is_a_word_to_itself_and_left_out_of_a_batch() -> None:
    text = "正品Norrvik手套"
    assert [word.folded for word in words(text)] == ["正品", "norrvik", "手套"]
    assert places(tokenise([pa.array([text])]), 0) == [(2, 9)]


def test_what_no_one_sees_belongs_to_the_word_that_it_touches_and_is_no_word_by_itself() -> None:
    assert words("\u200bNor\u200brvik\u200b") == [Word("norrvik", 0, 10)]
    assert words("a \u200b b") == [Word("a", 0, 1), Word("b", 4, 5)]
    assert len(tokenise([pa.array(["a \u200b b ❤\ufe0f c"])])) == 3


def test_two_words_that_differ_only_behind_many_invisible_characters_are_two_words() -> None:
    hidden = "N" + "\u200b" * 30
    one, other = hidden + "orrvik", hidden + "orrwik"
    together = tokenise([pa.array([one, other, one])])
    assert together.words.tolist() == keys_of_texts(["norrvik", "norrwik", "norrvik"])[0].tolist()


def test_what_stands_between_two_words_is_told_as_it_came() -> None:
    tokens = tokenise([pa.array(["Étoile — ʀᴇᴅ & Co."])])
    assert tokens.between(0, 1) == "Étoile — ʀᴇᴅ"
    assert tokens.place(1, 2) == (9, 17)


def test_the_words_of_some_segments_are_what_they_are_among_all() -> None:
    titles, texts_beside = pa.array(["Norrvik één", "诺维克 b", "c"]), pa.array(["x ё", None, "z"])
    every = tokenise([titles, texts_beside])
    some = every.of_segments(np.array([True, True, False, True, False, False]))
    assert some.segments.tolist() == [0, 0, 1, 3, 3]
    assert [some.between(n, n) for n in range(len(some))] == ["Norrvik", "één", "b", "x", "ё"]
    assert [some.between(n, n) for n in some.odd.tolist()] == ["één", "ё"]
    assert some.unspaced.tolist() == [1]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["zero", "één", None, "诺"]).slice(1),
        pa.array(["één", None, "诺"], pa.large_string()),
        pa.array(["één", "", "诺"], pa.string_view()),
        pa.array(["één", None, "诺"]).dictionary_encode(),
    ],
    ids=["sliced", "large", "views", "dictionary"],
)
def test_a_column_is_read_however_arrow_holds_it(column: Any) -> None:
    data, offsets = buffers(column)
    assert data.tobytes().decode() == "één诺"
    assert offsets.tolist() == [0, 5, 5, 8]


@pytest.mark.parametrize(
    "column", [pa.array([], pa.string()), pa.array([None, None], pa.string()), pa.array(["", ""])]
)
def test_nothing_has_no_words(column: Any) -> None:
    assert len(tokenise([column, column])) == 0


@pytest.mark.parametrize("filling", ["a", "é", "𝓷", "\u200b", "诺", "a ", "é-"])
def test_a_text_may_be_long(filling: str) -> None:
    tokens = tokenise([pa.array([filling * 100_000 + " end"])])
    assert tokens.between(len(tokens) - 1, len(tokens) - 1) == "end"
