"""Real goods and the references made of them: brands of real titles with their products, prices and sellers.

Read at bench time from `shared/data` beside the repository (titles, and the two product sets that give prices,
categories and descriptions); nothing of it is kept here. A quarter of the products of every brand with several
is held back from the references: brands never list all that they sell.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from referential import PLACEHOLDERS, PRODUCT_LINES, SAME_MAKERS, Tokens
from referential import _marks as marks_by_first_word
from referential import _mentions as mentions_in
from referential import _tokens as words_of

from countermark.references.model import AuthorisedSeller, Brand, Price, Product, ReferenceSet, Word

MARKETPLACE: Final = "bench"
CURRENCY: Final = "USD"
LOW, HIGH = 0.9, 1.15
"""The range of a product in the references, as shares of the price that a real shop asked."""
HELD_BACK: Final = 0.25
SEVERAL: Final = 4
"""Products from which on a brand keeps some back."""
NUMBERED: Final = frozenset({"ipad2"})
"""A line with its number in one word is no mark of its own, or the plain "iPad 2" would be one broken up."""
_COLUMN: Final = re.compile(r"COL (\w+) VAL (.*?)(?= COL |\s*$)")
_SAME: Final = "1"


class Good(NamedTuple):
    """A real product as a shop offered it."""

    brand: str
    title: str
    price: float
    category: str | None = None
    description: str | None = None

    @property
    def range(self) -> tuple[float, float]:
        """What the references say that it costs."""
        return round(self.price * LOW, 2), round(self.price * HIGH, 2)


class Mention(NamedTuple):
    """A brand named in a title, in code points."""

    start: int
    end: int
    brand: str
    line: bool


@dataclass(frozen=True)
class Goods:
    """All that was read, and what of it the references know."""

    titles: Sequence[str]
    listed: Mapping[str, Sequence[Good]]
    held_back: Sequence[Good]
    twins: Sequence[tuple[Good, Good]]
    """Of one product the offer that is in the references, and another shop's."""
    prices: Mapping[Tokens, float]
    houses: Mapping[str, str]
    """The brand that each name is one of: a house's names begin alike."""
    first_words: Mapping[str, list[tuple[Tokens, str]]]

    @classmethod
    def read(cls, shared: Path) -> Goods:
        """The goods of `shared`; `FileNotFoundError` where they are not there."""
        with (shared / "data/titles/titles.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {brand for row in rows if (brand := _maker(row["brand"]))}
        houses = _houses(columns)
        pairs = list(_pairs(shared / "data/matching/walmart-amazon"))
        first_words = marks_by_first_word(houses)
        described = _described(shared / "data/matching/abt-buy", first_words, houses)
        offers = {words_of(good.title): good for pair in pairs for good in pair[:2] if good}
        goods = [*offers.values(), *described]
        owned = [good._replace(brand=houses[good.brand]) for good in goods if good.brand in houses]
        listed, held_back = _held_back(owned)
        known = {good.title for several in listed.values() for good in several}
        twins = dict.fromkeys((a, b) for a, b, label in pairs if a and b and label == _SAME)
        prices = {words_of(good.title): good.price for good in goods}
        return cls(
            titles=sorted({row["title"] for row in rows}),
            listed=listed,
            held_back=held_back,
            twins=[(a._replace(brand=houses.get(a.brand, "")), b) for a, b in twins if a.title in known],
            prices=prices,
            houses=houses,
            first_words=first_words,
        )

    def mentions(self, title: str) -> list[Mention]:
        """The listed brands, and their lines, that a title names plainly."""
        found = []
        for start, end, mark, kind in mentions_in(title, dict(self.first_words)):
            name = " ".join(mark)
            maker = PRODUCT_LINES.get(name) or SAME_MAKERS.get(name)
            brand = self._by_words.get(words_of(maker) if maker else mark)
            if brand and brand in self.listed:
                found.append(Mention(start, end, brand, kind == "line"))
        return found

    @cached_property
    def _by_words(self) -> dict[Tokens, str]:
        return {words_of(name): house for name, house in self.houses.items()}

    @cached_property
    def plain(self) -> dict[str, list[Good]]:
        """The products of the references whose title names their brand plainly."""
        found: dict[str, list[Good]] = defaultdict(list)
        for brand, several in sorted(self.listed.items()):
            for good in several:
                if any(mention.brand == brand for mention in self.mentions(good.title)):
                    found[brand].append(good)
        return dict(found)

    def nearest(self, brand: str, title: str) -> Good:
        """The brand's product that shares most words with a title; of several the dearest."""
        said = set(words_of(title))
        return max(self.listed[brand], key=lambda good: (len(said & set(words_of(good.title))), good.price))

    def references(self) -> ReferenceSet:
        """The brands with what the references know of them."""
        words: dict[str, list[str]] = defaultdict(list)
        for name, house in sorted(self.houses.items(), key=lambda entry: (len(entry[0]), entry[0])):
            words[house].append(name)
        for line, brand in PRODUCT_LINES.items():
            if line not in NUMBERED:
                words[self.houses.get(brand, brand)].append(line)
        brands = (_brand(name, words[name], goods) for name, goods in sorted(self.listed.items()))
        return ReferenceSet(brands=tuple(brands))


def brand_id(name: str) -> str:
    """The id of a brand in the references."""
    return "-".join(words_of(name))


def official_seller(name: str) -> str:
    """The account of the brand itself."""
    return f"{brand_id(name)}-official"


def dealer(name: str) -> str:
    """The account of an authorised dealer of the brand."""
    return f"{brand_id(name)}-dealer"


def _brand(name: str, words: Sequence[str], goods: Sequence[Good]) -> Brand:
    sellers = (official_seller(name), dealer(name))
    return Brand(
        id=brand_id(name),
        name=name,
        words=tuple(Word(text=text, common=None) for text in words),
        products=tuple(_product(n, good) for n, good in enumerate(goods)),
        authorised_sellers=tuple(AuthorisedSeller(marketplace=MARKETPLACE, seller_id=who) for who in sellers),
    )


def _product(number: int, good: Good) -> Product:
    low, high = (Decimal(str(amount)) for amount in good.range)
    price = Price(low=low, high=high, currency=CURRENCY)
    return Product(id=f"p{number}", title=good.title, category=good.category, price=price)


def _maker(brand: str) -> str:
    """A brand as its owner: the sets know some by an older name; placeholders name none."""
    name = brand.strip().lower()
    words = words_of(name)
    return "" if " ".join(words) in PLACEHOLDERS or not words else SAME_MAKERS.get(name, name)


def _houses(names: Iterable[str]) -> dict[str, str]:
    """Each name with the shortest that it begins with, however it is spaced: `Norrvik Outdoor Ltd.` is Norrvik's."""
    by_letters: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (len(words_of(name)), name)):
        by_letters.setdefault("".join(words_of(name)), name)
    houses = {}
    for name in sorted(names):
        words = words_of(name)
        starts = ("".join(words[:n]) for n in range(1, len(words) + 1))
        houses[name] = next(by_letters[start] for start in starts if start in by_letters)
    return houses


