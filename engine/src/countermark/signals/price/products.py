"""A brand's products with prices, made ready to be recognised in titles, and the recognising."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from countermark.beside.categories import path_of
from countermark.references import References
from countermark.references.model import Brand, Price, Product
from countermark.signals.price.amounts import Amounts, amounts_of, may_matter
from countermark.signals.price.lexicon import UNSPACED, lexicon
from countermark.signals.price.offer import Offer, is_part_category
from countermark.text import gtin
from countermark.text.fold import fold
from countermark.text.keys import keys_of_texts
from countermark.text.known_words import KnownWords

SURE: Final = 0.75
"""Share of the weight of a product's words that a title must hold to name the product beyond doubt."""
LIKELY: Final = 0.45
"""The same for a title that may be in another language than the product's: the model alone, mostly."""
NEAR_BEST: Final = 0.8
"""Products that a title fits at least so well, compared with the best, may be meant, too."""

_FREQUENT: Final = 40
_SELDOM: Final = 30
"""Ten times the Zipf frequency from which on a word is everyday, below which it is likely a model's name."""
_MEASURE: Final = re.compile(
    r"[0-9]+(?:[ckm]?[ml]|[km]?g|[gt]b|m?ah|[km]?[wv]|[kmg]?hz|fl|oz|in|ft|k|pcs|x+[ls])"
)
_CODE: Final = re.compile(
    r"(?<![^\W_])[A-Za-z]{1,6}-?[0-9]{2,}[A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?![^\W_])", re.ASCII
)
_SHORTEST_CODE: Final = 5
"""Letters and digits that a model number has; shorter ones are sizes and the like."""

_AMOUNT: Final = re.compile(
    r"(?<![^\W_])(?:[0-9]+ )?[0-9]+ ?(?:[cdm]?l|ltr|k?g|gr|fl|oz|lbs?|к?г|м?л)(?![^\W_])"
)
"""Sizes, for which a price is scaled; folding parts what stands before and behind the point."""
_NUMBER: Final = re.compile(r"(?<![^\W_])([0-9]+)(?: ?([mgt]b|[cm]m|hz|m?ah)|([a-z]{0,3}))(?![^\W_])")
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Good:
    """A product with a price, in `unit`: euros where the currency has a rate, else its own currency."""

    product: Product
    price: Price
    unit: str
    rate: float
    low: float
    high: float
    path: tuple[str, ...]
    words: Mapping[str, float]
    """Folded words of the title without the mark, and what each is worth; together 1. Empty where it is only
    the brand's name: such a product is known by its GTIN alone."""
    telling: frozenset[str]
    """Words that hardly stand in a title by chance."""
    model: str
    """The first word behind the mark: the model, mostly; empty where it is a number or a measure."""
    amounts: Amounts
    smaller: bool
    numbers: Mapping[str, frozenset[str]]
    """The numbers of the title that tell variants apart, by what stands behind them."""
    code: re.Pattern[str] | None
    """The model numbers of the title, however a listing parts or joins them."""

    def has_code(self, text: str) -> bool:
        """Whether a folded title has one of the product's model numbers."""
        return self.code is not None and self.code.search(text) is not None

    @property
    def measured(self) -> bool:
        """Whether its title says how much of it there is."""
        return self.amounts.pieces > 1 or bool(self.amounts.sizes)


class Match(NamedTuple):
    """Products that a title may mean, and how well the best fits; `sure`: beyond doubt."""

    goods: Sequence[Good]
    sure: bool


