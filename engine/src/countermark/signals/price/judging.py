"""How far an asked price lies below what the genuine product costs, and what that says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from countermark.beside.categories import path_of
from countermark.signals.price.amounts import ONE, Amounts, amounts_of, may_matter
from countermark.signals.price.offer import Offer
from countermark.signals.price.products import Good, Stock

KINDS: Final = ("below_product", "below_likely_product", "below_category", "below_brand", "below_used")
"""What the price lies below: that of the product; of what is likely the product; of the cheapest in the
category; of the cheapest of the brand; of what even a used one costs."""
PRODUCT, LIKELY_PRODUCT, CATEGORY, BRAND, USED = range(len(KINDS))

FULL: Final = 0.15
"""Share of the lowest genuine price up to which a price speaks with full strength."""
NOTHING: Final = 0.40
"""The same from which on it says nothing: clearances go so far."""
HONEST: Final = 0.65
MOST_HONEST: Final = 2.0
"""Shares of the lowest genuine price between which a price is what honest sellers of the product ask."""
CONDITIONS: Final = {"new": 1.0, "refurbished": 0.5, "used": 0.2}
"""What goods in a condition cost at the least, as a share of new ones. Used ones may cost next to nothing:
the owner decides, and lawfully."""
UNSAID: Final = 0.6
"""The same for a trader's listing that does not state the condition. A private person's is taken for used."""
SMALLER: Final = 0.5
"""What a variant for children costs where the product's title does not say that it is one."""
CHEAP: Final = 5.0
"""Products below this (in euros, or units of a currency without a rate) are given away in too many ways."""
DEAR: Final = 50.0
"""From this price on, a pack of several is several products; below, products are sold in packs themselves."""
MOST_IN_PACK: Final = 20
TINY: Final = 15.0
"""Millilitres up to which a flask is a sample where nothing says how much the product holds."""
UNSURE: Final = 0.6
"""Share of its strength that evidence keeps where a size or a category is not known."""


class Asked(NamedTuple):
    """What a listing asks: `amount` in `unit`, and what else of its fields bears on the price.

    `named`: whether the listing surely names the brand. A misspelling may be another brand, an ordinary word
    just a word: then only a product that is recognised says anything, and less.
    """

    amount: float
    unit: str
    condition: str | None
    category: str | None
    gtin: str | None
    named: bool


class Verdict(NamedTuple):
    """A price too low: the kind of evidence, its strength, and the good that it was held against.

    `share` is what was taken of the good's price for the amount that the listing offers.
    """

    kind: int
    strength: float
    good: Good
    share: float


class Rule(NamedTuple):
    """The goods that a price is compared with, the kind of evidence, the share of its strength it keeps."""

    goods: Sequence[Good]
    kind: int
    weight: float = 1.0


def of_new(condition: str | None) -> float:
    """What goods in a condition cost at the least, as a share of new ones."""
    return CONDITIONS[condition] if condition else UNSAID


class _Held(NamedTuple):
    """What a price is held against: the rule, its cheapest good, what was taken of its price, the condition, and what
    the genuine thing costs in that condition and amount."""

    rule: Rule
    good: Good
    share: float
    condition: str | None
    expected: float
    amounts: Amounts


def judge(stock: Stock, offer: Offer, asked: Asked) -> Verdict | None:
    """What a price says that is too low; None if nothing."""
    held = _held(stock, offer, asked)
    if held is None or held.good.low < CHEAP or asked.amount >= NOTHING * held.expected:
        return None
    if offer.of_something_else or not _is_whole(offer, held.rule.goods):
        return None
    strength = min((NOTHING - asked.amount / held.expected) / (NOTHING - FULL), 1.0) * held.rule.weight
    if _size_unknown(held.amounts, held.good):
        strength *= UNSURE
    return Verdict(USED if held.condition == "used" else held.rule.kind, strength, held.good, held.share)


def plausible(stock: Stock, offer: Offer, asked: Asked) -> Verdict | None:
    """A price that an honest seller of a recognised product asks; None if it is not, or nothing is recognised."""
    held = _held(stock, offer, asked)
    if held is None or held.rule.kind not in {PRODUCT, LIKELY_PRODUCT} or held.condition == "used":
        return None
    if not held.expected > 0 or not HONEST <= asked.amount / held.expected <= MOST_HONEST:
        return None
    return Verdict(held.rule.kind, 1.0, held.good, held.share)


def _held(stock: Stock, offer: Offer, asked: Asked) -> _Held | None:
    rule = _held_against(stock, offer, asked)
    if rule is None:
        return None
    # Of several that may be meant the cheapest counts: in doubt for the seller.
    measured = any(good.measured for good in rule.goods) or may_matter(offer.title)
    amounts = amounts_of(offer.title) if measured else ONE
    shares = [
        (_share(amounts, good) * (SMALLER if _smaller(offer, good) else 1.0), good) for good in rule.goods
    ]
    share, good = min(shares, key=lambda entry: entry[0] * entry[1].low)
    condition = min(offer.condition, asked.condition, key=of_new) if offer.condition else asked.condition
    return _Held(rule, good, share, condition, good.low * share * of_new(condition), amounts)


def _held_against(stock: Stock, offer: Offer, asked: Asked) -> Rule | None:
    known = stock.gtins.get(asked.gtin) if asked.gtin else None
    if known is not None and known.unit == asked.unit:
        return Rule([known], PRODUCT)
    category = path_of(asked.category or "")
    match = stock.match(offer, asked.unit, category)
    if match is not None:
        if match.sure and asked.named:
            return Rule(match.goods, PRODUCT)
        told = match.sure or (bool(category) and any(good.path for good in match.goods))
        return Rule(match.goods, LIKELY_PRODUCT, 1.0 if told and asked.named else UNSURE)
    if not asked.named:
        return None
    beside = stock.of_category(asked.category, asked.unit)
    if beside:
        # A tree of one level has categories like "Apparel", in which everything costs anything.
        return Rule(beside, CATEGORY, 1.0 if len(category) > 1 else UNSURE)
    goods = [good for good in stock.goods if good.unit == asked.unit]
    return Rule(goods, BRAND) if goods else None


def _is_whole(offer: Offer, goods: Sequence[Good]) -> bool:
    """Whether the offer is the product itself, by its title. A brand may make straps, too."""
    return all(any(all(word in good.words for word in part) for good in goods) for part in offer.parts)


def _share(here: Amounts, good: Good) -> float:
    """What part of the good's price the amount that is offered costs; 0 where that cannot be told."""
    there = good.amounts
    share = 1.0
    if there.pieces > 1:
        share = min(1.0, here.pieces / there.pieces)
    elif here.pack and here.pieces <= MOST_IN_PACK and good.low >= DEAR:
        share = float(here.pieces)
    for dimension, size in there.sizes.items():
        share *= min(1.0, here.sizes.get(dimension, size) / size)
    if not there.sizes and 0 < here.sizes.get("volume", 0.0) <= TINY:
        return 0.0
    return share


def _smaller(offer: Offer, good: Good) -> bool:
    return offer.smaller and not good.smaller


def _size_unknown(here: Amounts, good: Good) -> bool:
    return bool(good.amounts.sizes) and not set(good.amounts.sizes) & set(here.sizes)
