"""Google Merchant feeds as tables: tab-separated as Google writes them, or with commas."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, Write


def table(heading: str, *lines: str, separator: str = "\t") -> str:
    return "\r\n".join(line.replace("|", separator) for line in (heading, *lines)) + "\r\n"


HEADING = (
    "id|title|description|link|image_link|additional_image_link|price|sale_price|condition|brand|gtin|"
    "shipping"
)


@pytest.mark.parametrize(
    "heading", [HEADING, HEADING.replace("_", " ").title(), HEADING.replace("image", "g:image", 1)]
)
def test_a_line_is_a_listing_whichever_way_its_heading_is_written(
    read: Read, write: Write, heading: str
) -> None:
    path = write(
        table(
            heading,
            "P1|Norrvik Parka|Warm|https://shop.example/1|a.jpg|b.jpg, c.jpg|420.50 EUR||new|Norrvik|"
            "4006381333931|DE:::4 EUR,AT:::9 EUR",
            "P2|Cap|||||10.00 EUR|5.00 EUR|used|||",
        )
    )
    assert open_feed(path).format is Format.MERCHANT_CSV
    rows, rejected = read(path)
    assert rejected == []
    first, second = rows
    assert (first["listing_id"], first["title"], first["description"]) == ("P1", "Norrvik Parka", "Warm")
    assert [photo["url"] for photo in first["photos"]] == ["a.jpg", "b.jpg", "c.jpg"]
    assert (first["price"], first["currency"], first["condition"]) == (Decimal("420.5"), "EUR", "new")
    assert (first["brand"], first["gtin"], first["territories"]) == ("Norrvik", "4006381333931", ["DE", "AT"])
    assert (second["price"], second["condition"], "photos" in second) == (Decimal(5), "used", False)


def test_commas_separate_as_well_as_tabs(read: Read) -> None:
    rows, rejected = read(
        'id,title,price,product_detail\n1,"Parka, blue",5 EUR,"General:Lining:Down,Care:Wash:30"\n'
    )
    assert rejected == []
    assert (rows[0]["title"], rows[0]["attributes"]) == ("Parka, blue", [("Lining", "Down"), ("Wash", "30")])


def test_quotes_that_quote_nothing_are_read_as_they_stand(read: Read) -> None:
    rows, rejected = read(
        table(
            "id|title|price", '1|5" pipe|1 EUR', '2|"Vintage" shirt|1 EUR', '3|"Arctic|1 EUR', "4|Cap|1 EUR"
        )
    )
    assert rejected == []
    assert [row["title"] for row in rows] == ['5" pipe', '"Vintage" shirt', '"Arctic', "Cap"]


def test_bad_lines_are_told_and_the_others_read(read: Read) -> None:
    rows, rejected = read(
        table("id|title|price", "1|Parka|1 EUR", "2|Parka", "3|Parka|x|y", "4||1 EUR", "5|Cap|free", "6|Cap|")
    )
    assert [row["listing_id"] for row in rows] == ["1", "6"]
    assert [(found.line, found.code) for found in rejected] == [
        (3, "wrong-cell-count"),
        (4, "wrong-cell-count"),
        (5, "missing-title"),
        (6, "bad-price"),
    ]
    assert rejected[0].reason.startswith("the line has 2 cells, the heading 3")
    assert rejected[0].row == "2\tParka"