def _sides(folder: Path) -> Iterator[tuple[list[dict[str, str]], str]]:
    for split in ("train", "valid"):
        for line in (folder / f"{split}.txt").read_text(encoding="utf-8").splitlines():
            *sides, label = line.split("\t")
            yield [dict(_COLUMN.findall(side)) for side in sides], label


def _pairs(folder: Path) -> Iterator[tuple[Good | None, Good | None, str]]:
    """Offers of two shops that may be of one product, and whether they are."""
    for (one, other), label in _sides(folder):
        yield _good(one), _good(other), label


def _good(columns: Mapping[str, str]) -> Good | None:
    brand, price = _maker(columns.get("brand", "")), columns.get("price", "").strip()
    if not brand or not price or float(price) < 1:
        return None
    return Good(brand, columns["title"].strip(), float(price), columns.get("category", "").strip() or None)


def _described(
    folder: Path, first_words: Mapping[str, list[tuple[Tokens, str]]], names: Iterable[str]
) -> list[Good]:
    """Offers with descriptions. They have no column for the brand; their titles begin with it."""
    found: dict[str, Good] = {}
    spelt = {words_of(name): name for name in sorted(names)}
    for sides, _ in _sides(folder):
        for columns in sides:
            title, price = columns.get("name", "").strip(), columns.get("price", "").strip()
            first = next(iter(mentions_in(title, dict(first_words))), None)
            if price and float(price) >= 1 and first and first[0] == 0 and first[2] in spelt:
                text = columns.get("description", "").strip() or None
                found[title] = Good(spelt[first[2]], title, float(price), description=text)
    return list(found.values())


def _held_back(goods: Iterable[Good]) -> tuple[dict[str, list[Good]], list[Good]]:
    chance = random.Random(11)
    by_brand: dict[str, list[Good]] = defaultdict(list)
    for good in goods:
        by_brand[good.brand].append(good)
    held: list[Good] = []
    for several in by_brand.values():
        chance.shuffle(several)
        if len(several) >= SEVERAL:
            count = int(len(several) * HELD_BACK)
            held += several[:count]
            del several[:count]
    return dict(by_brand), held
