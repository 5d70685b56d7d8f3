"""Products of schema.org in JSON-LD, in the many shapes that pages and feeds give them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from countermark.feeds import Format, open_feed

if TYPE_CHECKING:
    from .conftest import Read, Write

OFFER: dict[str, Any] = {"@type": "Offer", "price": 420.5, "priceCurrency": "EUR"}
PARKA: dict[str, Any] = {"@type": "Product", "sku": "P1", "name": "Norrvik Parka", "offers": OFFER}


def context(**node: Any) -> str:
    return json.dumps({"@context": "https://schema.org"} | node)


def test_a_product_with_its_offer_is_a_listing(read: Read, write: Write) -> None:
    path = write(
        context(
            **PARKA
            | {
                "description": "Warm.<br>Down <b>fil</b>ling &amp; hood",
                "brand": {"@type": "Brand", "name": "Norrvik"},
                "category": "Apparel > Outerwear",
                "gtin13": "4006381333931",
                "image": ["a.jpg", {"@type": "ImageObject", "contentUrl": "b.jpg"}],
                "color": "blue",
                "additionalProperty": [{"@type": "PropertyValue", "name": "lining", "value": "down"}],
                "offers": OFFER
                | {
                    "itemCondition": "https://schema.org/UsedCondition",
                    "availability": "https://schema.org/InStock",
                    "url": "https://shop.example/p1",
                    "inventoryLevel": {"@type": "QuantitativeValue", "value": 4},
                    "eligibleRegion": [{"@type": "Country", "name": "DE"}, "FR"],
                    "seller": {
                        "@type": "Organization",
                        "@id": "https://shop.example/#me",
                        "name": "Nordic Outlet",
                    },
                },
            }
        )
    )
    assert open_feed(path).format in {Format.JSON_LD, Format.JSON_LD_LINES}
    (row,), rejected = read(path)
    assert rejected == []
    assert (row["listing_id"], row["title"]) == ("P1", "Norrvik Parka")
    assert row["description"] == "Warm.\nDown filling & hood"
    assert (row["brand"], row["category"], row["gtin"]) == ("Norrvik", "Apparel > Outerwear", "4006381333931")
    assert (row["price"], row["currency"], row["condition"]) == (Decimal("420.5"), "EUR", "used")
    assert [photo["url"] for photo in row["photos"]] == ["a.jpg", "b.jpg"]
    assert row["attributes"] == [("color", "blue"), ("lining", "down")]
    assert (row["url"], row["quantity"], row["territories"]) == ("https://shop.example/p1", 4, ["DE", "FR"])
    assert row["seller_id"] == "https://shop.example/#me"
    assert (row["seller_name"], row["seller_kind"]) == ("Nordic Outlet", "trader")


@pytest.mark.parametrize(
    "text",
    [
        context(**PARKA),
        json.dumps([PARKA]),
        context(**{"@graph": [{"@type": "WebPage", "name": "Shop"}, PARKA]}),
        context(
            **{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "position": 1, "item": PARKA}]}
        ),
        context(**{"@type": "ItemList", "itemListElement": [PARKA]}),
        context(
            **{"@graph": [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": PARKA}]}]}
        ),
        context(**{"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": PARKA}]}),
        context(**{"@type": "ItemPage", "mainEntity": PARKA}),
        context(**OFFER | {"itemOffered": {"sku": "P1", "name": "Norrvik Parka"}}),
        context(
            **{
                "@type": "OfferCatalog",
                "itemListElement": [OFFER | {"itemOffered": PARKA | {"offers": None}}],
            }
        ),
        json.dumps(PARKA | {"@type": ["Product", "Vehicle"]}, indent=2),
        json.dumps(
            {f"schema:{key}".replace("schema:@", "@"): value for key, value in PARKA.items()}
            | {"@type": "schema:Product"}
        ),
        json.dumps(PARKA | {"@type": "http://schema.org/Product"}),
        json.dumps(
            {
                "@type": "Product",
                "productID": "P1",
                "name": {"@value": "Norrvik Parka", "@language": "en"},
                "offers": [OFFER],
            }
        ),
    ],
    ids=range(14),
)
def test_the_product_is_found_wherever_it_stands(read: Read, text: str) -> None:
    (row,), rejected = read(text)
    assert rejected == []
    assert (row["listing_id"], row["title"]) == ("P1", "Norrvik Parka")
    assert (row["price"], row["currency"]) == (Decimal("420.5"), "EUR")


def test_offers_of_several_sellers_are_several_listings(read: Read) -> None:
    offers = [
        OFFER | {"seller": {"@type": "Person", "name": "Kim"}, "@id": "#kim"},
        OFFER | {"price": "99,00", "seller": "Outlet"},
    ]
    for given in (offers, {"@type": "AggregateOffer", "lowPrice": 99, "offers": offers}):
        rows, rejected = read(context(**PARKA | {"offers": given}))
        assert rejected == []
        assert [row["listing_id"] for row in rows] == ["#kim", "P1#2"]
        assert [row["price"] for row in rows] == [Decimal("420.5"), Decimal(99)]
        assert [row["seller_name"] for row in rows] == ["Kim", "Outlet"]
        assert rows[0]["seller_kind"] == "private"


def test_an_aggregate_of_offers_counts_at_its_lowest_price(read: Read) -> None:
    aggregate = {
        "@type": "AggregateOffer",
        "lowPrice": "99.00",
        "highPrice": "199.00",
        "priceCurrency": "USD",
    }
    (row,), _ = read(context(**PARKA | {"offers": aggregate}))
    assert (row["price"], row["currency"]) == (Decimal(99), "USD")


def test_a_price_may_stand_in_a_specification(read: Read) -> None:
    given = {
        "@type": "Offer",
        "priceSpecification": {"@type": "PriceSpecification", "price": 5, "priceCurrency": "GBP"},
    }
    (row,), _ = read(context(**PARKA | {"offers": given}))
    assert (row["price"], row["currency"]) == (Decimal(5), "GBP")


def test_each_variant_of_a_group_is_a_listing_with_what_the_group_says(read: Read) -> None:
    group = {
        "@type": "ProductGroup",
        "productGroupID": "G",
        "name": "Norrvik Parka",
        "brand": "Norrvik",
        "hasVariant": [
            {"@type": "Product", "sku": "S", "size": "S", "offers": OFFER},
            {"@type": "Product", "sku": "M", "name": "Norrvik Parka M", "offers": OFFER},
        ],
    }
    rows, rejected = read(context(**group))
    assert rejected == []
    assert [(row["listing_id"], row["title"], row["brand"]) for row in rows] == [
        ("S", "Norrvik Parka", "Norrvik"),
        ("M", "Norrvik Parka M", "Norrvik"),
    ]


def test_a_text_in_each_line_is_a_feed_too(read: Read, write: Write) -> None:
    path = write(f"{context(**PARKA)}\n\n{{oops\n{context(**{'@graph': [PARKA, PARKA | {'name': None}]})}\n")
    assert open_feed(path).format is Format.JSON_LD_LINES
    rows, rejected = read(path)
    assert len(rows) == 2
    assert [(found.line, found.code) for found in rejected] == [(3, "bad-json"), (4, "missing-title")]


def test_what_is_no_product_is_passed_over(read: Read) -> None:
    nodes = [
        {"@type": "Organization", "name": "Norrvik"},
        {"@type": "BreadcrumbList", "itemListElement": []},
        "x",
        5,
    ]
    assert read(context(**{"@graph": nodes})) == ([], [])


def test_deep_nesting_finds_an_end(read: Read) -> None:
    deep: Any = PARKA
    for _ in range(300):
        deep = {"@type": "ListItem", "item": [deep]}
    rows, _ = read(context(**{"@graph": [deep]}))
    assert len(rows) == 1
    name: Any = "x"
    for _ in range(300):
        name = {"name": name}
    _, rejected = read(context(**PARKA | {"name": name}))
    assert [found.code for found in rejected] == ["missing-title"]
