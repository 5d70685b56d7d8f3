"""Items of a Google Merchant feed as listings, whether they come as XML or as a table.

An item is its fields by name (`image_link`: small letters, underscores), each with its values, none empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from countermark.feeds.markup import text_of
from countermark.feeds.rows import Photo, Row

Item = Mapping[str, Sequence[str]]

_ATTRIBUTES: Final = (
    "short_title", "color", "material", "pattern", "size", "size_type", "size_system", "gender", "age_group",
    "mpn", "item_group_id", "product_highlight", "custom_label_0", "custom_label_1", "custom_label_2",
    "custom_label_3", "custom_label_4",
)  # fmt: skip
"""Fields that buyers read or that tell variants apart. Shipping, tax and advertising are left out."""
_COUNTRY: Final = re.compile(r"\s*([A-Z]{2})\b(?:::|:|$)")


def listing(item: Item) -> Row:
    """The listing that an item is. A sale price counts before the price: it is what a buyer pays."""
    description = _first(item, "description", "summary", "content")
    return Row(
        listing_id=_first(item, "id", "guid"),
        title=_first(item, "title"),
        seller_id=_first(item, "external_seller_id", "seller_id", "merchant_id"),
        seller_name=_first(item, "seller_name", "store_name"),
        description=text_of(description) if description else None,
        brand=_first(item, "brand"),
        category=_first(item, "product_type", "google_product_category"),
        condition=_first(item, "condition"),
        price=_first(item, "sale_price", "price"),
        currency=_first(item, "currency"),
        quantity=_first(item, "quantity", "sell_on_google_quantity"),
        gtin=_first(item, "gtin", "upc", "ean", "isbn"),
        photos=_photos(item),
        territories=_territories(item),
        language=_first(item, "content_language", "language"),
        url=_first(item, "link", "canonical_link", "mobile_link"),
        attributes=_attributes(item),
    )


def of_cells(names: Sequence[str], cells: Iterable[str | None]) -> Row:
    """The listing in a line of a table; some of its cells hold several values."""
    item = {name: [cell] for name, cell in zip(names, cells, strict=True) if cell}
    more = item.get("additional_image_link")
    if more:
        # A comma within a URL is written %2C.
        item["additional_image_link"] = [part.strip() for part in more[0].split(",")]
    if "shipping" in item:
        item["shipping_country"] = item["shipping"][0].split(",")
    if "product_detail" in item:
        item["product_detail"] = _details(item["product_detail"][0])
    return listing(item)


def column_name(written: str) -> str:
    """A column's name as fields are called here: `Image Link`, `g:image_link` and `image_link` are one."""
    return re.sub(r"[\s\-]+", "_", written.strip().lower()).removeprefix("g:")


def _first(item: Item, *names: str) -> str | None:
    for name in names:
        values = item.get(name)
        if values:
            return values[0]
    return None


def _photos(item: Item) -> list[str | Photo | None] | None:
    places = [*item.get("image_link", ()), *item.get("additional_image_link", ())]
    found: list[str | Photo | None] = [place for place in dict.fromkeys(places) if place]
    return found or None


def _territories(item: Item) -> list[str] | None:
    written = [*item.get("target_country", ()), *item.get("shipping_country", ())]
    codes = [match[1] for value in written if (match := _COUNTRY.match(value))]
    return list(dict.fromkeys(codes)) or None


def _details(cell: str) -> list[str]:
    """`General:Product Type:Digital player,General:Layers:2` as name and value by turns."""
    parts = [part.split(":") for part in cell.split(",")]
    return [text for part in parts if len(part) == 3 for text in part[1:]]


def _attributes(item: Item) -> dict[str, Any] | None:
    found = {name: "\n".join(item[name]) for name in _ATTRIBUTES if item.get(name)}
    details = item.get("product_detail", ())
    found |= dict(zip(details[::2], details[1::2], strict=False))
    return found or None
