"""Who listed a text first: the one who did is never taken for a copier."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from countermark.sellers.copies import COMMON, TEXT, copies_of
from countermark.sellers.risk import UNDATED


def records(*rows: tuple[int, int, int]) -> np.ndarray[Any, Any]:
    """(text, seller, seen) each."""
    return np.array([*rows], dtype=TEXT)


def test_the_later_seller_copied_and_the_first_did_not() -> None:
    found = copies_of([records((1, 0, 100), (1, 1, 200), (1, 2, 300))], 3)
    assert found.copied.tolist() == [0, 1, 1]
    assert found.texts.tolist() == [1, 1, 1]


def test_the_order_in_the_feed_does_not_matter() -> None:
    rows = [(1, 0, 300), (1, 1, 100), (2, 0, 50), (2, 1, 60), (1, 2, 200)]
    one, other = copies_of([records(*rows)], 3), copies_of([records(*reversed(rows))], 3)
    assert one.copied.tolist() == other.copied.tolist() == [1, 1, 1]


def test_who_lists_an_own_text_again_after_it_was_copied_is_still_the_first() -> None:
    found = copies_of([records((1, 0, 100), (1, 1, 200), (1, 0, 300))], 2)
    assert found.copied.tolist() == [0, 1]
    assert found.texts.tolist() == [2, 1]


def test_without_dates_or_at_the_same_time_nobody_can_tell_who_copied() -> None:
    found = copies_of(
        [records((1, 0, UNDATED), (1, 1, UNDATED), (2, 0, 7), (2, 1, 7), (3, 0, UNDATED), (3, 1, 7))], 2
    )
    assert found.copied.tolist() == [0, 0]


def test_a_text_that_very_many_have_is_common_goods() -> None:
    rows = [(1, seller, seller) for seller in range(COMMON + 1)]
    found = copies_of([records(*rows, (2, 0, 5))], COMMON + 1)
    assert not found.copied.any()
    assert found.texts.tolist() == [1] + [0] * COMMON


def test_sellers_who_share_most_of_their_texts_are_one_group() -> None:
    ring = [(text, seller, text) for text in range(4) for seller in (1, 2, 3)]
    found = copies_of([records(*ring, (90, 0, 1), (91, 0, 1), (0, 0, 9), (92, 4, 1))], 5)
    assert found.groups.tolist() == [0, 1, 1, 1, 4]


def test_groups_join_over_chains_and_over_files() -> None:
    parts = [records((1, 0, 1), (1, 1, 1)), records((2, 1, 1), (2, 2, 1)), records((3, 3, 1), (3, 2, 1))]
    assert copies_of(parts, 4).groups.tolist() == [0, 0, 0, 0]


def test_an_empty_feed_has_no_copies() -> None:
    found = copies_of([records()], 0)
    assert len(found.texts) == 0


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(0, 9)), max_size=40),
    st.randoms(use_true_random=False),
)
def test_the_same_as_by_hand_in_any_order(rows: list[tuple[int, int, int]], shuffle: Any) -> None:
    copied = [0] * 8
    for text, seller, _ in rows:
        own = min(seen for t, s, seen in rows if (t, s) == (text, seller))
        others = [seen for t, s, seen in rows if t == text and s != seller]
        copied[seller] += bool(others) and min(others) < own
    shuffle.shuffle(rows)
    # All records of one text are in one part, as the spill deals them out.
    parts = [records(*(row for row in rows if row[0] % 2 == half)) for half in (0, 1)]
    assert copies_of(parts, 8).copied.tolist() == copied
