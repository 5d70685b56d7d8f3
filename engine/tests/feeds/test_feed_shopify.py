"""Shopify's product CSV: Shopify's own samples, and the corners that they do not have."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, Write

SAMPLES = Path(__file__).parents[3] / ".." / "shared" / "data" / "feeds" / "shopify"
HEADING = [
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Variant SKU", "Variant Inventory Qty", "Variant Price",
    "Variant Barcode", "Image Src", "Image Position", "Variant Image", "Google Shopping / Condition",
]  # fmt: skip


def products(*records: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADING, restval="")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="Shopify's samples are not beside the repository")
@pytest.mark.parametrize(("name", "listings"), [("apparel.csv", 22), ("jewelery.csv", 23)])
def test_shopifys_own_samples_are_read_whole(read: Read, name: str, listings: int) -> None:
    feed = open_feed(SAMPLES / name)
    assert feed.format is Format.SHOPIFY_CSV
    rows, rejected = read(feed)
    assert rejected == []
    assert len(rows) == len({row["listing_id"] for row in rows}) == listings
    assert all(row["price"] > 0 and row["photos"] and row["description"] and row["brand"] for row in rows)
    assert not any("<" in row["description"] for row in rows)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="Shopify's samples are not beside the repository")
def test_the_variants_of_a_sample_have_their_own_price_and_all_pictures(read: Read) -> None:
    rows, _ = read(open_feed(SAMPLES / "jewelery.csv"))
    anchors = [row for row in rows if row["title"] == "Anchor Bracelet Mens"]
    assert [(row["listing_id"], row["price"]) for row in anchors] == [
        ("leather-anchor/Gold", Decimal("69.99")),
        ("leather-anchor/Silver", Decimal(55)),
    ]
    assert all(len(row["photos"]) == 3 for row in anchors)
    assert [row["attributes"][0] for row in anchors] == [("Color", "Gold"), ("Color", "Silver")]


def test_each_variant_is_a_listing_with_what_the_product_says(read: Read) -> None:
    rows, rejected = read(
        products(
            {
                "Handle": "parka", "Title": "Norrvik Parka", "Vendor": "Norrvik", "Type": "Parkas",
                "Body (HTML)": "<p>Very <b>warm</b>.</p><script>'<p>'</script>\n<ul><li>Down &amp; hood</ul>",
                "Option1 Name": "Size", "Option1 Value": "S", "Option2 Name": "Color",
                "Option2 Value": "Blue",
                "Variant SKU": "NP-S", "Variant Inventory Qty": "-2", "Variant Price": "420.50",
                "Variant Barcode": "'4006381333931", "Image Src": "b.jpg", "Image Position": "2",
                "Google Shopping / Condition": "used",
            },
            {"Handle": "parka", "Option1 Value": "M", "Option2 Value": "Blue", "Variant Price": "430",
             "Image Src": "a.jpg", "Image Position": "1", "Variant Image": "c.jpg"},
            {"Handle": "parka", "Image Src": "c.jpg", "Image Position": "3"},
            {"Handle": "cap", "Title": "Cap", "Option1 Name": "Title", "Option1 Value": "Default Title",
             "Variant Price": "10"},
            {"Handle": "gift", "Title": "Wrapping"},
        )
    )  # fmt: skip
    assert rejected == []
    small, medium, cap, gift = rows
    assert [row["listing_id"] for row in rows] == ["parka/S/Blue", "parka/M/Blue", "cap", "gift"]
    assert small["title"] == medium["title"] == "Norrvik Parka"
    assert small["description"] == medium["description"] == "Very warm.\nDown & hood"
    assert (small["price"], medium["price"]) == (Decimal("420.5"), Decimal(430))
    assert (small["quantity"], small["gtin"], small["condition"]) == (0, "4006381333931", "used")
    assert [photo["url"] for photo in small["photos"]] == ["a.jpg", "b.jpg", "c.jpg"]
    assert [photo["url"] for photo in medium["photos"]] == ["c.jpg", "a.jpg", "b.jpg"]
    assert medium["attributes"] == [("Size", "M"), ("Color", "Blue")]
    assert ("sku", "NP-S") in small["attributes"]
    assert "attributes" not in cap
    assert "price" not in gift


def test_the_newer_template_is_read_too(read: Read, write: Write) -> None:
    path = write(
        "Title,URL handle,Description,Vendor,Product category,SKU,Barcode,Option1 name,Option1 value,Price,"
        "Inventory quantity,Product image URL,Image position,Variant image URL\n"
        "Norrvik Parka,parka,Warm,Norrvik,Apparel > Outerwear,NP,4006381333931,Size,S,420.50,3,a.jpg,1,\n"
        ",parka,,,,NP2,,,M,430,1,,,b.jpg\n"
    )
    assert open_feed(path).format is Format.SHOPIFY_CSV
    rows, rejected = read(path)
    assert rejected == []
    assert [(row["listing_id"], row["price"], row["category"]) for row in rows] == [
        ("parka/S", Decimal("420.5"), "Apparel > Outerwear"),
        ("parka/M", Decimal(430), "Apparel > Outerwear"),
    ]


def test_bad_lines_are_told_and_the_rest_of_the_product_is_read(read: Read) -> None:
    text = products(
        {"Handle": "parka", "Title": "Norrvik Parka", "Option1 Value": "S", "Variant Price": "5"},
        {"Handle": "parka", "Option1 Value": "M", "Variant Price": "-5"},
        {"Handle": "parka", "Option1 Value": "L", "Variant Price": "6"},
        {"Title": "Of no product", "Variant Price": "6"},
        {"Handle": "lost", "Option1 Value": "L", "Variant Price": "6"},
    )
    rows, rejected = read(text + "parka,too few\r\n")
    assert [row["listing_id"] for row in rows] == ["parka/S", "parka/L"]
    assert sorted((found.line, found.code) for found in rejected) == [
        (3, "negative-price"),
        (5, "missing-id"),
        (6, "missing-title"),
        (7, "wrong-cell-count"),
    ]


def test_a_product_of_endless_variants_does_not_fill_the_memory(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermark.feeds.shopify.MOST_RECORDS", 10)
    head = {
        "Handle": "parka",
        "Title": "Norrvik Parka",
        "Option1 Name": "No",
        "Option1 Value": "0",
        "Variant Price": "5",
    }
    more = [
        {"Handle": "parka", "Option1 Value": str(number), "Variant Price": "5"} for number in range(1, 50)
    ]
    rows, rejected = read(products(head, *more))
    assert rejected == []
    assert [row["listing_id"] for row in rows] == [f"parka/{number}" for number in range(50)]
    assert {row["title"] for row in rows} == {"Norrvik Parka"}
    assert {row["attributes"][0][0] for row in rows} == {"No"}
