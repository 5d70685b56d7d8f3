"""What the simulated market sells: fictional brands and their products, and the lines of goods, from YAML.

Sheets are the files as read; `Assortment` holds the same as arrays, to draw millions of listings from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import yaml

from countermark.demo.gtins import gtin

Codes = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

ITEMS = 5
"""Items of a line; specs are as many."""


class ProductSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product as brands.yaml gives it."""

    model: str
    line: str
    item: int
    price: tuple[float, float]


class WordSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word mark beside the brand's name."""

    text: str
    common: bool = False
    classes: tuple[int, ...] = ()


class OrdinarySheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lawful listing in which a brand's common word is just a word."""

    language: str
    title: str
    text: str
    line: str | None = None
    category: str | None = None


class BrandSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A brand as brands.yaml gives it."""

    id: str
    name: str
    currency: str
    products: tuple[ProductSheet, ...]
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    words: tuple[str | WordSheet, ...] = ()
    nicknames: tuple[str, ...] = ()
    renders: dict[str, str] = {}
    common: bool = False
    ordinary: tuple[OrdinarySheet, ...] = ()


class AccessorySheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sold beside the items of a line."""

    category: str
    classes: tuple[int, ...]
    price: tuple[float, float]


class LineSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of goods as goods.yaml gives it."""

    classes: tuple[int, ...]
    categories: tuple[str, ...]
    prices: tuple[tuple[float, float], ...]
    specs: tuple[str, ...]
    accessory: AccessorySheet


class RightSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a right of every brand holds."""

    office: str
    territories: tuple[str, ...]


class GoodsSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """goods.yaml."""

    lines: dict[str, LineSheet]
    other_categories: dict[str, tuple[int, ...]]
    rates: dict[str, float]
    rates_withheld: tuple[str, ...]
    territories: tuple[RightSheet, ...]


def read_data(name: str) -> Any:
    """A YAML file of this package, parsed."""
    text = files("countermark.demo").joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506  # one of the two safe loaders


@lru_cache(maxsize=1)
def brand_sheets() -> tuple[BrandSheet, ...]:
    """All brands that the demo market knows, in their fixed order."""
    return msgspec.convert(read_data("brands.yaml")["brands"], tuple[BrandSheet, ...])


@lru_cache(maxsize=1)
def goods_sheet() -> GoodsSheet:
    """The lines of goods, the categories and the rates."""
    return msgspec.convert(read_data("goods.yaml"), GoodsSheet)


def category_classes() -> dict[str, tuple[int, ...]]:
    """Every category of the market with its Nice classes; `Other` has none and belongs to no table."""
    classes: dict[str, set[int]] = {}
    sheet = goods_sheet()
    for line in sheet.lines.values():
        for category, number in zip(line.categories, line.classes, strict=True):
            classes.setdefault(category, set()).add(number)
        classes.setdefault(line.accessory.category, set()).update(line.accessory.classes)
    for category, numbers in sheet.other_categories.items():
        classes.setdefault(category, set()).update(numbers)
    return {category: tuple(sorted(numbers)) for category, numbers in classes.items()}


@dataclass(frozen=True, slots=True)
class Assortment:
    """Brands (b), products (p) and items (line * ITEMS + item) as parallel arrays; prices in EUR."""

    sheets: tuple[BrandSheet, ...]
    weights: Amounts  # [b] how often a brand is dealt in, cumulated
    names: Texts  # [b]
    look_alikes: Texts  # [b, 3]
    first_product: Codes  # [b]
    products: Codes  # [b] how many
    models: Texts  # [p]
    gtins: Texts  # [p]
    product_item: Codes  # [p]
    product_prices: Amounts  # [p, 2]
    item_prices: Amounts  # [item, 2]
    item_category: Codes  # [item]
    specs: Texts  # [item]
    accessory_prices: Amounts  # [line, 2]
    accessory_category: Codes  # [line]
    categories: tuple[str, ...]


def _texts(values: list[Any]) -> Texts:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


@lru_cache(maxsize=4)
def assortment(brands: int) -> Assortment:
    """The first `brands` brands and all goods."""
    sheets, goods = brand_sheets()[:brands], goods_sheet()
    lines, categories = list(goods.lines), ("Other", *category_classes())
    place = {category: code for code, category in enumerate(categories)}
    products = [(sheet, product) for sheet in sheets for product in sheet.products]
    counts = np.array([len(sheet.products) for sheet in sheets])
    popularity = 1 / (np.arange(brands) + 4.0)
    return Assortment(
        sheets=sheets,
        weights=np.cumsum(popularity / popularity.sum()),
        names=_texts([sheet.name for sheet in sheets]),
        look_alikes=np.array([[*sheet.known, *sheet.unknown] for sheet in sheets], dtype=object),
        first_product=np.cumsum(counts) - counts,
        products=counts,
        models=_texts([product.model for _, product in products]),
        gtins=_texts(
            [product_gtin(sheet, number) for sheet in sheets for number in range(len(sheet.products))]
        ),
        product_item=np.array([lines.index(product.line) * ITEMS + product.item for _, product in products]),
        product_prices=np.array(
            [[p / goods.rates[sheet.currency] for p in x.price] for sheet, x in products]
        ),
        item_prices=np.array([price for line in goods.lines.values() for price in line.prices]),
        item_category=np.array([place[name] for line in goods.lines.values() for name in line.categories]),
        specs=_texts([spec for line in goods.lines.values() for spec in line.specs]),
        accessory_prices=np.array([line.accessory.price for line in goods.lines.values()]),
        accessory_category=np.array([place[line.accessory.category] for line in goods.lines.values()]),
        categories=categories,
    )


def product_gtin(sheet: BrandSheet, number: int) -> str:
    """The GTIN of a brand's product: of the range for use inside one company, so that it is nobody's."""
    return gtin(20, brand_sheets().index(sheet) * 100 + number + 1)
