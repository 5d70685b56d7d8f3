"""A table of almost any shape becomes a table of listings; what cannot be one is told apart, row by row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from countermark.errors import Rejection, UnusableInput
from countermark.listings import conform
from countermark.tables import LISTING


def conformed(**columns: Any) -> tuple[list[dict[str, Any]], list[Rejection]]:
    rows = max(len(column) for column in columns.values())
    given = {"listing_id": [f"L{row}" for row in range(rows)], "title": ["Boot"] * rows} | columns
    table, rejected, _ = conform(pa.table(given), file="feed", first_line=2)
    return table.to_pylist(), rejected


def test_a_table_with_two_columns_is_a_table_of_listings() -> None:
    table, rejected, kept = conform(
        pa.table({"title": ["Boot"], "listing_id": ["L1"]}), file="feed", first_line=1
    )
    assert table.schema == LISTING
    assert rejected == []
    assert kept.tolist() == [0]
    assert table["marketplace"].to_pylist() == ["default"]
    assert table["photos"].null_count == 1


def test_a_table_that_fits_already_is_not_copied() -> None:
    table, _, _ = conform(pa.table({"listing_id": ["L1", "L2"], "title": ["Boot", "Cap"]}), file="feed")
    again, _, _ = conform(table, file="feed")
    assert again.equals(table)
    before, after = (part.to_batches()[0].column("title").buffers()[2] for part in (table, again))
    assert before is not None
    assert after is not None
    assert before.address == after.address


def test_other_columns_are_ignored_and_their_order_does_not_matter() -> None:
    table, _, _ = conform(pa.table({"colour": ["red"], "title": ["Boot"], "listing_id": ["1"]}), file="feed")
    assert table.column_names == LISTING.names


def test_a_record_batch_and_an_empty_table_are_tables_too() -> None:
    batch = pa.record_batch({"listing_id": ["1"], "title": ["Boot"]})
    assert conform(batch, file="feed")[0].num_rows == 1
    table, rejected, kept = conform(pa.table(batch).slice(0, 0), file="feed")
    assert (table.schema, table.num_rows, rejected, len(kept)) == (LISTING, 0, [], 0)


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.large_binary(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
    ids=str,
)
def test_text_comes_in_every_arrow_type_of_text(kind: pa.DataType) -> None:
    words = pa.array(["Norrvik Parka", None, "Mütze 帽子 🧢", "", "Norrvik Parka"])
    given = words.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else words.cast(kind)
    rows, rejected = conformed(brand=given)
    assert [row["brand"] for row in rows] == ["Norrvik Parka", None, "Mütze 帽子 🧢", None, "Norrvik Parka"]
    assert rejected == []


def test_ids_may_be_numbers() -> None:
    rows, _ = conformed(listing_id=[17, 18], gtin=[4006381333931, None], seller_id=[1.0, 2.0])
    assert [row["listing_id"] for row in rows] == ["17", "18"]
    assert [row["gtin"] for row in rows] == ["4006381333931", None]
    assert [row["seller_id"] for row in rows] == ["1", "2"]


@pytest.mark.parametrize(
    "prices",
    [
        pa.array([Decimal("12.5"), None, Decimal("0.10")]),
        pa.array([Decimal("12.500000"), None, Decimal("0.100000")]),
        pa.array([Decimal("12.5"), None, Decimal("0.1")], pa.decimal256(40, 5)),
        pa.array([12.5, None, 0.1]),
        pa.array([12.5, None, 0.1], pa.float32()),
        pa.array(["12.50", None, "0.10"]),
        pa.array(["12.5", "", "1e-1"]),
        pa.array([" 12,50 ", None, ".1"]),
        pa.array(["12.50", None, "0.1"]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type),
)
def test_prices_come_as_decimals_floats_and_text(prices: pa.Array[Any]) -> None:
    rows, rejected = conformed(price=prices)
    assert rejected == []
    assert [row["price"] for row in rows] == [Decimal("12.5"), None, Decimal("0.1")]


def test_whole_prices_of_every_width_are_kept() -> None:
    for kind in (pa.int8(), pa.uint16(), pa.int32(), pa.int64(), pa.uint64()):
        rows, _ = conformed(price=pa.array([0, 99, None], kind))
        assert [row["price"] for row in rows] == [0, 99, None]


def test_a_currency_beside_the_price_counts_where_no_other_is_stated() -> None:
    rows, rejected = conformed(
        price=["12.50 USD", "12.50 USD", "12.50 USD", "€ 12,50", "9"],
        currency=[None, "USD", "EUR", None, "CHF"],
    )
    assert [(row["price"], row["currency"]) for row in rows] == [
        (Decimal("12.5"), "USD"),
        (Decimal("12.5"), "USD"),
        (Decimal("12.5"), "EUR"),
        (Decimal(9), "CHF"),
    ]
    assert [(rejection.line, rejection.code) for rejection in rejected] == [(4, "two-currencies")]


@pytest.mark.parametrize(
    ("price", "code", "reason"),
    [
        (float("nan"), "bad-price", "price nan is not a number; leave the price out if it is not known"),
        (float("inf"), "bad-price", "price inf is not a number; leave the price out if it is not known"),
        (-0.01, "negative-price", "price -0.0100 is below zero; leave it out if it is not known"),
        (1e30, "bad-price", "price 1e+30 is too large for a price; the limit is 14 digits before the point"),
    ],
)
def test_a_price_that_is_none_costs_its_row_and_no_other(price: float, code: str, reason: str) -> None:
    rows, rejected = conformed(price=[5.0, price, 7.0])
    assert [row["price"] for row in rows] == [5, 7]
    assert [(found.file, found.line, found.code, found.reason) for found in rejected] == [
        ("feed", 3, code, reason)
    ]
    assert rejected[0].listing_id == "L1"


def test_a_price_without_currency_is_no_fault() -> None:
    rows, rejected = conformed(price=[5.0])
    assert rejected == []
    assert rows[0]["currency"] is None


@pytest.mark.parametrize("code", ["EURO", "XXX", "XTS", "€", "ZZZ", "E UR"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    rows, rejected = conformed(currency=["EUR", code])
    assert len(rows) == 1
    assert rejected[0].code == "unknown-currency"
    assert code in rejected[0].reason
    assert "ISO 4217" in rejected[0].reason


def test_a_currency_may_be_written_small_or_withdrawn_lately() -> None:
    rows, rejected = conformed(currency=[" eur", "BGN", "", None])
    assert rejected == []
    assert [row["currency"] for row in rows] == ["EUR", "BGN", None, None]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("new", "new"),
        ("New", "new"),
        ("NewCondition", "new"),
        ("https://schema.org/UsedCondition", "used"),
        ("http://schema.org/RefurbishedCondition", "refurbished"),
        ("schema:DamagedCondition", "used"),
        ("gebraucht", "used"),
        ("Brand New", "new"),
        ("pre-owned", "used"),
        ("Certified – Refurbished", "refurbished"),
        ("mint?", None),
        ("", None),
        (None, None),
    ],
)
def test_conditions_are_read_in_their_common_spellings(written: str | None, read: str | None) -> None:
    rows, rejected = conformed(condition=[written, "used"])
    assert rejected == []
    assert [row["condition"] for row in rows] == [read, "used"]


def test_kinds_of_sellers_are_read_in_their_common_spellings() -> None:
    rows, _ = conformed(seller_kind=["trader", "Business", "PRIVATE", "schema:Person", "robot", None])
    assert [row["seller_kind"] for row in rows] == ["trader", "trader", "private", "private", None, None]


def test_a_row_without_id_or_title_is_refused() -> None:
    rows, rejected = conformed(listing_id=["1", None, "", " \t", "5"], title=["a", "b", "c", "d", None])
    assert [row["listing_id"] for row in rows] == ["1"]
    assert [(found.line, found.code) for found in rejected] == [
        (3, "missing-id"),
        (4, "missing-id"),
        (5, "missing-id"),
        (6, "missing-title"),
    ]


def test_a_row_with_many_faults_is_one_rejection_that_names_them_all() -> None:
    _, rejected = conformed(title=[None], price=[-1.0], currency=["QQQ"])
    assert len(rejected) == 1
    assert rejected[0].code == "missing-title"
    assert all(word in rejected[0].reason for word in ("title is missing", "below zero", "QQQ"))


def test_texts_are_bounded() -> None:
    rows, rejected = conformed(
        listing_id=["1", "2", "3", "4", "5" * 1001],
        title=["ü" * 5000, "x" * 5001, "x" * 100_000, "x", "x"],
        description=["x" * 200_000, "x", "x", "x" * 200_001, "x"],
    )
    assert [row["listing_id"] for row in rows] == ["1"]
    assert [found.code for found in rejected] == [
        "title-too-long",
        "title-too-long",
        "description-too-long",
        "id-too-long",
    ]
    assert rejected[1].reason == "title has 100,000 characters; the limit is 5,000"
    assert all(len(found.row or "") < 2100 for found in rejected)


def test_other_texts_are_bounded_too_whatever_their_type() -> None:
    for kind in (pa.string(), pa.large_string(), pa.string_view()):
        _, rejected = conformed(brand=pa.array(["x", "x" * 50_001], kind))
        assert [found.code for found in rejected] == ["field-too-long"]
    _, rejected = conformed(attributes=pa.array([{"a": "x"}, {"a": "x" * 150_000, "b": "x" * 60_000}]))
    assert [(found.line, found.code) for found in rejected] == [(3, "field-too-long")]


def test_bytes_that_are_no_utf8_cost_their_row() -> None:
    broken = pa.array([b"Boot", b"Caf\xe9", b"Cap"])
    # A file may claim that such bytes are text; Arrow believes it.
    for column in (broken, broken.view(pa.string())):
        rows, rejected = conformed(title=column)
        assert [row["title"] for row in rows] == ["Boot", "Cap"]
        assert [(found.line, found.code) for found in rejected] == [(3, "bad-encoding")]
        assert "at its byte 3" in rejected[0].reason


def test_nul_and_other_odd_characters_are_characters() -> None:
    rows, rejected = conformed(title=["a\0b", "\u202eb", "\ufeff", "\u200b"])
    assert len(rows) == 4
    assert rejected == []


@pytest.mark.parametrize(
    "counts",
    [
        pa.array([3, None], pa.uint8()),
        pa.array([3.0, None]),
        pa.array(["3", ""]),
        pa.array([" 3 ", None]),
        pa.array(["3.0", None]),
        pa.array([Decimal(3), None]),
    ],
    ids=lambda column: str(column.type),
)
def test_counts_come_as_numbers_and_text(counts: pa.Array[Any]) -> None:
    rows, rejected = conformed(quantity=counts)
    assert rejected == []
    assert [row["quantity"] for row in rows] == [3, None]


@pytest.mark.parametrize("count", [-1, 1.5, "many", "1e999", float("nan"), "9" * 30, -(10.0**25)])
def test_a_count_that_is_none_is_refused(count: object) -> None:
    rows, rejected = conformed(sold=pa.array([count]))
    assert rows == []
    assert rejected[0].code == "bad-sold"


@pytest.mark.parametrize(
    "times",
    [
        pa.array([dt.datetime(2026, 1, 2, 3, 4, 5)]),  # noqa: DTZ001  # naive on purpose: it is taken as UTC
        pa.array([dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)]),
        pa.array([1767323045_000_000_001], pa.timestamp("ns")),
        pa.array([1767323045], pa.timestamp("s", "Europe/Stockholm")),
        pa.array(["2026-01-02T03:04:05Z"]),
        pa.array(["2026-01-02 03:04:05"]),
        pa.array(["2026-01-02T05:04:05+02:00"]),
        pa.array(["20260102T030405Z"]),
    ],
    ids=lambda column: str(column.type),
)
def test_times_come_in_many_forms_and_leave_in_utc(times: pa.Array[Any]) -> None:
    rows, rejected = conformed(updated_at=times)
    assert rejected == []
    assert rows[0]["updated_at"] == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def test_times_with_and_without_a_zone_may_stand_in_one_column() -> None:
    rows, rejected = conformed(updated_at=["2026-01-02", "2026-01-02T00:00:00Z", None, "", "yesterday"])
    midnight = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert [row["updated_at"] for row in rows] == [midnight, midnight, None, None]
    assert [(found.line, found.code) for found in rejected] == [(6, "bad-time")]


@pytest.mark.parametrize(
    "times",
    [
        pa.array(["0000-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
        pa.array([-(1 << 62), 1767312000], pa.timestamp("s")),
        pa.array([1 << 61, 1767312000000], pa.timestamp("ms", "UTC")),
        pa.array([1 << 30, 20455], pa.date32()),
    ],
    ids=lambda column: str(column.type),
)
def test_times_that_are_no_dates_are_refused(times: pa.Array[Any]) -> None:
    rows, rejected = conformed(updated_at=times)
    assert [row["updated_at"] for row in rows] == [dt.datetime(2026, 1, 2, tzinfo=dt.UTC)]
    assert [found.code for found in rejected] == ["bad-time"]


@pytest.mark.parametrize(
    "price", ["9" * 400, "1e-4000", "1" + "0" * 30 + "e-25", "9e9999999999999999999", "0." + "0" * 50 + "1"]
)
def test_text_that_arrows_decimals_get_wrong_is_not_left_to_them(price: str) -> None:
    rows, rejected = conformed(price=[price, "5"])
    assert rows[-1]["price"] == 5
    if not rejected:
        assert abs(float(rows[0]["price"]) - float(price)) < 0.0001


def test_a_table_without_the_needed_columns_is_an_error_that_names_them() -> None:
    with pytest.raises(UnusableInput, match="no column `listing_id`") as caught:
        conform(pa.table({"id": ["1"], "title": ["a"]}), file="feed")
    assert "id, title" in caught.value.mend
    twice = pa.Table.from_arrays([pa.array(["1"])] * 3, names=["listing_id", "title", "title"])
    with pytest.raises(UnusableInput, match="two columns `title`"):
        conform(twice, file="feed")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("title", pa.array([["a"]])),
        ("price", pa.array([True])),
        ("quantity", pa.array([[1]])),
        ("updated_at", pa.array([5])),
        ("photos", pa.array([5])),
        ("photos", pa.array([[{"src": "a.jpg"}]])),
        ("territories", pa.array([{"a": 1}])),
        ("attributes", pa.array([5.5])),
    ],
    ids=str,
)
def test_a_column_of_a_hopeless_type_is_an_error(name: str, column: pa.Array[Any]) -> None:
    with pytest.raises(UnusableInput, match=f"column `{name}` has the type") as caught:
        conformed(**{name: column})
    assert caught.value.mend


def test_lines_are_those_that_the_reader_gives() -> None:
    table = pa.table({"listing_id": ["1", None, "3", None], "title": ["a", "b", "c", "d"]})
    _, rejected, kept = conform(table, file="feed", lines=[2, 5, 9, 14])
    assert [found.line for found in rejected] == [5, 14]
    assert kept.tolist() == [0, 2]


def test_wide_rows_are_worked_on_a_few_at_a_time() -> None:
    table = pa.table(
        {
            "listing_id": [str(n) for n in range(3000)],
            "title": ["a"] * 3000,
            "description": ["x" * 150_000] * 3000,
        }
    )
    wide = table.set_column(2, "description", table["description"].cast(pa.large_string()))
    done, rejected, kept = conform(wide, file="feed")
    assert (done.num_rows, len(rejected), len(kept)) == (3000, 0, 3000)
    assert done["description"].num_chunks > 1


def test_a_row_is_read_alike_whatever_rows_stand_beside_it() -> None:
    table = pa.table(
        {
            "listing_id": list("123456"),
            "title": ["Boot"] * 6,
            "price": ["5", "5 EUR", "5,00", None, "x", "1e1"],
            "photos": [["a.jpg", ""], ["b.jpg"], [" "], [None], None, []],
            "territories": [["DE", ""], ["DE"], [" "], [None], None, []],
            "updated_at": ["2026-01-02", "2026-01-02T00:00:00Z", "20260102", "", None, "x"],
        }
    )
    whole, rejected, kept = conform(table, file="feed")
    assert [found.line for found in rejected] == [5, 6]
    rows = dict(zip(kept.tolist(), whole.to_pylist(), strict=True))
    for row in range(6):
        alone, _, _ = conform(table.slice(row, 1), file="feed")
        assert alone.to_pylist() == ([rows[row]] if row in rows else [])
