"""Words learned from a feed: names of their own, never what a few misspell or a ring disguises."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from countermark.references import References
from sellers.profiled import Row, brands, profile

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> References:
    return brands(tmp_path_factory.mktemp("brands"))


def honest(word: str, sellers: int, each: int = 4, *, brand: str | None = None) -> list[Row]:
    """Listings in which so many sellers use a word, each in their own words."""
    return [
        {
            "seller_id": f"{word}-{seller}",
            "title": f"{word} parka of shop {seller} in colour number {n}",
            "brand": brand,
        }
        for seller in range(sellers)
        for n in range(each)
    ]


def words(folder: Path, references: References, *rows: list[Row]) -> dict[str, str]:
    found = profile(folder / "work", [row for several in rows for row in several], references, learn=True)
    assert found.words is not None
    return {row["word"]: row["kind"] for row in found.words.to_pylist()}


def test_a_name_that_many_sellers_use_is_learned_with_its_kind(
    tmp_path: Path, references: References
) -> None:
    rows = [*honest("Trollvang", 10), *honest("Fjellorn", 10, brand="Fjellorn")]
    assert words(tmp_path, references, rows) == {"trollvang": "word", "fjellorn": "brand"}


def test_what_few_sellers_or_few_listings_have_is_not_learned(tmp_path: Path, references: References) -> None:
    assert words(tmp_path, references, honest("Trollvang", 7, 50), honest("Fjellorn", 19, 1)) == {}


def test_marks_and_words_of_a_language_need_no_learning(tmp_path: Path, references: References) -> None:
    assert words(tmp_path, references, honest("Norrvik", 20), honest("jacket", 20)) == {}


def test_a_misspelling_that_is_rare_beside_its_mark_is_not_learned(
    tmp_path: Path, references: References
) -> None:
    assert words(tmp_path, references, honest("Norrvik", 60), honest("Norrvyk", 10)) == {}


def test_a_name_near_a_mark_that_as_many_use_is_one_of_its_own(
    tmp_path: Path, references: References
) -> None:
    assert words(tmp_path, references, honest("Norrvik", 30), honest("Norrvald", 20)) == {"norrvald": "word"}


def test_a_ring_that_shares_its_texts_counts_once(tmp_path: Path, references: References) -> None:
    ring: list[Row] = [
        {
            "seller_id": f"ring-{account}",
            "title": f"Norrvyk parka, warm and cheap, model number {n} of this season",
        }
        for account in range(20)
        for n in range(5)
    ]
    assert words(tmp_path, references, ring) == {}


def test_disguises_that_nobody_writes_by_accident_are_never_learned(
    tmp_path: Path, references: References
) -> None:
    for disguise in ("Nоrrvik", "Nor\u200brvik", "N0rrvik", "kivrron"):
        assert words(tmp_path / disguise, references, honest(disguise, 30)) == {}


def test_words_are_not_learned_unless_asked_for(tmp_path: Path, references: References) -> None:
    assert profile(tmp_path / "work", honest("Trollvang", 10), references).words is None
