"""What the fictional brands own, in the format of the references, and the tables beside them.

Everything is made up: rights have numbers no office gives, GTINs are of the range that is nobody's.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from countermark.demo.assortment import (
    BrandSheet,
    ProductSheet,
    WordSheet,
    brand_sheets,
    category_classes,
    goods_sheet,
    product_gtin,
)
from countermark.demo.lexicon import language_sheets
from countermark.demo.plan import DEFAULT_SEED
from countermark.demo.population import MARKETPLACE, authorised_sellers
from countermark.tables import CATEGORIES, KNOWN_WORDS, RATES

if TYPE_CHECKING:
    from countermark.references.model import ReferenceSet

_RATES_OF = dt.date(2026, 10, 1)


def reference_data(*, seed: int = DEFAULT_SEED, brands: int | None = None) -> dict[str, Any]:
    """references.yaml as plain values."""
    entries = [_brand(seed, number, sheet) for number, sheet in enumerate(brand_sheets()[:brands])]
    return {"brands": sorted(entries, key=lambda entry: str(entry["id"]))}


def market_references(*, seed: int = DEFAULT_SEED, brands: int | None = None) -> ReferenceSet:
    """The references of a simulated market as the structs that the engine compiles."""
    # Loaded only here: the generator itself must run without any part of the engine that finds fakes.
    from countermark.references.model import ReferenceSet  # noqa: PLC0415  # see above

    return msgspec.convert(reference_data(seed=seed, brands=brands), ReferenceSet, strict=False)


def market_tables(*, brands: int | None = None) -> dict[str, pa.Table]:
    """The tables beside the references, by file stem; a currency and a category are missing, as in life."""
    goods, sheets = goods_sheet(), brand_sheets()[:brands]
    rates = [(code, rate) for code, rate in goods.rates.items() if code not in goods.rates_withheld]
    pairs = [(category, number) for category, numbers in category_classes().items() for number in numbers]
    known = [word for sheet in sheets for word in sheet.known]
    return {
        "rates": _table(
            RATES, [code for code, _ in rates], [rate for _, rate in rates], [_RATES_OF] * len(rates)
        ),
        "categories": _table(
            CATEGORIES, [category for category, _ in pairs], [number for _, number in pairs]
        ),
        "known_words": _table(KNOWN_WORDS, known, ["brand"] * len(known)),
    }


def _table(schema: pa.Schema, *columns: list[Any]) -> pa.Table:
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _brand(seed: int, number: int, sheet: BrandSheet) -> dict[str, Any]:
    brand: dict[str, Any] = {"id": sheet.id, "name": sheet.name, "words": _words(sheet)}
    if sheet.common:
        brand["common_word"] = True
    if sheet.nicknames:
        brand["nicknames"] = list(sheet.nicknames)
    return brand | {
        "rights": _rights(number, sheet),
        "products": [_product(sheet, place) for place in range(len(sheet.products))],
        "authorised_sellers": [
            {"marketplace": MARKETPLACE, "seller_id": seller}
            for seller in authorised_sellers(seed, number, sheet)
        ],
    }


def _words(sheet: BrandSheet) -> list[dict[str, Any]]:
    own: dict[str, Any] = {"text": sheet.name, "common": True} if sheet.common else {"text": sheet.name}
    others = [_word(word) for word in sheet.words]
    return [own, *others, *({"text": text, "renders": sheet.name} for text in sheet.renders.values())]


def _word(word: str | WordSheet) -> dict[str, Any]:
    if isinstance(word, str):
        return {"text": word}
    return {"text": word.text, "common": word.common, "classes": list(word.classes)}


def _classes(sheet: BrandSheet) -> list[int]:
    lines = goods_sheet().lines
    items = {lines[product.line].classes[product.item] for product in sheet.products}
    beside = {number for product in sheet.products for number in lines[product.line].accessory.classes}
    return sorted(items | beside)


def _rights(number: int, sheet: BrandSheet) -> list[dict[str, Any]]:
    rights = []
    for place, right in enumerate(goods_sheet().territories):
        entry = f"9{place}{number:03d}{sum(map(ord, sheet.id)) % 10000:04d}"
        registered = dt.date(2014 + number % 9, 1 + (number + place) % 12, 1 + number % 28)
        rights.append(
            {
                "id": f"{right.office.lower()}-{entry}",
                "kind": "trademark",
                "office": right.office,
                "number": entry,
                "classes": _classes(sheet),
                "territories": list(right.territories),
                "registered": registered,
                "expires": registered.replace(year=registered.year + 20),
            }
        )
    return rights


def _product(sheet: BrandSheet, place: int) -> dict[str, Any]:
    product: ProductSheet = sheet.products[place]
    item = language_sheets()[0].items[product.line][product.item]
    return {
        "id": _slug(product.model),
        "title": f"{sheet.name} {product.model} {item}",
        "gtin": product_gtin(sheet, place),
        "category": goods_sheet().lines[product.line].categories[product.item],
        "price": {"low": product.price[0], "high": product.price[1], "currency": sheet.currency},
    }


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
