"""The compiled kernels work out what the plain ones in numpy do, and are compiled once on a machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from countermark.matching.exact import find
from countermark.matching.terms import Term, TermKind, View, compile_terms
from countermark.matching.vocabulary import Vocabulary
from countermark.text.keys import PAD, kernels, keys_of, keys_of_texts, phrase, whole_keys, windows
from countermark.text.tokens import tokenise
from wild import characters

wild_bytes = st.lists(st.binary(max_size=200), max_size=8)


@given(wild_bytes)
def test_words_have_the_same_keys_compiled_and_plain(words: list[bytes]) -> None:
    buffer = np.frombuffer(b"".join(words) + b"\xfe" * PAD, dtype=np.uint8)
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    found = np.empty((3, len(words)), dtype=np.uint64)
    kernels().keys_of(windows(buffer), starts, lengths, found[0], found[1])
    kernels().whole_keys(windows(buffer), starts, lengths, found[2])
    expected = (*keys_of(buffer, starts, lengths), whole_keys(buffer, starts, lengths))
    assert found.tolist() == [keys.tolist() for keys in expected]


@given(st.binary(max_size=100))
def test_every_byte_becomes_a_small_letter_a_space_or_a_symbol(text: bytes) -> None:
    raw = np.frombuffer(text, dtype=np.uint8)
    small = np.empty_like(raw)
    kernels().make_small(raw, small)
    expected = [
        byte
        if byte >= 128
        else ord(chr(byte).lower())
        if chr(byte).isalnum()
        else 32
        if byte in {*range(33), 127}
        else 1
        for byte in text
    ]
    assert small.tolist() == expected


@given(st.lists(st.text(characters, max_size=30), max_size=6))
def test_texts_of_nothing_but_letters_by_themselves_have_as_many_words_as_letters(texts: list[str]) -> None:
    # More words than are expected of texts of that size.
    crowded = ["a " * 3000, *texts]
    tokens = tokenise([pa.array(crowded)])
    alone = tokenise([pa.array(texts, pa.string())])
    assert np.count_nonzero(tokens.segments == 0) == 3000
    assert tokens.words[3000:].tolist() == alone.words.tolist()


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_a_key_is_found_where_a_search_finds_it(held: list[int], others: list[int]) -> None:
    keys = np.sort(np.array(held * 2, dtype=np.uint64))
    asked = np.array([*held, *others], dtype=np.uint64)
    terms = np.arange(len(keys), dtype=np.int32)
    found = [View(keys, terms, spread=spread).find(asked) for spread in (False, True)]
    assert [[column.tolist() for column in several] for several in found[:1]] == [
        [column.tolist() for column in several] for several in found[1:]
    ]


names = st.lists(st.sampled_from(["nor", "vik", "sol", "heim"]), min_size=1, max_size=4).map(" ".join)


@given(st.lists(names, min_size=1, max_size=6, unique=True), st.lists(names, max_size=5))
def test_every_term_in_a_row_of_words_is_found_and_nothing_else(terms: list[str], texts: list[str]) -> None:
    table = compile_terms([Term(name, n, TermKind.WORD) for n, name in enumerate(terms)])
    vocabulary = Vocabulary([table], [table.brands], [np.ones(len(table), dtype=np.bool_)])
    tokens = tokenise([pa.array(texts, pa.string())])
    runs = find(tokens, vocabulary)
    expected = []
    at = 0
    for text in texts:
        words = text.split()
        for first in range(len(words)):
            for size in range(1, len(words) - first + 1):
                part = words[first : first + size]
                expected += [
                    (at + first, size, n)
                    for n, name in enumerate(terms)
                    if name.split() == part or (size == 1 and name.replace(" ", "") == part[0])
                ]
        at += len(words)
    assert list(zip(*(column.tolist() for column in runs), strict=True)) == expected


def test_a_phrase_key_grows_in_the_kernel_as_it_does_in_numpy() -> None:
    words, _ = keys_of_texts(["red", "wool", "coat"])
    sieve = np.full(2, 3, dtype=np.uint8)
    firsts, sizes, keys = np.empty(9, np.int64), np.empty(9, np.int64), np.empty(9, np.uint64)
    count = kernels().runs(words, np.zeros(3, np.int32), sieve, 1, 2, firsts, sizes, keys)
    assert count == 6
    grown = phrase(phrase(words[:1], words[1:2]), words[2:])
    assert int(keys[2]) == int(grown[0])


READ = "from countermark.text.keys import kernels; print(sum(kernels().keys_of.stats.cache_misses.values()))"


def test_a_second_process_finds_compiled_what_the_first_one_compiled(tmp_path: Path) -> None:
    def compiled_anew() -> int:
        env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
        told = subprocess.run(
            [sys.executable, "-c", READ], env=env, check=True, capture_output=True, text=True
        )
        return int(told.stdout)

    assert (compiled_anew(), compiled_anew()) == (1, 0)


def test_a_command_that_reads_no_batch_does_not_load_the_compiler() -> None:
    loaded = "countermark.cli, countermark.screener, countermark.runners.local"
    program = f"import sys, {loaded}; print('numba' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout == "False\n"
