"""The Nice classes of categories: the category itself, else the nearest known one above it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.beside import Categories

KNOWN = Categories([("Apparel", 25), ("Apparel > Jewelry", 14), ("Bags", 18), ("Bags", 25)])


def test_a_category_has_the_classes_of_all_its_rows() -> None:
    assert KNOWN["Bags"] == {18, 25}
    assert len(KNOWN) == 3


def test_an_unknown_category_has_those_of_the_nearest_known_one_above_it() -> None:
    assert KNOWN["Apparel > Outerwear > Parkas"] == {25}
    assert KNOWN["Apparel > Jewelry > Rings"] == {14}


def test_a_category_ends_at_a_border_not_within_a_word() -> None:
    assert KNOWN.get("Bagsy", frozenset()) == frozenset()
    assert "Apparelware > Coats" not in KNOWN


def test_case_and_spaces_around_borders_do_not_count() -> None:
    assert KNOWN["APPAREL>jewelry  >  Rings"] == {14}


def test_what_is_not_known_and_not_below_what_is_has_no_classes() -> None:
    assert KNOWN.get("Garden > Tools") is None
    assert KNOWN.get("") is None


def test_the_names_are_as_written() -> None:
    assert list(KNOWN) == ["Apparel", "Apparel > Jewelry", "Bags"]


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(category: str) -> None:
    assert KNOWN.get(category, frozenset()) <= {14, 18, 25}
