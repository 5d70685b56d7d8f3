"""A batch as signals see it: texts, words, places and values of every row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from countermark.batch import Batch, Place
from countermark.beside import Beside
from countermark.evidence import Pairs
from countermark.listings import conform
from countermark.matching.matcher import Matcher
from countermark.references import References
from screener.conftest import NOW, listings

ATTRIBUTES = [{"key": "brand", "value": "Norrvik"}, {"key": "size", "value": None}]


def batch_of(references: References, table: pa.Table, rows: slice = slice(None)) -> Batch:
    conformed, _, _ = conform(table, file="listings")
    start, stop, _ = rows.indices(conformed.num_rows)
    matcher = Matcher(references.vocabulary, references.known)
    return Batch(conformed.slice(start, stop - start), references, Beside(), matcher, today=NOW.date())


@pytest.fixture
def batch(references: References) -> Batch:
    return batch_of(
        references,
        listings(
            "Été Norrvik",
            "诺维克",
            "socks",
            description=[None, "N0rrvik 🔥 Norrvik", ""],
            attributes=[ATTRIBUTES, None, []],
            quantity=[1, None, 3],
        ),
    )


def places(batch: Batch) -> list[tuple[Place, str]]:
    found = [batch.place(batch.hits, n) for n in range(len(batch.hits))]
    return sorted((place, batch.text(place.row, place.field)[place.start : place.end]) for place in found)


def test_a_hit_is_placed_in_its_row_and_field_in_characters(batch: Batch) -> None:
    assert places(batch) == [
        (Place(0, "attributes", 0, 7), "Norrvik"),
        (Place(0, "title", 4, 11), "Norrvik"),
        (Place(1, "description", 0, 7), "N0rrvik"),
        (Place(1, "description", 10, 17), "Norrvik"),
        (Place(1, "title", 0, 3), "诺维克"),
    ]
    assert sorted(batch.rows_of(batch.hits).tolist()) == [0, 0, 1, 1, 1]


def test_what_is_not_given_is_an_empty_text_and_no_value(batch: Batch) -> None:
    assert [batch.text(row, "description") for row in range(3)] == ["", "N0rrvik 🔥 Norrvik", ""]
    assert [batch.text(row, "attributes") for row in range(3)] == ["Norrvik", "", ""]
    assert [batch.text(row, "seller_name") for row in range(3)] == ["", "", ""]
    assert [batch.value(row, "quantity") for row in range(3)] == [1, None, 3]
    assert batch.column("quantity").to_pylist() == [1, None, 3]


def test_words_are_told_row_by_row_and_of_some_rows_at_once(batch: Batch) -> None:
    assert [word.folded for word in batch.words(0, "title")] == ["ete", "norrvik"]
    assert batch.words(0, "title") is batch.words(0, "title")
    rows = batch.mask(Pairs(np.array([0, 0, 2], dtype=np.int32), np.array([0, 1, 0], dtype=np.int32)))
    assert rows.tolist() == [True, False, True]
    some = batch.tokens_of(rows)
    assert [some.between(n, n) for n in range(len(some))] == ["Été", "Norrvik", "socks", "Norrvik"]


@pytest.mark.parametrize("rows", [slice(1), slice(1, None), slice(1, 2), slice(2, 2)])
def test_a_part_of_a_table_is_a_batch_like_any(references: References, batch: Batch, rows: slice) -> None:
    first, last, _ = rows.indices(3)
    part = batch_of(references, batch.table, rows)
    expected = [(place, words) for place, words in places(batch) if first <= place.row < last]
    assert [(place.row + first, *place[1:], words) for place, words in places(part)] == [
        (*place, words) for place, words in expected
    ]


@pytest.mark.parametrize("text", ["", "a" * 100_000, "\x00\x00", "\ufeff", "🔥" * 10_000, "\u202e" * 3])
def test_odd_texts_are_no_trouble(references: References, text: str) -> None:
    table: Any = listings("socks", "Norrvik", description=[text, text])
    assert {place.row for place, _ in places(batch_of(references, table))} == {1}
