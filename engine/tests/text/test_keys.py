"""Keys of words are what they would be one by one, and keys of strings follow from those of their parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.keys import (
    LONGEST,
    PAD,
    PRIME,
    canonical,
    joined,
    keys_of,
    keys_of_texts,
    phrase,
    whole_keys,
    word_key,
)
from wild import characters, letters

long_texts = st.text(characters, max_size=60)


def string_key(text: str) -> int:
    """What a string key is said to be: the bytes that count as a number in base 256, modulo the prime."""
    return int.from_bytes(text.encode()[:LONGEST], "little") % int(PRIME)


@given(st.lists(long_texts, max_size=8))
def test_words_in_a_buffer_have_the_keys_that_they_have_by_themselves(words: list[str]) -> None:
    encoded = [word.encode() for word in words]
    buffer = np.frombuffer(b"?".join([*encoded, b""]) + b"\xff" * PAD, dtype=np.uint8)
    lengths = np.array([len(word) for word in encoded], dtype=np.int64)
    starts = np.cumsum(lengths + 1) - lengths - 1
    word_keys, string_keys = keys_of(buffer, starts, lengths)
    alone = [keys_of_texts([word]) for word in words]
    assert word_keys.tolist() == [int(keys[0]) for keys, _ in alone]
    assert string_keys.tolist() == [int(keys[0]) for _, keys in alone]
    assert string_keys.tolist() == [string_key(word) for word in words]


@given(st.lists(long_texts, max_size=20, unique=True))
def test_different_words_have_different_word_keys(words: list[str]) -> None:
    counted = {word.encode()[:LONGEST] + bytes([len(word.encode())]) for word in words}
    assert len(set(keys_of_texts(words)[0].tolist())) == len(counted)


@given(long_texts)
def test_one_word_by_itself_has_the_word_key_that_it_has_among_many(word: str) -> None:
    assert word_key(word) == int(keys_of_texts([word])[0][0])


@given(letters, letters)
def test_the_string_key_of_two_words_put_together_follows_from_theirs(one: str, other: str) -> None:
    one, other = one.encode()[:30].decode(errors="ignore"), other.encode()[:30].decode(errors="ignore")
    _, keys = keys_of_texts([one, other, one + other])
    sizes = np.array([len(one.encode())])
    assert joined(keys[:1], sizes, keys[1:2]).tolist() == keys[2:].tolist()


@given(st.integers(0, 10_000))
def test_a_long_beginning_shifts_what_follows_like_a_short_one_of_the_same_place(size: int) -> None:
    first, second = keys_of_texts(["a", "b"])[1][:, None]
    # Sixty-one bytes are eight turns round.
    assert joined(first, np.array([size]), second) == joined(first, np.array([size + 61]), second)


@given(st.integers(0, (1 << 64) - 1))
def test_a_canonical_key_is_the_number_modulo_the_prime(number: int) -> None:
    assert canonical(np.array([number], dtype=np.uint64)).tolist() == [number % int(PRIME)]


def test_a_phrase_is_its_words_in_their_order() -> None:
    keys, _ = keys_of_texts(["arctic", "fox", "arcticfox"])
    arctic, fox, together = keys[:1], keys[1:2], keys[2:]
    assert len({int(phrase(arctic, fox)[0]), int(phrase(fox, arctic)[0]), int(together[0])}) == 3


@given(st.text("ab", min_size=1, max_size=300), st.integers(0, 299), st.sampled_from("abc"))
def test_every_byte_of_a_long_word_counts_where_it_is_asked_for(word: str, place: int, letter: str) -> None:
    other = word[: place % len(word)] + letter + word[place % len(word) + 1 :]
    buffer = np.frombuffer((word + other).encode() + b"\0" * PAD, dtype=np.uint8)
    one, two = whole_keys(buffer, np.array([0, len(word)]), np.array([len(word), len(other)])).tolist()
    assert (one == two) == (word == other)


def test_no_words_have_no_keys() -> None:
    assert [keys.tolist() for keys in keys_of_texts([])] == [[], []]


@pytest.mark.parametrize("size", [1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 128])
def test_what_stands_behind_a_word_is_no_part_of_it(size: int) -> None:
    word = "n" * size
    keys = []
    for behind in (b"\0", b"\xff", b"n"):
        buffer = np.frombuffer(word.encode() + behind * PAD, dtype=np.uint8)
        keys.append([int(key[0]) for key in keys_of(buffer, np.array([0]), np.array([size]))])
    assert keys[0] == keys[1] == keys[2]
