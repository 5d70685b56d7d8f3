"""JSON Lines: one listing a line, with the names of the listing schema."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, Write

PARKA = {"listing_id": "1", "title": "Norrvik Parka", "price": 420.5, "currency": "EUR"}


def line(**changes: object) -> str:
    return json.dumps(PARKA | changes, ensure_ascii=False) + "\n"


def test_a_line_is_a_listing(read: Read, write: Write) -> None:
    path = write(
        line(
            photos=["a.jpg", "b.jpg"],
            attributes={"size": "M", "weight": 1.50, "lined": True, "fit": None},
            territories=["DE"],
            quantity=3,
            first_seen_at="2026-01-02T03:04:05Z",
            colour="not a column of ours",
        )
    )
    assert open_feed(path).format is Format.JSON_LINES
    (row,), rejected = read(path)
    assert rejected == []
    assert row["price"] == Decimal("420.5")
    assert [photo["url"] for photo in row["photos"]] == ["a.jpg", "b.jpg"]
    assert row["attributes"] == [("size", "M"), ("weight", "1.5"), ("lined", "true")]
    assert (row["quantity"], row["territories"]) == (3, ["DE"])


def test_prices_are_read_as_they_are_written(read: Read) -> None:
    rows, _ = read(
        '{"listing_id": 1, "title": "a", "price": 12345678901234.5678}\n'
        + line(price="19.90 USD", currency=None)
    )
    assert [row["price"] for row in rows] == [Decimal("12345678901234.5678"), Decimal("19.9")]
    assert rows[0]["listing_id"] == "1"
    assert rows[1]["currency"] == "USD"


def test_photos_may_be_objects_or_one_text(read: Read) -> None:
    rows, rejected = read(
        line(photos=[{"url": "a.jpg", "sha256": "ff"}, "b.jpg", None])
        + line(photos="a.jpg")
        + line(photos={"url": "a.jpg"})
        + line(photos=[{"bytes": "/9g="}])
        + line(photos=[])
        + line(photos=None, title="a")
    )
    assert rejected == []
    assert [photo["url"] for photo in rows[0]["photos"]] == ["a.jpg", "b.jpg"]
    assert rows[0]["photos"][0]["sha256"] == "ff"
    assert rows[1]["photos"] == rows[2]["photos"] == [{"url": "a.jpg", "sha256": None, "bytes": None}]
    assert rows[3]["photos"][0]["bytes"] == b"\xff\xd8"


def test_every_bad_line_is_told_with_its_number_and_the_others_are_read(read: Read) -> None:
    rows, rejected = read(
        line(listing_id="1")
        + "\n"  # line 2 is blank: no row
        + '{"listing_id": "3", "title": \n'
        + line(listing_id="4", title=["a", "b"])
        + line(listing_id="5", price=-1)
        + "[1, 2]\n"
        + '{"listing_id": "7", "title": "a", "price": NaN}\n'
        + "   \r\n"
        + line(listing_id="9", currency="EURO")
        + line(listing_id="10").rstrip("\n")
    )
    assert [row["listing_id"] for row in rows] == ["1", "10"]
    assert [(found.line, found.code) for found in rejected] == [
        (3, "bad-json"),
        (4, "bad-row"),
        (5, "negative-price"),
        (6, "bad-row"),
        (7, "bad-price"),
        (9, "unknown-currency"),
    ]
    assert "$.title" in rejected[1].reason
    assert rejected[0].row == '{"listing_id": "3", "title": '
    assert rejected[2].listing_id == "5"


def test_half_a_surrogate_pair_costs_a_character_not_the_row(read: Read) -> None:
    # What a program leaves behind that cuts text in the middle of an emoji.
    rows, rejected = read(
        '{"listing_id": "1", "title": "Parka \\ud83e"}\n{"listing_id": "2", "title": "\\ud83e\\udde2"}'
    )
    assert rejected == []
    assert [row["title"] for row in rows] == ["Parka \ufffd", "🧢"]


def test_bytes_that_are_no_utf8_cost_their_line(read: Read) -> None:
    good = line(title="Jacke für Männer").encode() * 3
    rows, rejected = read(good + line(title="Caf?").encode().replace(b"?", b"\xe9") + good)
    assert len(rows) == 6
    assert [(found.line, found.code) for found in rejected] == [(4, "bad-encoding")]


@pytest.mark.parametrize("depth", [100, 5000, 200_000])
def test_deep_nesting_costs_its_line(read: Read, depth: int) -> None:
    rows, rejected = read(
        line() + '{"listing_id": "2", "title": ' + "[" * depth + "]" * depth + "}\n" + line()
    )
    assert len(rows) == 2
    assert [found.line for found in rejected] == [2]
    assert rejected[0].code in {"bad-json", "bad-row"}


def test_numbers_of_any_length_are_no_trouble(read: Read) -> None:
    huge = "9" * 10_000
    rows, rejected = read(f'{line()}{{"listing_id": "2", "title": "a", "price": {huge}, "other": {huge}}}\n')
    assert len(rows) == 1
    assert rejected[0].code == "bad-price"


def test_a_line_that_is_too_long_is_skipped_and_the_rest_is_read(read: Read) -> None:
    rows, rejected = read(line() + line(description="x" * (17 << 20)) + line())
    assert len(rows) == 2
    assert [(found.line, found.code) for found in rejected] == [(2, "line-too-long")]
    assert "16 MiB" in rejected[0].reason


def test_a_file_whose_first_line_is_broken_is_still_json_lines(read: Read, write: Write) -> None:
    path = write("{oops\n" + line() + line())
    assert open_feed(path).format is Format.JSON_LINES
    rows, rejected = read(path)
    assert len(rows) == 2
    assert [found.line for found in rejected] == [1]


def test_a_listing_may_have_fields_that_other_files_keep_their_list_in(read: Read, write: Write) -> None:
    path = write(line(items=[1, 2], data=["x"]) * 2)
    assert open_feed(path).format is Format.JSON_LINES
    assert len(read(path)[0]) == 2


def test_chunks_end_where_many_bytes_do(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermark.feeds.records.CHUNK_BYTES", 1000)
    feed = open_feed(write(line(description="x" * 300) * 10))
    assert [chunk.rows_read for chunk in feed.chunks(rows=100)] == [3, 3, 3, 1]
