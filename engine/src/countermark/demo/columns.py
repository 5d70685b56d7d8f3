"""A drawn batch as a record batch of `tables.LISTING`: prices in local money, accounts, numbers, dates."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import numpy as np
import pyarrow as pa

from countermark.demo.arrays import Flags, chosen, same, texts
from countermark.demo.assortment import ITEMS, Amounts, Codes
from countermark.demo.draws import Draw, pick
from countermark.demo.gtins import with_wrong_check_digit
from countermark.demo.kinds import Basis, Mark, Role
from countermark.demo.lexicon import LANGUAGES
from countermark.demo.marks import Written
from countermark.demo.plan import Plan
from countermark.demo.population import MARKETPLACE, official_seller, seller_ids, seller_names
from countermark.demo.wording import Wording
from countermark.tables import INSTANT, LISTING, MONEY, SELLER_KINDS

TODAY: Final = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
"""The market's clock stands here: the same seed gives the same bytes on any day."""

_DAY: Final = 86_400_000_000
_FAR: Final = np.array(["CN", "HK", "TR", "VN"], dtype=object)
_NO_PRICE, _NO_CATEGORY, _WRONG_CATEGORY, _NO_DESCRIPTION, _NO_LANGUAGE, _ATTRIBUTES = (
    0.007,
    0.04,
    0.03,
    0.02,
    0.15,
    0.5,
)
_UNBRANDED_NAMED = 0.35


def listing_ids(first: int, rows: int) -> pa.Array[Any]:
    """The ids of the rows from this running number on."""
    return pa.array([f"L{number:010d}" for number in range(first, first + rows)], pa.string())


def listings_of(plan: Plan, draw: Draw, marks: Written, words: Wording, ids: pa.Array[Any]) -> pa.RecordBatch:
    """The batch as any marketplace would hand it over."""
    rows, rng = len(draw), draw.rng
    private = (draw.role == Role.PRIVATE) | ((draw.role == Role.SHADY) & (draw.account % np.uint64(3) == 0))
    place = pick(
        (draw.account & np.uint64(0xFFFF)).astype(float) / 2**16, plan.words.country_weights[draw.language]
    )
    country = plan.words.countries[draw.language, place]
    currency = plan.words.currencies[draw.language, place]
    afar = rng.random(rows) < plan.from_afar[draw.recipe]
    rates = np.array([plan.words.rates[code] for code in currency.tolist()])
    no_price = rng.random(rows) < _NO_PRICE
    first_seen = draw.age_days * _DAY
    views = np.exp(rng.normal(4, 1.2, rows)).astype(np.int64)
    columns = {
        "listing_id": ids,
        "title": texts(words.titles),
        "marketplace": same(MARKETPLACE, rows),
        **_sellers(plan, draw, private),
        "seller_kind": chosen(SELLER_KINDS, private.astype(np.int64)),
        "description": texts(words.descriptions, rng.random(rows) < _NO_DESCRIPTION),
        "brand": _brand_field(plan, draw, marks, words),
        "category": _category(plan, draw),
        "condition": chosen(plan.condition, draw.recipe),
        "price": _money(_rounded(draw.price_eur * rates, rng), no_price),
        "currency": texts(currency, no_price),
        "quantity": pa.array(np.where(private, 1, rng.integers(1, 60, rows))),
        "gtin": _gtins(plan, draw),
        "photos": pa.nulls(rows, LISTING.field("photos").type),
        "territories": _alone(texts(country)),
        "ships_from": texts(np.where(afar, _FAR[rng.integers(len(_FAR), size=rows)], country)),
        "language": chosen(LANGUAGES, draw.language, rng.random(rows) < _NO_LANGUAGE),
        "url": pa.array([f"https://market.example/l/{name}" for name in ids.to_pylist()], pa.string()),
        "views": pa.array(views),
        "sold": pa.array(rng.binomial(views, 0.02)),
        "attributes": _attributes(plan, draw),
        "first_seen_at": _instants(first_seen),
        "updated_at": _instants(first_seen * rng.random(rows)),
    }
    return pa.RecordBatch.from_arrays([columns[name] for name in LISTING.names], schema=LISTING)


def _sellers(plan: Plan, draw: Draw, private: Flags) -> dict[str, pa.Array[Any]]:
    ids, names = seller_ids(draw.account), seller_names(draw.account, private)
    for row in np.flatnonzero(draw.role == Role.BRAND).tolist():
        sheet = plan.goods.sheets[draw.brand[row]]
        ids[row], names[row] = official_seller(sheet), f"{sheet.name} Official"
    return {"seller_id": texts(ids), "seller_name": texts(names)}


