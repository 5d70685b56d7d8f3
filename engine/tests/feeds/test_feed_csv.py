"""Tables with a listing's columns, and the cutting of separated records that all tables share."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermark.feeds import Format, open_feed
from countermark.feeds.delimited import SEPARATORS, cells, cut, row_of_cells, table_of_cells
from countermark.feeds.lines import numbered

if TYPE_CHECKING:
    from .conftest import Read, Write


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_table_with_a_listings_columns_is_a_feed(read: Read, write: Write, separator: str) -> None:
    out = io.StringIO()
    table = csv.writer(out, delimiter=separator)
    table.writerow(
        ["title", "Listing_ID", "price", "currency", "photos", "attributes", "territories", "shelf"]
    )
    table.writerow(["Parka; blue, \t|", "1", "420.50", "EUR", "a.jpg|b.jpg", '{"size": "M"}', "DE AT", "7"])
    table.writerow(["Cap", "2", "", "", '["a,b.jpg"]', "", "", ""])
    path = write(out.getvalue())
    assert open_feed(path).format is Format.CSV
    (parka, cap), rejected = read(path)
    assert rejected == []
    assert (parka["title"], parka["listing_id"], parka["price"]) == (
        "Parka; blue, \t|",
        "1",
        Decimal("420.5"),
    )
    assert [photo["url"] for photo in parka["photos"]] == ["a.jpg", "b.jpg"]
    assert (parka["attributes"], parka["territories"]) == ([("size", "M")], ["DE", "AT"])
    assert sorted(cap) == ["listing_id", "marketplace", "photos", "title"]
    assert cap["photos"][0]["url"] == "a,b.jpg"


def test_words_that_mean_nothing_to_other_programs_are_kept(read: Read) -> None:
    rows, _ = read("listing_id,title,brand\n1,NULL,NA\n2,nan,null\n3,None,N/A\n")
    assert [(row["title"], row["brand"]) for row in rows] == [
        ("NULL", "NA"),
        ("nan", "null"),
        ("None", "N/A"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(read: Read, end: str) -> None:
    rows, rejected = read(end.join(["listing_id,title", '1,"Parka, blue"', "", "2,Cap", ""]))
    assert rejected == []
    assert [(row["listing_id"], row["title"]) for row in rows] == [("1", "Parka, blue"), ("2", "Cap")]


def test_a_cell_may_have_lines_of_its_own_and_lines_are_still_counted(read: Read) -> None:
    rows, rejected = read(
        'listing_id,title,description\n1,Parka,"Warm\n\n""light""\r\n"\n2,,x\n3,Cap,"a\nb"\n4,,x\n'
    )
    assert [(row["listing_id"], row["description"]) for row in rows] == [
        ("1", 'Warm\n\n"light"\r\n'),
        ("3", "a\nb"),
    ]
    assert [(found.line, found.code) for found in rejected] == [(6, "missing-title"), (9, "missing-title")]


def test_a_quote_that_nothing_closes_costs_its_own_line(read: Read) -> None:
    many = "".join(f"{number},Cap\n" for number in range(3, 2000))
    rows, rejected = read(f'listing_id,title\n1,"Parka\n2,"Vintage" shirt\n{many}')
    assert rejected == []
    assert [row["title"] for row in rows[:3]] == ['"Parka', '"Vintage" shirt', "Cap"]
    assert len(rows) == 1999


def test_a_record_that_is_too_long_is_told_and_the_rest_is_read(read: Read) -> None:
    rows, rejected = read(f"listing_id,title\n1,Parka\n2,{'x' * (17 << 20)}\n3,Cap\n")
    assert [row["listing_id"] for row in rows] == ["1", "3"]
    assert [(found.line, found.code) for found in rejected] == [(3, "line-too-long")]


def test_nul_bytes_and_other_controls_stay_in_their_cell(read: Read) -> None:
    rows, rejected = read("listing_id,title\n1,Par\0ka\n2,C\x07ap\n")
    assert rejected == []
    assert [row["title"] for row in rows] == ["Par\0ka", "C\x07ap"]


def test_bytes_that_are_no_utf8_cost_their_line(read: Read) -> None:
    good = "".join(f"{number},Mütze\n" for number in range(20)).encode()
    rows, rejected = read(b"listing_id,title\n" + good + b"20,Caf\xe9\n21,Cap\n")
    assert len(rows) == 21
    assert [(found.line, found.code) for found in rejected] == [(22, "bad-encoding")]


def test_empty_cells_behind_the_last_column_are_no_fault_and_missing_ones_are(read: Read) -> None:
    rows, rejected = read("listing_id,title,brand\n1,Parka,Norrvik,,\n2,Cap\n")
    assert [row["brand"] for row in rows] == ["Norrvik"]
    assert [(found.line, found.code) for found in rejected] == [(3, "wrong-cell-count")]


def test_a_heading_alone_is_a_feed_of_nothing(read: Read) -> None:
    assert read("listing_id,title\n") == ([], [])


def records(text: str, separator: str) -> list[tuple[int, bytes]]:
    found = cut(numbered([text.encode()], blanks=True), separator)
    return [(line, record) for line, record in found if record is not None]


cell = st.text(st.sampled_from('ab",;\t|\n\r é\0'), max_size=8)


@given(
    st.lists(st.lists(cell, min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(SEPARATORS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_pythons_writer_wrote_is_read_back(rows: list[list[str]], separator: str, quoting: Any) -> None:
    lines = [_written(row, separator, quoting) for row in rows]
    found = [cells(record, separator) for _, record in records("".join(lines), separator)]
    # A record of white space alone is a blank line to us.
    assert found == [row for row, line in zip(rows, lines, strict=True) if line.strip()]


def _written(row: list[str], separator: str, quoting: Any) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerow(row)
    return out.getvalue()


@given(st.text(st.sampled_from('ab",\n\r5 '), max_size=60))
@example('"a\n"b\n"c')
@example('a,"b"c,\n')
def test_whatever_the_text_no_line_is_lost_and_both_ways_of_reading_agree(text: str) -> None:
    found = records(text, ",")
    lines = [line for line, _ in found]
    assert lines == sorted(set(lines))
    together = b"\n".join(record for _, record in found)
    kept = [line for line in text.encode().split(b"\n") if line.strip()]
    assert b"".join(together.split()) == b"".join(b"".join(kept).split())
    only = [record for _, record in found if len(cells(record, ",")) == 2]
    table, places, refused = table_of_cells(only, ",", 2)
    assert (places, refused) == (list(range(len(only))), [])
    assert [[row["0"], row["1"]] for row in table.to_pylist()] == [
        row_of_cells(record, ",", 2) for record in only
    ]


@given(st.lists(st.binary(max_size=9)), st.integers(1, 30))
def test_lines_are_the_same_however_the_blocks_are_cut(blocks: list[bytes], limit: int) -> None:
    text = b"\n".join(blocks)
    pieces = [text[start : start + 4] for start in range(0, len(text), 4)]
    expected = [
        (number, None if len(line) > limit else line)
        for number, line in enumerate(text.split(b"\n"), 1)
        if line and (not line.isspace() or len(line) > limit)
    ]
    assert list(numbered(pieces, limit)) == list(numbered([text], limit)) == expected


def test_reading_is_linear_on_quotes_that_were_made_to_hurt() -> None:
    for hurt in (
        '"' * 200_000,
        '""' * 100_000 + "x",
        '"a",' * 50_000 + '"',
        '"a"b,' * 50_000,
        ('"' + "a" * 50 + "\n") * 5000,
    ):
        assert records(hurt, ",")
