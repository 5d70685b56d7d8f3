"""Words that a language knows: looked up by key, kept as a file, added to by the user."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.errors import UnusableInput
from countermark.text.fold import fold
from countermark.text.keys import keys_of_texts
from countermark.text.known_words import KnownWords
from wild import texts


def nothing_known() -> KnownWords:
    empty = np.zeros(0, dtype=np.uint8)
    return KnownWords(np.zeros(0, dtype=np.uint64), empty, empty)


def test_everyday_words_of_many_languages_are_known(known: KnownWords) -> None:
    words = ["winter", "jacket", "chaqueta", "jacke", "veste", "куртка", "ceket", "سترة", "kurtka"]
    assert (known.frequency_of(words) > 0).all()


def test_a_name_is_known_and_no_ordinary_word_and_nonsense_is_neither(known: KnownWords) -> None:
    # `window` is an ordinary word of one language; a name is about as frequent in all.
    assert known.ordinary_of(["window"])[0] > 0
    assert known.ordinary_of(["norrvik", "xqzvwk"]).tolist() == [0, 0]
    assert known.frequency_of(["xqzvwk"]).tolist() == [0]


def test_the_table_is_sorted_and_says_of_each_word_one_thing(known: KnownWords) -> None:
    assert (known.keys[1:] > known.keys[:-1]).all()
    assert len(known.keys) == len(known.frequencies) == len(known.ordinary) == len(known) > 100_000


def test_what_is_saved_is_loaded_as_it_was(known: KnownWords, tmp_path: Path) -> None:
    mine = known.with_words(["Norrvik"])
    mine.save(tmp_path / "words.npy")
    again = KnownWords.load(tmp_path / "words.npy")
    for name in ("keys", "frequencies", "ordinary"):
        assert (getattr(again, name) == getattr(mine, name)).all()


@settings(max_examples=30)
@given(st.lists(texts, max_size=8))
def test_words_that_are_added_are_known_each_by_itself_and_the_phrase_as_one(words: list[str]) -> None:
    mine = nothing_known().with_words(["window", *words])
    for word in words:
        folded = fold(word)
        forms = [*folded.split(), folded.replace(" ", "")]
        assert (mine.frequency_of([form for form in forms if form]) == 255).all()
    assert mine.frequency_of(["unheard"]).tolist() == [0]


def test_added_words_are_known_without_being_ordinary_and_hide_what_was_known(known: KnownWords) -> None:
    before = known.ordinary_of(["window"])[0]
    mine = known.with_words(["Velmora Atelier", "window"])
    assert mine.frequency_of(["velmora", "velmoraatelier", "window"]).tolist() == [255, 255, 255]
    assert mine.ordinary_of(["velmora"]).tolist() == [0]
    assert before > 0
    assert known.with_words([]) is known


def test_nothing_is_known_of_nothing() -> None:
    none = nothing_known()
    assert none.frequency(keys_of_texts(["window"])[0]).tolist() == [0]
    assert none.frequency_of([]).tolist() == none.ordinary_of([]).tolist() == []


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "text", "another table"])
def test_a_table_that_cannot_be_read_is_refused_and_says_what_to_do(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "words.npy"
    nothing_known().with_words(["norrvik"]).save(path)
    if damage == "missing":
        path.unlink()
    elif damage == "another table":
        np.save(path, np.arange(3))
    else:
        path.write_bytes({"empty": b"", "cut": path.read_bytes()[:-4], "text": b"no table"}[damage])
    with pytest.raises(UnusableInput, match=r"words\.npy") as refused:
        KnownWords.load(path)
    assert refused.value.mend