def _brand_field(plan: Plan, draw: Draw, marks: Written, words: Wording) -> pa.Array[Any]:
    rows, rng = len(draw), draw.rng
    unbranded = plan.words.unbranded[draw.language, rng.integers(plan.words.unbranded.shape[1], size=rows)]
    house = np.array(words.house_marks, dtype=object)
    mark = plan.mark[draw.recipe]
    named = (mark != Mark.NONE) & (rng.random(rows) < plan.brand_field[draw.recipe])
    # Some sellers hide the mark in the title and write it plainly where the form asks for the brand.
    written = np.where(
        (mark == Mark.DISGUISED) & (rng.random(rows) < 0.4), plan.goods.names[draw.brand], marks.texts
    )
    values = np.where(named, written, np.where(house != "", house, unbranded))
    return texts(values, ~named & (house == "") & (rng.random(rows) >= _UNBRANDED_NAMED))


def _category(plan: Plan, draw: Draw) -> pa.Array[Any]:
    rows, rng, goods = len(draw), draw.rng, plan.goods
    own = goods.item_category[draw.item]
    beside = plan.basis[draw.recipe] == Basis.ACCESSORY
    own = np.where(beside, goods.accessory_category[draw.item // ITEMS], own)
    told = plan.words.template_category[draw.title]
    own = np.where(told >= 0, told, own)
    wrong = rng.random(rows) < _WRONG_CATEGORY
    codes = np.where(wrong, rng.integers(len(goods.categories), size=rows), own)
    return chosen(goods.categories, codes, rng.random(rows) < _NO_CATEGORY)


def _rounded(amounts: Amounts, rng: np.random.Generator) -> Amounts:
    step = np.select([amounts >= 2000, amounts >= 200, amounts >= 20], [10.0, 1.0, 0.5], 0.1)
    rounded = np.maximum(np.round(amounts / step) * step, step)
    # Sellers like prices that end just below a round one.
    just_below = (amounts >= 5) & (rng.random(len(amounts)) < 0.5)
    asked: Amounts = np.where(just_below, np.ceil(rounded) - 0.01, rounded)
    return asked


def _alone(values: pa.Array[Any]) -> pa.Array[Any]:
    lists: Any = pa.ListArray
    column: pa.Array[Any] = lists.from_arrays(np.arange(len(values) + 1, dtype=np.int32), values)
    return column


def _money(amounts: Amounts, without: Flags) -> pa.Array[Any]:
    # Arrow keeps a decimal as 16 bytes; by hand this is fifty times as fast as through decimal.Decimal.
    words = np.zeros((len(amounts), 2), dtype="<i8")
    words[:, 0] = np.round(amounts * 100).astype(np.int64) * 100
    validity = pa.array(~without).buffers()[1]
    return pa.Array.from_buffers(MONEY, len(amounts), [validity, pa.py_buffer(words.tobytes())])


def _restricted_gtins(numbers: Codes) -> list[str]:
    digits = 29 * 10**10 + numbers
    places = digits[:, None] // 10 ** np.arange(11, -1, -1) % 10
    total = (places * np.tile([1, 3], 6)).sum(axis=1)
    return [str(code) for code in (digits * 10 + -total % 10).tolist()]


def _gtins(plan: Plan, draw: Draw) -> pa.Array[Any]:
    rows, rng, goods = len(draw), draw.rng, plan.goods
    codes = np.array(_restricted_gtins(rng.integers(10**10, size=rows)), dtype=object)
    genuine = plan.basis[draw.recipe] == Basis.PRODUCT
    codes = np.where(genuine, goods.gtins[draw.product], codes)
    given = rng.random(rows) < plan.gtin[draw.recipe]
    wrong = rng.random(rows) < plan.wrong_gtin[draw.recipe]
    foreign = goods.gtins[
        (draw.product + 1 + rng.integers(len(goods.gtins) - 1, size=rows)) % len(goods.gtins)
    ]
    slips = rng.random(rows) < 0.5
    for row in np.flatnonzero(wrong).tolist():
        codes[row] = with_wrong_check_digit(codes[row]) if slips[row] else foreign[row]
    return texts(codes, ~(given | wrong))


def _attributes(plan: Plan, draw: Draw) -> pa.Array[Any]:
    told = draw.rng.random(len(draw)) < _ATTRIBUTES
    rows = np.flatnonzero(told)
    values = np.empty(2 * len(rows), dtype=object)
    values[0::2] = plan.words.colours[draw.language, draw.colour][rows]
    values[1::2] = plan.goods.specs[draw.spec][rows]
    keys = chosen(["color", "size"], np.tile([0, 1], len(rows)))
    offsets = np.concatenate([[0], np.cumsum(2 * told)]).astype(np.int32)
    maps: Any = pa.MapArray
    column: pa.Array[Any] = maps.from_arrays(offsets, keys, texts(values)).cast(
        LISTING.field("attributes").type
    )
    return column


def _instants(ago: Amounts) -> pa.Array[Any]:
    today = int(TODAY.timestamp() * 1_000_000)
    return pa.array(today - ago.astype(np.int64)).cast(INSTANT)
