"""Draws listings by the batch: what each is about, in numbers. `wording` and `columns` turn them into a
batch.

Everything is vectorised and follows from seed and number of the batch: batches may be made in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from countermark.demo.assortment import ITEMS, Amounts, Codes
from countermark.demo.kinds import Basis, Mark, Role
from countermark.demo.lexicon import LANGUAGE_SHARES
from countermark.demo.plan import Plan
from countermark.demo.population import DEALERS_OF_A_BRAND, Hashes, account_hashes, dealers_of, mixed

FEATURES, ACCESSORIES, COLOURS, PHRASES = 4, 2, 10, 8
"""How many a language has: of a line, of a line, in all, in all."""

RING_ACCOUNTS = 8
"""Numbers kept for the accounts of one ring; it uses three to seven of them."""

_LANGUAGES = np.cumsum(LANGUAGE_SHARES)


@dataclass(frozen=True, slots=True)
class Draw:
    """A batch of listings as numbers, one array a fact; they point into Assortment and Lexicon."""

    rng: np.random.Generator
    recipe: Codes
    language: Codes
    brand: Codes
    product: Codes
    item: Codes
    title: Codes
    sentences: tuple[Codes, Codes, Codes]
    colour: Codes
    feature: Codes
    spec: Codes
    accessory: Codes
    phrase: Codes
    count: Codes
    price_eur: Amounts
    role: Codes
    account: Hashes
    ring: Codes  # -1 where the seller belongs to none
    age_days: Amounts

    def __len__(self) -> int:
        return len(self.recipe)


class _Start(NamedTuple):
    """What is drawn first, and what the rest depends on."""

    rng: np.random.Generator
    recipe: Codes
    language: Codes
    role: Codes
    ring: Codes
    ring_hash: Hashes

    @property
    def rows(self) -> int:
        return len(self.recipe)


def pick(u: Amounts, cumulated: Amounts) -> Codes:
    """The first choice whose cumulated share exceeds u; `cumulated` has a row for each u, or one for all."""
    chosen: Codes = np.minimum((u[:, None] >= cumulated).sum(axis=1), cumulated.shape[1] - 1)
    return chosen


def _below(u: Amounts, count: Codes | Amounts | int) -> Codes:
    return np.multiply(u, count).astype(np.int64)


def _start(plan: Plan, batch: int, rows: int) -> _Start:
    rng = np.random.Generator(np.random.PCG64([plan.seed, batch]))
    recipe = np.searchsorted(plan.shares, rng.random(rows), side="right").clip(max=len(plan.shares) - 1)
    language = pick(rng.random(rows), plan.languages[recipe])
    role = plan.roles[1][recipe, pick(rng.random(rows), plan.roles[0][recipe])]
    ring = np.where(role == Role.RING, _below(rng.random(rows), plan.rings), -1)
    ring_hash = mixed((ring + 2).astype(np.uint64) ^ mixed(np.full(1, plan.seed, dtype=np.uint64)))
    language = np.where(ring >= 0, np.searchsorted(_LANGUAGES[:-1], _fraction(ring_hash)), language)
    return _Start(rng, recipe, language, role, ring, ring_hash)


def draw(plan: Plan, batch: int, rows: int) -> Draw:
    """The listings of one batch."""
    start = _start(plan, batch, rows)
    rng, goods, words = start.rng, plan.goods, plan.words
    title, sentences = _templates(plan, start)
    brand = np.searchsorted(goods.weights[:-1], rng.random(rows), side="right")
    brand = np.where(words.template_brand[title] >= 0, words.template_brand[title], brand)
    product = goods.first_product[brand] + _below(rng.random(rows), goods.products[brand])
    free_item = _below(rng.random(rows), len(goods.item_prices))
    item = np.where(plan.mark[start.recipe] == Mark.NONE, free_item, goods.product_item[product])
    line = item // ITEMS
    count = 2 + _below(rng.random(rows), 3)
    price = _prices(plan, start, product, item)
    return Draw(
        rng=rng,
        recipe=start.recipe,
        language=start.language,
        brand=brand,
        product=product,
        item=item,
        title=title,
        sentences=sentences,
        colour=_below(rng.random(rows), COLOURS),
        feature=line * FEATURES + _below(rng.random(rows), FEATURES),
        spec=line * ITEMS + _below(rng.random(rows), ITEMS),
        accessory=line * ACCESSORIES + _below(rng.random(rows), ACCESSORIES),
        phrase=_below(rng.random(rows), PHRASES),
        count=count,
        price_eur=np.where(plan.bundles[start.recipe], price * count, price),
        role=start.role,
        account=_accounts(plan, start, brand),
        ring=start.ring,
        age_days=_ages(plan, start),
    )


def _templates(plan: Plan, start: _Start) -> tuple[Codes, tuple[Codes, Codes, Codes]]:
    rng, rows, ring = start.rng, start.rows, start.ring
    seat = (start.recipe, start.language)
    title = _below(rng.random(rows), plan.titles[1][seat])
    # The accounts of a ring copy one another: it has three descriptions, the same to the letter.
    variant = _below(rng.random(rows), 3).astype(np.uint64)
    found = []
    for place in range(3):
        first, many = plan.sentences[0][place][seat], plan.sentences[1][place][seat]
        free = _below(rng.random(rows), many)
        copied = mixed(start.ring_hash + variant * np.uint64(8) + np.uint64(place)) % many.astype(np.uint64)
        offset = np.where(ring >= 0, copied.astype(np.int64), free)
        if place == 0:
            offset = np.where(plan.paired[start.recipe], title, offset)
        found.append(first + offset)
    return plan.titles[0][seat] + title, (found[0], found[1], found[2])


def _fraction(hashes: Hashes) -> Amounts:
    return (hashes >> np.uint64(40)).astype(float) / 2**24


def _accounts(plan: Plan, start: _Start, brand: Codes) -> Hashes:
    rng, rows, role = start.rng, start.rows, start.role
    # A few accounts have most of the listings, as on any market.
    number = _below(rng.random(rows) ** 1.6, plan.accounts[role, start.language])
    carried = np.array([dealers_of(code) for code in range(len(plan.goods.names))])
    listed = carried[brand, _below(rng.random(rows), DEALERS_OF_A_BRAND - 1)]
    number = np.where(role == Role.DEALER, listed, number)
    number = np.where(role == Role.FORGOTTEN_DEALER, carried[brand, -1], number)
    used = 3 + (start.ring_hash % np.uint64(RING_ACCOUNTS - 3)).astype(np.int64)
    of_ring = start.ring * RING_ACCOUNTS + _below(rng.random(rows), used)
    number = np.where(role == Role.RING, of_ring, number)
    number = np.where(role == Role.BRAND, brand, number)
    kept = np.where(role == Role.FORGOTTEN_DEALER, Role.DEALER, role)
    spoken = np.where(role >= Role.RING, 0, start.language)
    return account_hashes(plan.seed, kept, spoken, number)


def _prices(plan: Plan, start: _Start, product: Codes, item: Codes) -> Amounts:
    rng, rows, goods = start.rng, start.rows, plan.goods
    shares, lows, highs = plan.prices
    part = pick(rng.random(rows), shares[start.recipe])
    low, high = lows[start.recipe, part], highs[start.recipe, part]
    basis = plan.basis[start.recipe][:, None]
    of_item = np.where(basis == Basis.ITEM, goods.item_prices[item], goods.accessory_prices[item // ITEMS])
    ranges = np.where(basis == Basis.PRODUCT, goods.product_prices[product], of_item)
    plain = ranges[:, 0] + rng.random(rows) * (ranges[:, 1] - ranges[:, 0])
    prices: Amounts = plain * (low + rng.random(rows) * (high - low))
    return prices


def _ages(plan: Plan, start: _Start) -> Amounts:
    drawn = start.rng.random(start.rows)
    begun = 12 + _fraction(mixed(start.ring_hash)) * 80
    ages: Amounts = np.where(start.ring >= 0, begun - drawn * 10, drawn * plan.days[start.recipe])
    return ages
