"""Large sets come as Parquet of the same shape, from whatever wrote it."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.references.check import check, read_references
from countermark.references.columns import arrow_schema
from countermark.references.model import Brand, PhraseWeight, Price, ReferenceSet, Right, RightKind, Word
from countermark.references.writing import write_parquet


def folder_of(tmp_path: Path, rows: list[dict[str, Any]] | pa.Table, stem: str = "brands") -> Path:
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / f"{stem}.parquet")
    return tmp_path


def test_words_may_be_a_list_of_texts_as_in_yaml(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [{"id": "norrvik", "name": "Norrvik", "words": ["Norrvik", "Arctic"]}])
    assert read_references(folder).brands[0].words == (Word(text="Norrvik"), Word(text="Arctic"))


def test_nulls_stand_for_what_is_left_out(tmp_path: Path) -> None:
    full = Brand(
        id="norrvik", name="Norrvik", words=(Word(text="Norrvik"),), rights=(Right(id="r"), Right(id="s"))
    )
    rows = [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": [{"text": "Norrvik", "common": None, "classes": None}],
            "rights": [{"id": "r", "kind": None, "expires": None}, {"id": "s", "kind": "trademark"}],
            "logos": None,
            "common_word": None,
        }
    ]
    folder = folder_of(tmp_path, pa.Table.from_pylist(rows, schema=arrow_schema(Brand)))
    assert read_references(folder) == ReferenceSet(brands=(full,))


PRICES = [
    pa.array([420.1]),
    pa.array([Decimal("420.10")]),
    pa.array(["420.10"]),
    pa.array([Decimal("420.1000")], pa.decimal256(40, 4)),
]


@pytest.mark.parametrize("low", PRICES, ids=lambda low: str(low.type))
def test_prices_may_be_floats_decimals_or_texts_and_come_out_exact(tmp_path: Path, low: Any) -> None:
    high, currency = pa.array([500]), pa.array(["EUR"]).dictionary_encode()
    price = pa.StructArray.from_arrays([low, high, currency], ["low", "high", "currency"])
    product = pa.StructArray.from_arrays(
        [pa.array(["p"]), pa.array(["Parka"], pa.large_string()), price], ["id", "title", "price"]
    )
    products = pa.LargeListArray.from_arrays(pa.array([0, 1], pa.int64()), product)
    table = pa.table({"id": ["norrvik"], "name": ["Norrvik"], "products": products})
    (read,) = read_references(folder_of(tmp_path, table)).brands[0].products
    assert read.price == Price(low=Decimal("420.1"), high=Decimal(500), currency="EUR")
    assert str(read.price.low) == "420.1"


@pytest.mark.parametrize("day", [dt.date(2021, 5, 1), "2021-05-01"])
def test_days_may_be_dates_or_texts(tmp_path: Path, day: dt.date | str) -> None:
    rows = [
        {
            "id": "a",
            "name": "A1",
            "words": ["A1"],
            "rights": [{"id": "r", "registered": day, "kind": "design"}],
        }
    ]
    (right,) = read_references(folder_of(tmp_path, rows)).brands[0].rights
    assert (right.registered, right.kind) == (dt.date(2021, 5, 1), RightKind.DESIGN)


def test_phrases_have_a_file_of_their_own(tmp_path: Path) -> None:
    folder_of(tmp_path, [{"id": "a", "name": "A1", "words": ["A1"]}])
    rows: list[dict[str, Any]] = [
        {"text": "mirror quality", "weight": "strong"},
        {"text": "reissue", "weight": None},
    ]
    folder_of(tmp_path, rows, "phrases")
    weights = [phrase.weight for phrase in read_references(tmp_path).phrases]
    assert weights == [PhraseWeight.STRONG, PhraseWeight.MEDIUM]


def test_every_fault_is_told_with_its_row_and_its_place_in_it(tmp_path: Path) -> None:
    price = {"low": 1.0, "high": float("nan"), "currency": "EUR"}
    product = {"id": "p", "title": "P", "gtin": "4006381333932", "price": price}
    right = {"id": "r", "kind": "trademrk", "expires": "2021-13-01"}
    rows: list[dict[str, Any]] = [
        {"id": "a", "name": "A1", "words": [{"text": "A1"}], "rights": [], "products": []},
        {"id": "b", "name": None, "words": [{"text": None}], "rights": [right], "products": [product]},
    ]
    found = [(fault.place, fault.what) for fault in check(folder_of(tmp_path, rows)).faults]
    assert found == [
        ("brands.parquet:2 name", '"name" is missing'),
        ("brands.parquet:2 products[0].gtin", "the GTIN 4006381333932 ends in the wrong check digit"),
        ("brands.parquet:2 products[0].price.high", '"NaN" is not an amount'),
        ("brands.parquet:2 rights[0].expires", '"2021-13-01" is not a date'),
        ("brands.parquet:2 rights[0].kind", 'unknown kind "trademrk"'),
        ("brands.parquet:2 words[0].text", '"text" is missing'),
    ]


def test_a_column_that_does_not_fit_is_told_once_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    words = pa.array([[{"text": "Aldervane", "classes": ["25"]}]] * 3)
    names = {"id": ["a", "b", "b"], "name": ["Aldervane"] * 3}
    folder = folder_of(tmp_path, pa.table({**names, "words": words, "wrods": [1, 2, 3]}))
    found = [(fault.place, fault.what, fault.mend) for fault in check(folder).faults]
    assert [place for place, _, _ in found] == [
        "brands.parquet:3 id",
        "brands.parquet:words.classes",
        "brands.parquet:wrods",
    ]
    assert "list<int32>" in found[1][2]
    assert 'Did you mean "words"?' in found[2][2]


def test_a_required_column_that_is_missing_is_told_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [{"id": "a", "words": [{"common": True}]}, {"id": "b", "words": []}])
    assert [fault.place for fault in check(folder).faults] == [
        "brands.parquet:2",
        "brands.parquet:name",
        "brands.parquet:words.text",
    ]


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"id,name\na,A\n"])
def test_a_file_that_is_no_parquet_is_a_fault(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "brands.parquet").write_bytes(damage)
    (fault,) = check(tmp_path).faults
    assert fault.place == "brands.parquet"
    assert "cannot be read" in fault.what


def test_a_file_cut_short_is_a_fault(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [{"id": "a", "name": "A1", "words": ["A1"]}])
    whole = (folder / "brands.parquet").read_bytes()
    (folder / "brands.parquet").write_bytes(whole[: len(whole) // 2])
    (fault,) = check(folder).faults
    assert "cannot be read" in fault.what


def test_two_hundred_thousand_words_are_read_without_a_wait(tmp_path: Path) -> None:
    brands = tuple(
        Brand(
            id=f"brand-{number}",
            name=f"Brand {number}",
            words=tuple(Word(text=f"Mark {number} {index}", classes=(25,)) for index in range(20)),
        )
        for number in range(10_000)
    )
    write_parquet(ReferenceSet(brands=brands), tmp_path)
    before = time.process_time()
    read = read_references(tmp_path)
    # Half a second on a quiet machine; the bound is loose because tests share theirs.
    assert time.process_time() - before < 5
    assert sum(len(brand.words) for brand in read.brands) == 200_000