@dataclass(frozen=True)
class Stock:
    """All goods of a brand, and what they are looked up by."""

    goods: tuple[Good, ...]
    marks: tuple[str, ...]
    mark_words: frozenset[str]
    gtins: Mapping[str | None, Good]
    highest: Mapping[tuple[str, int], float]
    """The dearest `low` of the goods whose title has a word, by unit and the word's key."""
    unspaced: bool
    """Whether a title has letters of an unspaced script, so that keys of words say nothing."""
    _categories: dict[tuple[str, str], tuple[Good, ...]] = field(default_factory=dict)

    def of_category(self, category: str | None, unit: str) -> tuple[Good, ...]:
        """The goods of a category of a listing: in it, above it, or in one of the same name elsewhere."""
        if category is None:
            return ()
        found = self._categories.get((unit, category))
        if found is None:
            path = path_of(category)
            found = tuple(good for good in self.goods if good.unit == unit and same_category(path, good.path))
            self._categories[unit, category] = found
        return found

    def sells_in(self, category: str | None, unit: str) -> bool:
        """Whether the brand may sell in a category: among parts and accessories only where it has goods."""
        return category is None or not is_part_category(category) or bool(self.of_category(category, unit))

    def category_low(self, category: str | None, unit: str) -> float:
        """The cheapest `low` of a category; 0 for one without goods."""
        return min((good.low for good in self.of_category(category, unit)), default=0.0)

    def match(self, offer: Offer, unit: str, category: tuple[str, ...]) -> Match | None:
        """The products that an offer's title may mean; None if it names none."""
        pieces = amounts_of(offer.title).pieces if may_matter(offer.title) else 1
        words, numbers = set(offer.words), _numbers(offer.text, pieces)
        scored = [
            (covered, good)
            for good in self.goods
            if good.unit == unit and (covered := _covered(good, words, numbers, offer.text)) >= LIKELY
        ]
        if not scored:
            return None
        best, good = max(scored, key=lambda entry: entry[0])
        told = [word for word in good.words if _stands(word, words, offer.text)]
        telling = [word for word in told if word in good.telling]
        sure = (best >= SURE and (len(told) > 1 or bool(telling))) or good.has_code(offer.text)
        if sure:
            return Match(_near(scored, best), sure)
        if not (telling or best >= SURE or good.model in told):
            return None
        if category and good.path:
            if not same_category(category, good.path):
                return None  # the same name for another thing
            # In its category, a model's rare name says enough in any language.
            sure = good.model in telling
        return Match(_near(scored, best), sure)


def _near(scored: Sequence[tuple[float, Good]], best: float) -> list[Good]:
    return [good for covered, good in scored if covered >= NEAR_BEST * best]


def same_category(listing: tuple[str, ...], product: tuple[str, ...]) -> bool:
    """Whether a listing's category is that of a product, below it, or ends alike in another tree."""
    if not listing or not product:
        return False
    if listing[: len(product)] == product:
        return True
    # "Accessories" stands in every tree for other things.
    return (
        listing[-1] == product[-1]
        and min(len(listing), len(product)) > 1
        and not is_part_category(listing[-1])
    )


def _covered(good: Good, words: set[str], numbers: Mapping[str, frozenset[str]], text: str) -> float:
    """How much of a good a title names; nothing of one without words, or of which it names another variant."""
    has_code = good.has_code(text)
    if not good.words or (not has_code and _other_variant(good, numbers, text)):
        return 0.0
    covered = sum(worth for word, worth in good.words.items() if _stands(word, words, text))
    return max(covered, SURE) if has_code else covered


def _other_variant(good: Good, numbers: Mapping[str, frozenset[str]], text: str) -> bool:
    """Whether a title has other numbers than a good in the same place: 500 for 700, 2 GB for 16 GB."""
    return any(
        unit in numbers and not mine & numbers[unit] and mine.isdisjoint(_DIGITS.findall(text))
        for unit, mine in good.numbers.items()
    )


def _numbers(text: str, pieces: int) -> dict[str, frozenset[str]]:
    """The numbers of a folded title by what stands behind them, but for amounts, which scale a price."""
    if _DIGITS.search(text) is None:
        return {}
    found: dict[str, set[str]] = {}
    for number, apart, joined in _NUMBER.findall(_AMOUNT.sub(" ", text)):
        if pieces == 1 or number != str(pieces):
            found.setdefault(apart or joined, set()).add(number)
    return {unit: frozenset(numbers) for unit, numbers in found.items()}


def _stands(word: str, words: set[str], text: str) -> bool:
    return word in words or (not word.isascii() and bool(UNSPACED.search(word)) and word in text)


def stock_of(
    brand: Brand, references: References, rates: Mapping[str, float], today: dt.date
) -> Stock | None:
    """The goods of a brand whose prices hold `today`; None if there are none."""
    priced = [(product, product.price) for product in brand.products if product.price]
    priced = [(product, price) for product, price in priced if _holds(price, today) and price.low > 0]
    if not priced:
        return None
    names = [brand.name, *(word.text for word in brand.words), *brand.nicknames]
    marks = tuple(sorted({folded for folded in map(fold, names) if folded}, key=len, reverse=True))
    mark_words = frozenset(word for mark in marks for word in mark.split())
    titles = [_words(product.title, brand, marks, references.known) for product, _ in priced]
    worth = _Worth(titles, references.known)
    goods = tuple(
        _good(product, price, rates, worth, words)
        for (product, price), words in zip(priced, titles, strict=True)
    )
    return Stock(
        goods=goods,
        marks=marks,
        mark_words=mark_words,
        gtins=_gtins(goods),
        highest=_highest(goods),
        unspaced=any(UNSPACED.search(word) for good in goods for word in good.words),
    )


