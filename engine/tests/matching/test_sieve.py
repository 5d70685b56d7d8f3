"""Quick tables may err in one direction only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.matching.sieve import EXACT, LETTERS, PREFIX, Seen, Sieve

keys = st.lists(st.integers(0, (1 << 64) - 1), max_size=30).map(
    lambda several: np.array(several, dtype=np.uint64)
)


@given(keys, keys, keys)
def test_a_flag_that_is_not_set_was_never_added(
    one: np.ndarray, other: np.ndarray, asked: np.ndarray
) -> None:
    sieve = Sieve(100)
    sieve.add(one, EXACT)
    sieve.add(other, PREFIX)
    assert (sieve.test(one) & EXACT).all()
    assert (sieve.test(other) & PREFIX > 0).all()
    assert not (sieve.test(asked) & LETTERS).any()


def test_most_keys_that_were_never_added_are_told_at_once() -> None:
    chance = np.random.default_rng(1)
    sieve = Sieve(10_000)
    sieve.add(chance.integers(0, 1 << 64, 10_000, dtype=np.uint64), EXACT)
    assert (sieve.test(chance.integers(0, 1 << 64, 100_000, dtype=np.uint64)) > 0).mean() < 0.07


@given(keys, keys)
def test_what_is_said_to_be_seen_was_seen(added: np.ndarray, asked: np.ndarray) -> None:
    seen = Seen(bits=4)
    seen.add(added)
    said = np.delete(asked, seen.unseen(asked))
    assert set(said.tolist()) <= set(added.tolist())


@pytest.mark.parametrize("key", [0, 1, (1 << 64) - 1])
def test_a_key_is_unseen_until_it_is_added(key: int) -> None:
    seen, keys_of_one = Seen(), np.array([key], dtype=np.uint64)
    assert seen.unseen(keys_of_one).tolist() == [0]
    seen.add(keys_of_one)
    assert seen.unseen(keys_of_one).tolist() == []
