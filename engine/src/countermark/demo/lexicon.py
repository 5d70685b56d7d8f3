"""The words of the simulated market in ten languages, from texts/*.yaml, as arrays to draw from.

A template names its slots ({brand}, {model}, {item} …, see SLOTS). All templates of all languages stand in
one array; a pool (`used`, `sentences` of accessories, …) is a stretch of it for each language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import msgspec
import numpy as np

from countermark.demo.assortment import Amounts, Assortment, Codes, Texts, assortment, goods_sheet, read_data

LANGUAGES: Final = ("en", "zh", "es", "pt", "fr", "de", "it", "ru", "tr", "ar")
LANGUAGE_SHARES: Final = (0.26, 0.13, 0.11, 0.08, 0.09, 0.11, 0.07, 0.06, 0.05, 0.04)

SLOTS: Final = (
    "brand", "model", "item", "Item", "colour", "feature", "spec", "code", "accessory", "Accessory", "phrase",
    "count", "contact",
)  # fmt: skip
"""What a template may ask for; `Item` and `Accessory` begin with a capital, `contact` is for rings."""


class CountrySheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country in which the language's listings are offered."""

    country: str
    currency: str
    weight: float


class StandaloneSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A listing that is told whole, not put together."""

    title: str
    text: str
    category: str


class LanguageSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language as its file gives it."""

    code: str
    joiner: str
    countries: tuple[CountrySheet, ...]
    unbranded: tuple[str, ...]
    decorations: tuple[str, ...]
    colours: tuple[str, ...]
    items: dict[str, tuple[str, ...]]
    features: dict[str, tuple[str, ...]]
    accessories: dict[str, tuple[str, ...]]
    phrases: tuple[str, ...]
    titles: dict[str, tuple[str, ...]]
    sentences: dict[str, tuple[str, ...]]
    standalone: dict[str, tuple[StandaloneSheet, ...]]


@lru_cache(maxsize=1)
def language_sheets() -> tuple[LanguageSheet, ...]:
    """The ten languages in the order of LANGUAGES."""
    return tuple(msgspec.convert(read_data(f"texts/{code}.yaml"), LanguageSheet) for code in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by language (first axis, as LANGUAGES) and the templates of all pools."""

    joiners: Texts
    unbranded: Texts  # [language, k]
    decorations: Texts
    colours: Texts
    items: Texts  # [language, line * ITEMS + item]
    capital_items: Texts
    features: Texts  # [language, line * FEATURES + feature]
    accessories: Texts  # [language, line * ACCESSORIES + accessory]
    capital_accessories: Texts
    phrases: Texts
    templates: Texts
    template_brand: Codes  # the brand that a template is about, else -1
    template_category: Codes  # the category that it is offered in, else -1
    pools: dict[str, tuple[Codes, Codes]]  # where each language's stretch starts, how long it is
    countries: Texts  # [language, k]
    currencies: Texts
    country_weights: Amounts  # [language, k] cumulated
    rates: dict[str, float]


class _Pools:
    """Gathers templates pool by pool."""

    def __init__(self) -> None:
        self.templates: list[str] = []
        self.brands: list[int] = []
        self.categories: list[int] = []
        self.spans: dict[str, tuple[list[int], list[int]]] = {}

    def add(self, pool: str, language: int, entries: list[tuple[str, int, int]]) -> None:
        starts, counts = self.spans.setdefault(pool, ([0] * len(LANGUAGES), [0] * len(LANGUAGES)))
        starts[language], counts[language] = len(self.templates), len(entries)
        for template, brand, category in entries:
            self.templates.append(_numbered(template))
            self.brands.append(brand)
            self.categories.append(category)


def _numbered(template: str) -> str:
    # str.format with numbers is twice as fast as with names, and ten million listings ask it twice each.
    return re.sub(r"\{(\w+)\}", lambda slot: f"{{{SLOTS.index(slot.group(1))}}}", template)


def _opening(title: str) -> str:
    for slot in ("item", "accessory"):
        if title.startswith(f"{{{slot}}}"):
            return f"{{{slot.capitalize()}}}{title[len(slot) + 2 :]}"
    return title


def _pools(goods: Assortment) -> _Pools:
    pools = _Pools()
    place = {category: code for code, category in enumerate(goods.categories)}
    lines = list(goods_sheet().lines)
    for language, sheet in enumerate(language_sheets()):
        for pool, titles in sheet.titles.items():
            pools.add(pool, language, [(_opening(title), -1, -1) for title in titles])
        for pool, sentences in sheet.sentences.items():
            pools.add(f"text.{pool}", language, [(sentence, -1, -1) for sentence in sentences])
        for pool, entries in sheet.standalone.items():
            pools.add(
                f"{pool}.title", language, [(entry.title, -1, place[entry.category]) for entry in entries]
            )
            pools.add(f"text.{pool}.text", language, [(entry.text, -1, -1) for entry in entries])
        ordinary = [
            (brand, entry, place[entry.category] if entry.category else _category(goods, lines, entry.line))
            for brand, owner in enumerate(goods.sheets)
            for entry in owner.ordinary
            if entry.language == sheet.code
        ]
        pools.add("ordinary.title", language, [(entry.title, brand, code) for brand, entry, code in ordinary])
        pools.add("text.ordinary.text", language, [(entry.text, -1, -1) for _, entry, _ in ordinary])
    return pools


def _category(goods: Assortment, lines: list[str], line: str | None) -> int:
    assert line is not None
    return int(goods.item_category[lines.index(line) * 5])


def _table(rows: list[list[str]]) -> Texts:
    return np.array(rows, dtype=object)


def _capital(table: Texts) -> Texts:
    return _table([[word[:1].upper() + word[1:] for word in row] for row in table.tolist()])


def _padded(rows: list[list[str]]) -> Texts:
    width = max(map(len, rows))
    return _table([row + row[-1:] * (width - len(row)) for row in rows])


@lru_cache(maxsize=4)
def lexicon(brands: int) -> Lexicon:
    """All words and templates, those about the first `brands` brands included."""
    sheets, goods = language_sheets(), assortment(brands)
    lines = list(goods_sheet().lines)
    pools = _pools(goods)
    items = _table([[word for line in lines for word in sheet.items[line]] for sheet in sheets])
    accessories = _table([[word for line in lines for word in sheet.accessories[line]] for sheet in sheets])
    most = max(len(sheet.countries) for sheet in sheets)
    weights = np.array(
        [[c.weight for c in sheet.countries] + [0.0] * (most - len(sheet.countries)) for sheet in sheets]
    )
    return Lexicon(
        joiners=np.array([sheet.joiner for sheet in sheets], dtype=object),
        unbranded=_table([list(sheet.unbranded) for sheet in sheets]),
        decorations=_table([list(sheet.decorations) for sheet in sheets]),
        colours=_table([list(sheet.colours) for sheet in sheets]),
        items=items,
        capital_items=_capital(items),
        features=_table([[word for line in lines for word in sheet.features[line]] for sheet in sheets]),
        accessories=accessories,
        capital_accessories=_capital(accessories),
        phrases=_table([list(sheet.phrases) for sheet in sheets]),
        templates=np.array(pools.templates, dtype=object),
        template_brand=np.array(pools.brands),
        template_category=np.array(pools.categories),
        pools={pool: (np.array(starts), np.array(counts)) for pool, (starts, counts) in pools.spans.items()},
        countries=_padded([[c.country for c in sheet.countries] for sheet in sheets]),
        currencies=_padded([[c.currency for c in sheet.countries] for sheet in sheets]),
        country_weights=np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1),
        rates=goods_sheet().rates,
    )