def _holds(price: Price, today: dt.date) -> bool:
    begun = price.valid_from is None or price.valid_from <= today
    return begun and (price.valid_until is None or today <= price.valid_until)


def _words(title: str, brand: Brand, marks: Sequence[str], known: KnownWords) -> list[str]:
    """The words of a title in their order, without the brand's marks.

    Of a title of nothing but marks, those stay that are not the brand's own name, if one of them is telling:
    they name a line of goods, while the name alone stands in every listing of the brand.
    """
    text = fold(title)
    for mark in marks:
        if UNSPACED.search(mark):
            text = text.replace(mark, " ")
    words = list(dict.fromkeys(text.split()))
    own = {word for mark in marks for word in mark.split()}
    left = [word for word in words if word not in own]
    if left:
        return left
    names = [brand.name, *brand.nicknames, *(word.text for word in brand.words if word.renders)]
    named = {word for name in names for word in fold(name).split()}
    lines = [word for word in words if word not in named]
    return lines if any(map(_Worth([lines], known).telling, lines)) else []


class _Worth:
    """What each word is worth for telling a brand's products apart."""

    def __init__(self, titles: Sequence[Sequence[str]], known: KnownWords) -> None:
        self._count = len(titles)
        self._in = Counter(word for words in titles for word in words)
        words = list(self._in)
        self._frequency = dict(zip(words, known.frequency_of(words).tolist(), strict=True))

    def telling(self, word: str) -> bool:
        """Whether a word is likely a model's name or number."""
        return self._frequency[word] < _SELDOM and len(word) > 1 and not _counts(word)

    def __call__(self, word: str, *, first: bool) -> float:
        """Rare within the brand, rare in the language; a title's first word is the model, mostly."""
        rare = math.log1p(self._count / self._in[word])
        seldom = 2.0 if self.telling(word) else 1.0 if self._frequency[word] >= _FREQUENT else 1.4
        return rare * seldom * (2.0 if first else 1.0)


def _counts(word: str) -> bool:
    """Whether a word is a number or a measure, which many products share."""
    return word.isdigit() or _MEASURE.fullmatch(word) is not None


def _good(
    product: Product, price: Price, rates: Mapping[str, float], worth: _Worth, words: Sequence[str]
) -> Good:
    rate = rates.get(price.currency)
    weights = {word: worth(word, first=not n and not _counts(word)) for n, word in enumerate(words)}
    total = sum(weights.values())
    per_unit = rate or 1.0
    amounts = amounts_of(product.title)
    return Good(
        product=product,
        price=price,
        unit="EUR" if rate else price.currency,
        rate=per_unit,
        low=float(price.low) / per_unit,
        high=float(price.high) / per_unit,
        path=path_of(product.category or ""),
        words={word: weight / total for word, weight in weights.items()},
        telling=frozenset(filter(worth.telling, words)),
        model=words[0] if words and not _counts(words[0]) else "",
        amounts=amounts,
        smaller="smaller" in lexicon().places(words),
        numbers=_numbers(" ".join(words), amounts.pieces),
        code=_code(product.title),
    )


def _code(title: str) -> re.Pattern[str] | None:
    codes = [folded.split() for folded in map(fold, _CODE.findall(title))]
    long = [" ?".join(words) for words in codes if sum(map(len, words)) >= _SHORTEST_CODE]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(long)})(?![a-z0-9])") if long else None


def _gtins(goods: Iterable[Good]) -> dict[str | None, Good]:
    found: dict[str | None, Good] = {}
    for good in goods:
        number = gtin.canonical(good.product.gtin) if good.product.gtin else None
        if number:
            found.setdefault(number, good)
    return found


def _highest(goods: Iterable[Good]) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    for good in goods:
        for key in keys_of_texts(list(good.words))[0].tolist():
            found[good.unit, key] = max(found.get((good.unit, key), 0.0), good.low)
    return found
