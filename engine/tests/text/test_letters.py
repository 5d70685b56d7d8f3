"""Keys of parts of words, worked out for all at once, are the keys of the parts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.keys import keys_of_texts
from countermark.text.letters import LONGEST, Letters
from wild import letters

few_words = st.lists(letters, min_size=1, max_size=5)


def keys(texts: list[str]) -> list[int]:
    """String keys of `texts`; words of a table of letters may have up to 128 bytes."""
    prime = (1 << 61) - 1
    return [int.from_bytes(text.encode(), "little") % prime for text in texts]


def test_short_texts_have_the_keys_that_words_have() -> None:
    assert keys(["norrvik", "诺维克", ""]) == keys_of_texts(["norrvik", "诺维克", ""])[1].tolist()


@given(few_words)
def test_whole_words_are_their_first_letters(words: list[str]) -> None:
    table = Letters(words)
    assert table.lengths.tolist() == [len(word[:LONGEST]) for word in words]
    assert table.whole.tolist() == keys([word[:LONGEST] for word in words])


@given(few_words, st.data())
def test_a_part_is_the_letters_from_its_beginning_to_its_end(words: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(words) - 1), min_size=1, max_size=6))
    ends = [data.draw(st.integers(0, len(words[row][:LONGEST]))) for row in rows]
    begins = [data.draw(st.integers(0, end)) for end in ends]
    found = Letters(words).parts(np.array(rows), np.array(begins), np.array(ends))
    parts = [words[row][begin:end] for row, begin, end in zip(rows, begins, ends, strict=True)]
    assert found.tolist() == keys(parts)


@given(few_words, st.integers(1, 8))
def test_every_word_less_one_letter(words: list[str], shortest: int) -> None:
    rows, left_out, found = Letters(words).without_one(shortest=shortest)
    cut = [word[:LONGEST] for word in words]
    expected = [
        (row, place, word[:place] + word[place + 1 :])
        for row, word in enumerate(cut)
        if len(word) >= shortest
        for place in range(len(word))
        if not place or word[place] != word[place - 1]
    ]
    assert list(zip(rows.tolist(), left_out.tolist(), strict=True)) == [
        (row, place) for row, place, _ in expected
    ]
    assert found.tolist() == keys([text for _, _, text in expected])


@given(few_words, st.integers(1, 8))
def test_every_word_less_what_parts_two_equal_letters(words: list[str], shortest: int) -> None:
    rows, found = Letters(words).without_between(shortest)
    expected = [
        (row, word[:place] + word[place + 2 :])
        for row, word in enumerate(word[:LONGEST] for word in words)
        if len(word) >= shortest
        for place in range(1, len(word) - 1)
        if word[place - 1] == word[place + 1]
    ]
    assert rows.tolist() == [row for row, _ in expected]
    assert found.tolist() == keys([text for _, text in expected])


def test_no_words_have_no_parts() -> None:
    table = Letters([])
    assert (len(table.whole), len(table.without_one()[0]), len(table.without_between(4)[0])) == (0, 0, 0)
