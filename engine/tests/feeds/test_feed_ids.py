"""Numbers for listings' ids, and the set of those seen before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.feeds import SeenIds, id_hashes
from countermark.listings import conform


def listings(*names: tuple[str | None, str]) -> pa.Table:
    table = pa.table(
        {
            "marketplace": pa.array([place for place, _ in names], pa.string()),
            "listing_id": [name for _, name in names],
            "title": ["a"] * len(names),
        }
    )
    return conform(table, file="feed")[0]


def test_a_listing_has_its_own_number_by_marketplace_and_id() -> None:
    table = listings(
        ("a", "1"), ("b", "1"), ("a", "2"), (None, "1"), ("default", "1"), ("a1", "1"), ("a", "11")
    )
    numbers = id_hashes(table).tolist()
    assert numbers[3] == numbers[4]
    assert len(set(numbers)) == 6


def test_long_ids_differ_wherever_they_differ() -> None:
    start = "https://shop.example/products/" + "x" * 100
    names = [start + end for end in ("", "1", "2", "1" * 64, "1" * 63 + "2", "1" * 64 + "2")]
    numbers = id_hashes(listings(*(("a", name) for name in names)))
    assert len(set(numbers.tolist())) == len(names)


name = st.text(min_size=1, max_size=90).filter(lambda text: not text.isspace())


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", None]), name), min_size=1, max_size=30), st.integers(1, 7)
)
def test_the_numbers_are_the_same_however_the_table_is_cut(
    names: list[tuple[str | None, str]], cut: int
) -> None:
    table = listings(*names)
    whole = id_hashes(table)
    parts = [id_hashes(table.slice(start, cut)) for start in range(0, len(names), cut)]
    assert np.array_equal(np.concatenate(parts), whole)
    different = {(place or "default", text) for place, text in names}
    assert len(set(whole.tolist())) == len(different)


def test_no_listings_have_no_numbers() -> None:
    assert len(id_hashes(listings().slice(0, 0))) == 0
    assert len(id_hashes(pa.Table.from_batches([], listings(("a", "1")).schema))) == 0


numbers = st.lists(
    st.integers(0, 2**64 - 1) | st.integers(0, 50) | st.integers(2**64 - 50, 2**64 - 1), max_size=60
)


@given(st.lists(numbers, max_size=25), st.integers(0, 24))
def test_it_remembers_what_a_set_remembers_and_the_first_counts(batches: list[list[int]], pause: int) -> None:
    seen, known = SeenIds(), set[int]()
    for step, batch in enumerate(batches):
        mask = seen.add(np.array(batch, dtype=np.uint64))
        for number, was_seen in zip(batch, mask.tolist(), strict=True):
            assert was_seen == (number in known)
            known.add(number)
        assert len(seen) == len(known)
        if step == pause:
            assert not seen.add(np.empty(0, dtype=np.uint64)).any()


def test_it_grows_to_many_and_forgets_none() -> None:
    chance = np.random.default_rng(1)
    numbers = chance.integers(0, 2**64, 600_000, dtype=np.uint64)
    seen = SeenIds()
    assert not any(seen.add(numbers[start : start + 5000]).any() for start in range(0, 600_000, 5000))
    assert len(seen) == 600_000
    assert seen.add(numbers[::-1]).all()
    assert not seen.add(chance.integers(0, 2**64, 1000, dtype=np.uint64)).any()


def test_it_is_saved_whole_and_goes_on_where_it_was(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    numbers = chance.integers(0, 2**64, 300_000, dtype=np.uint64)
    seen = SeenIds()
    for start in range(0, 200_000, 7000):
        seen.add(numbers[start : min(start + 7000, 200_000)])
    seen.save(tmp_path / "seen.npy")
    again = SeenIds.load(tmp_path / "seen.npy")
    assert len(again) == len(seen) == 200_000
    mask = again.add(numbers)
    assert mask[:200_000].all()
    assert not mask[200_000:].any()
    assert seen.add(numbers[:10]).all()
    assert [path.name for path in tmp_path.iterdir()] == ["seen.npy"]


def test_an_empty_set_is_saved_too_and_another_file_is_refused(tmp_path: Path) -> None:
    SeenIds().save(tmp_path / "none.npy")
    assert len(SeenIds.load(tmp_path / "none.npy")) == 0
    np.save(tmp_path / "other.npy", np.array([1.5]))
    with pytest.raises(ValueError, match="no set of ids"):
        SeenIds.load(tmp_path / "other.npy")
