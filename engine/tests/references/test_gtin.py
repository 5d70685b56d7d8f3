"""GTINs, one and by the column."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text import gtin

digits = st.text("0123456789", min_size=7, max_size=13)


@pytest.mark.parametrize(
    "number", ["4006381333931", "036000291452", "0 36000-29145 2", "96385074", "10036000291459"]
)
def test_numbers_of_every_length_are_known_with_blanks_and_hyphens(number: str) -> None:
    assert gtin.is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["", "4006381333932", "400638133393", "36000291452", "٤٠٠٦٣٨١٣٣٣٩٣١", "4006381333931\n", "0" * 13],
)
def test_what_is_no_gtin_is_not_taken_for_one(number: str) -> None:
    assert not gtin.is_valid(number)


def test_the_short_form_and_the_padded_one_are_the_same_number() -> None:
    assert gtin.canonical("036000291452") == gtin.canonical("0036000291452") == "00036000291452"
    assert gtin.canonical("036000291453") is None


@given(digits.filter(lambda text: text.strip("0") and len(text) + 1 in gtin.LENGTHS), st.integers(1, 9))
def test_the_check_digit_makes_a_number_valid_and_no_other_digit_does(number: str, more: int) -> None:
    right = gtin.check_digit(number)
    assert gtin.is_valid(number + right)
    assert not gtin.is_valid(number + str((int(right) + more) % 10))


@given(st.lists(st.none() | digits | st.text("0123456789 -x٣", max_size=16), max_size=8), st.integers(0, 3))
def test_a_column_is_judged_as_its_entries_are(numbers: list[str | None], cut: int) -> None:
    column = pa.array(numbers, pa.string()).slice(cut)
    expected = numbers[cut:]
    assert gtin.valid(column).to_pylist() == [None if one is None else gtin.is_valid(one) for one in expected]
    assert gtin.canonicals(column).to_pylist() == [
        None if one is None else gtin.canonical(one) for one in expected
    ]


def test_a_column_may_be_large_or_encoded() -> None:
    numbers = pa.array(["4006381333931", None, "4006381333932", "4006381333931"])
    expected = [True, None, False, True]
    assert gtin.valid(numbers.cast(pa.large_string())).to_pylist() == expected
    assert gtin.valid(numbers.dictionary_encode()).to_pylist() == expected
