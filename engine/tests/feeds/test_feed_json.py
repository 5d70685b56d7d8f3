"""JSON that is one text: arrays of listings, read item by item while the file streams in."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from countermark.errors import UnreadableFeed
from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, ReadToTheBreak, Write

PARKA = {"listing_id": "1", "title": "Norrvik Parka", "price": 420.5}


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_an_array_is_a_feed_however_it_is_laid_out(read: Read, write: Write, indent: int | None) -> None:
    path = write(json.dumps([PARKA | {"listing_id": str(number)} for number in range(5)], indent=indent))
    assert open_feed(path).format is Format.JSON_ARRAY
    rows, rejected = read(path)
    assert rejected == []
    assert [row["listing_id"] for row in rows] == list("01234")
    assert rows[0]["price"] == Decimal("420.5")


@pytest.mark.parametrize("key", ["listings", "items", "products", "results", "data"])
def test_the_array_may_stand_in_an_object(read: Read, key: str) -> None:
    rows, rejected = read(json.dumps({"version": 2, "meta": {"items": 3}, key: [PARKA, PARKA], "next": None}))
    assert (len(rows), rejected) == (2, [])


def test_objects_may_follow_one_another_over_many_lines(read: Read) -> None:
    rows, rejected = read("\n".join(json.dumps(PARKA, indent=2) for _ in range(3)))
    assert (len(rows), rejected) == (3, [])


def test_an_array_may_be_empty(read: Read) -> None:
    assert read("[ ]\n") == ([], [])


def test_a_bad_item_is_told_with_its_line_and_the_others_are_read(read: Read) -> None:
    text = json.dumps(
        [PARKA, {"listing_id": "2"}, 5, PARKA | {"title": {}}, PARKA | {"price": -1}, PARKA], indent=1
    )
    rows, rejected = read(text)
    assert len(rows) == 2
    lines = text.splitlines()
    assert [found.code for found in rejected] == ["missing-title", "bad-row", "bad-row", "negative-price"]
    assert '"listing_id": "2"' in lines[rejected[0].line]
    assert lines[rejected[1].line - 1] == " 5,"


def test_items_and_letters_may_be_cut_anywhere_by_the_blocks_that_are_read(
    read: Read, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [
        PARKA | {"listing_id": str(number), "title": "Mütze 🧢", "quantity": 12345} for number in range(40)
    ]
    path = write(json.dumps(given, ensure_ascii=False))
    for block in (1, 2, 3, 7, 64):
        monkeypatch.setattr("countermark.feeds.source.BLOCK", block)
        rows, rejected = read(path)
        assert rejected == []
        assert [row["listing_id"] for row in rows] == [str(number) for number in range(40)]
        assert {row["title"] for row in rows} == {"Mütze 🧢"}
        assert {row["quantity"] for row in rows} == {12345}


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        ("", "should stand where it ends"),
        (', {"listing_id": "4"', "it ends in the middle"),
        (', {"listing_id": "4", "title": "Nor', "it ends in the middle"),
        (', {"listing_id": "4", "title" "Nor"}]' + " " * 99, "no JSON there"),
        (" 7]", "`]` should stand"),
        ("] oops", "should stand there"),
        (", " + "[" * 100_000, "nested too deep"),
    ],
)
def test_a_feed_that_breaks_off_gives_what_stands_before_and_names_the_line(
    write: Write, read_to_the_break: ReadToTheBreak, tail: str, why: str
) -> None:
    feed = open_feed(write("[\n" + ",\n".join([json.dumps(PARKA)] * 3) + "\n" + tail))
    names, broken = read_to_the_break(feed)
    assert len(names) == 3
    assert "line 5" in str(broken)
    assert why in str(broken)
    assert broken.mend


def test_an_item_larger_than_a_row_may_be_is_an_error_not_a_full_memory(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermark.feeds.json_text.RECORD_BYTES", 1 << 20)
    feed = open_feed(write(json.dumps([PARKA, PARKA | {"description": "x" * (4 << 20)}])))
    with pytest.raises(UnreadableFeed, match="one item is longer than"):
        list(feed.chunks())


def test_half_a_surrogate_pair_costs_a_character_wherever_it_stands(read: Read) -> None:
    text = json.dumps([PARKA | {"\ud83e": 1, "title": "Parka \ud83e", "attributes": {"\ud83e": ["\ud83e"]}}])
    for given in (text, text[1:-1]):
        (row,), rejected = read(given)
        assert rejected == []
        assert (row["title"], row["attributes"]) == ("Parka \ufffd", [("\ufffd", '["\ufffd"]')])


def test_bytes_that_are_no_utf8_cost_their_item(read: Read) -> None:
    items = [PARKA | {"title": title} for title in ("Jacke für Männer", "Caf?", "Mütze")]
    rows, rejected = read(json.dumps(items, ensure_ascii=False).encode().replace(b"?", b"\xe9"))
    assert [row["title"] for row in rows] == ["Jacke für Männer", "Mütze"]
    assert [found.code for found in rejected] == ["bad-encoding"]
