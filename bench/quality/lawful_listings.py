"""Lawful listings with real title shapes: resale at plausible prices, and the trade that most resembles fakes.

Whoever wrote these shapes had read the signals; the titles, prices, categories and descriptions are real, the
words put around them (condition, delivery, "case for") are ours. Sellers are neither authorised nor known to be
bad, but in `own shop`. Every listing here is lawful: each finding is a false hit.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pyarrow as pa
from lawful_goods import CURRENCY, MARKETPLACE, Good, Goods, Mention, dealer, official_seller
from referential import PRODUCT_LINES, Example
from referential import _tokens as words_of

from countermark.tables import LISTING

Fields = dict[str, Any]

RESALE: Final = 0.65
"""Share of the lowest genuine price down to which new goods are resold honestly: stock, parallel imports."""
NOW: Final = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
RATES_OF: Final = dt.date(2026, 11, 20)
USED: Final = (0.25, 0.75)
EARLY: Final = 2
"""Words before a mark up to which a title names it as its maker's, as nearly all do."""

_SEVERAL: Final = re.compile(
    r"\d ?-? ?(?:pack|pk|pcs|count|box)\b|\b(?:pack|box|case|lot|set) of\b", re.IGNORECASE
)

# fmt: off
SAID_OF_NEW: Final = (
    "new", "brand new", "NEW!", "genuine", "original", "authentic", "100% genuine", "100% original", "factory sealed",
    "sealed", "new in box", "BNIB", "free shipping", "in stock", "fast delivery", "latest model", "top quality",
    "neu", "neu & OVP", "neuf", "nuevo", "nuovo", "novo", "новый", "全新 正品", "yeni", "جديد", "NWT", "OEM packaging",
    "retail box", "best price", "with receipt", "full warranty", "UK plug", "US version", "import",
)
SAID_OF_USED: Final = (
    "used", "pre-owned", "second hand", "gebraucht", "good condition", "excellent condition", "tested, works",
    "occasion", "usado", "usato", "б/у", "二手", "ikinci el", "open box", "lightly used", "مستعمل", "no box",
    "minor scratches", "read description", "working", "collection only", "like new", "A-grade", "grade B",
)
TOLD_OF_NEW: Final = (
    "Ships within one working day. Returns accepted for 30 days.", "Bought from the wholesaler, invoice on request.",
    "Unwanted gift, never opened.", "We sell original goods only. VAT invoice included.", "Genuine {mark}, sealed.",
    "Surplus stock of a closed shop.", "Not a replica: receipt from the shop is included.",
    "We are an independent reseller and not affiliated with {mark}.", "Neuware in Originalverpackung, mit Rechnung.",
    "Neuf, sous blister, facture fournie.", "Imported from the US; works with an adapter (not included).",
)
TOLD_OF_USED: Final = (
    "Worked fine until I upgraded. Small scratches, see photos.", "Bought new three years ago, receipt is lost.",
    "From a smoke-free home.", "Selling because I no longer need it. No returns.", "Tested and works as it should.",
    "Gut erhalten, normale Gebrauchsspuren.", "Bon état, fonctionne parfaitement.", "Box and manual are missing.",
)
FOR: Final = (
    "Case for {mark} {model}", "Protective cover for {mark} {model}, black", "Charger compatible with {mark} {model}",
    "Replacement battery for {mark} {model}", "Screen protector fits {mark} {model} (2 pack)",
    "Remote control for {mark} {model}", "Carrying case, made for {mark} {model}", "USB cable for {mark} {model} 1.5 m",
    "Wall mount suitable for {mark} {model}", "Refill to fit {mark} {model}", "Hülle für {mark} {model}, schwarz",
    "Ersatzakku passend für {mark} {model}", "Coque pour {mark} {model}", "Chargeur compatible avec {mark} {model}",
    "Funda para {mark} {model}", "Batería compatible con {mark} {model}", "Capa para {mark} {model}",
    "Custodia per {mark} {model}", "Cavo compatibile con {mark} {model}", "Чехол для {mark} {model}",
    "{mark} {model} uyumlu kılıf", "适用 {mark} {model} 保护壳", "كفر متوافق مع {mark} {model}",
)
CLEARED: Final = (
    "CLEARANCE {title}", "{title} - 50% off", "SALE! {title}", "{title} (clearance, discontinued)", "Outlet: {title}",
    "{title} end of line", "-50% {title}", "Räumungsverkauf {title}", "{title} déstockage",
    "{title} last one, ex display", "Black Friday {title}", "{title} liquidación",
    "Closing down: {title}", "{title} damaged box",
)
PACKED: Final = (
    "Pack of {n} {title}", "{title} ({n} pack)", "{n} x {title}", "{title} x{n}", "Lot of {n}: {title}",
    "{n}er-Pack {title}", "{title}, set of {n}", "{title} - {n} pcs", "Lot de {n} {title}", "{n}x {title} bundle",
    "Multipack {title} {n} pieces",
)
OFFICIAL: Final = (
    "{title}", "{title} | {mark} Official Store", "Official {mark} Store: {title}", "{title} - {mark} flagship store",
)
AUTHORISED: Final = (
    "{title}", "{title} - authorised {mark} dealer", "Authorized {mark} reseller: {title}",
    "{title} | autorisierter {mark} Händler",
)
SHOPS: Final = ("Hollow Lane Trading", "Brightside Deals", "Tern & Oak", "Corner 12", "Lumen Stock", "Kofi's Outlet")
PEOPLE: Final = ("ana_81", "marek.k", "jo-in-leeds", "li_wei_7", "tom the seller", "fatma34")
# fmt: on


class Lawful(NamedTuple):
    """A lawful listing: its group, the mark it names, and what the references say the goods cost."""

    group: str
    mark: str
    range: tuple[float, float] | None
    fields: Fields


def table(listings: Sequence[Lawful]) -> pa.Table:
    """The listings as the screener takes them; the id is the place."""
    base = {"marketplace": MARKETPLACE, "currency": CURRENCY}
    rows = [base | {"listing_id": str(n)} | listing.fields for n, listing in enumerate(listings)]
    return pa.Table.from_pylist(rows, schema=LISTING)


def resale(goods: Goods, count: int) -> list[Lawful]:
    """Exact mark, plausible price, unlisted seller: a third each of what `_SHAPES` names."""
    chance = random.Random(21)
    shapes = [shape(goods) for shape in _SHAPES]
    found = [chance.choice(shapes[n % len(shapes)]) for n in range(count)]
    out = []
    for group, good, title, mark in found:
        condition = "new" if chance.random() < 0.6 else "used"
        fields = _dressed(chance, good, title, mark, condition)
        out.append(Lawful(group, good.brand, good.range, fields | _seller(chance, condition)))
    return out


Shaped = tuple[str, Good, str, str]


def _as_titled(goods: Goods) -> list[Shaped]:
    """The title under which the references know the product."""
    return [
        ("resale: the product's title", good, good.title, good.title[mention.start : mention.end])
        for several in goods.plain.values()
        for good in several
        for mention in goods.mentions(good.title)
        if mention.brand == good.brand and not mention.line
    ]


def _named_once(goods: Goods) -> Iterator[tuple[str, Mention]]:
    """Real titles that name one maker, early, as that of the goods; of one thing, since the price is drawn for one."""
    for title in goods.titles:
        if _SEVERAL.search(title):
            continue
        named = goods.mentions(title)
        if len(named) == 1 and not named[0].line and len(words_of(title[: named[0].start])) <= EARLY:
            yield title, named[0]


def _as_found(goods: Goods) -> list[Shaped]:
    """Real titles as they are; the goods are the brand's product that is likest by its title."""
    return [
        ("resale: another real title", goods.nearest(at.brand, title), title, title[at.start : at.end])
        for title, at in _named_once(goods)
    ]


def _inserted(goods: Goods) -> list[Shaped]:
    """The same with the mark of another brand in the place of the first."""
    chance = random.Random(22)
    brands = sorted(goods.listed)
    return [
        ("resale: a mark inserted", goods.nearest(brand, changed), changed, mark)
        for title, at in _named_once(goods)
        for brand in chance.sample(brands, 3)
        for mark in [_cased(brand, title[at.start : at.end])]
        for changed in [title[: at.start] + mark + title[at.end :]]
    ]


_SHAPES: Final[tuple[Callable[[Goods], list[Shaped]], ...]] = (_as_titled, _as_found, _inserted)


def _cased(brand: str, like: str) -> str:
    """A brand in capitals or small letters, as another is written."""
    if like.isupper():
        return brand.upper()
    return brand if like.islower() else brand.title()


def _dressed(chance: random.Random, good: Good, title: str, mark: str, condition: str) -> Fields:
    """Title, price and the fields that an honest seller fills in, or not."""
    new = condition == "new"
    low, high = good.range
    if chance.random() < 0.5:
        said = chance.choice(SAID_OF_NEW if new else SAID_OF_USED)
        title = chance.choice(
            ("{title} {said}", "{title} - {said}", "{said} {title}", "{title} ({said})")
        ).format(title=title, said=said)
    told = chance.choice(TOLD_OF_NEW if new else TOLD_OF_USED).format(mark=mark)
    real = good.description if chance.random() < 0.7 else None
    price = chance.uniform(RESALE * low, high) if new else chance.uniform(USED[0] * low, USED[1] * low)
    return {
        "title": title,
        "description": real or (told if chance.random() < 0.6 else None),
        "brand": good.brand if chance.random() < 0.6 else None,
        "category": good.category if chance.random() < 0.5 else None,
        "condition": condition if chance.random() < 0.8 else None,
        "price": _money(price),
    }


def _money(amount: float) -> Decimal:
    return Decimal(str(round(max(amount, 1.0), 2)))


def _seller(chance: random.Random, condition: str = "new") -> Fields:
    private = chance.random() < (0.7 if condition == "used" else 0.15)
    return {
        "seller_id": f"s{chance.randrange(900)}",
        "seller_name": chance.choice(PEOPLE if private else SHOPS),
        "seller_kind": "private" if private else "trader",
    }


def unlisted(goods: Goods) -> Iterator[Lawful]:
    """Genuine products that the references do not know, at the price that a real shop asked."""
    chance = random.Random(23)
    for good in goods.held_back:
        fields = {"title": good.title, "price": _money(good.price), "condition": "new"}
        fields |= {"brand": good.brand, "category": good.category, "description": good.description}
        yield Lawful("not in the references", good.brand, None, fields | _seller(chance))


def elsewhere(goods: Goods) -> Iterator[Lawful]:
    """The title and price under which another real shop offers a product of the references."""
    chance = random.Random(24)
    for good, other in goods.twins:
        fields = {"title": other.title, "price": _money(other.price), "category": other.category}
        fields |= {"condition": "new", "brand": chance.choice((other.brand, None))}
        yield Lawful("another shop's offer", good.brand, good.range, fields | _seller(chance))


def bare(goods: Goods) -> Iterator[Lawful]:
    """Every real title as it is, with nothing else known."""
    for title in goods.titles:
        yield Lawful("bare titles", "", None, {"title": title} | {"seller_id": "s1"})


def accessories(goods: Goods, read: Sequence[Example], count: int) -> Iterator[Lawful]:
    """Titles of other makers' goods that name a brand for what they fit: real ones, and the same with another mark."""
    chance = random.Random(25)
    fair = [example for example in read if example.label == "referential" and "s" not in example.note]
    for example in fair:
        maker = chance.choice((example.own_brand, None))
        fields = {"title": example.title, "price": _asked(goods, example), "condition": "new", "brand": maker}
        yield Lawful(
            "accessories: real titles",
            PRODUCT_LINES.get(example.brand, example.brand),
            None,
            fields | _seller(chance),
        )
    makers = [example for example in fair if example.kind == "maker"]
    brands = sorted(goods.listed)
    for _ in range(count):
        example, brand = chance.choice(makers), chance.choice(brands)
        title = f"{example.title[: example.start]}{brand}{example.title[example.end :]}"
        fields = {"title": title, "price": _asked(goods, example), "condition": "new"}
        yield Lawful("accessories: a mark inserted", brand, None, fields | _seller(chance))


def _asked(goods: Goods, example: Example) -> Decimal | None:
    """What a real shop asked for it; most titles have no price."""
    price = goods.prices.get(words_of(example.title))
    return _money(price) if price else None


def fitting(goods: Goods, count: int) -> Iterator[Lawful]:
    """Cases, chargers and cables "for" a product of the references, in ten languages, cheap."""
    chance = random.Random(26)
    for good in _drawn(goods, chance, count):
        words = [word for word in good.title.split() if word not in good.brand.split()]
        title = chance.choice(FOR).format(mark=_cased(good.brand, "Aa"), model=" ".join(words[:3]))
        price = chance.uniform(0.03, 0.2) * good.range[0]
        fields = {"title": title, "price": _money(price), "condition": chance.choice(("new", None))}
        yield Lawful("accessories: for a product", good.brand, good.range, fields | _seller(chance))


def second_hand(goods: Goods, count: int) -> Iterator[Lawful]:
    """What private people sell, at a tenth of the price and more."""
    chance = random.Random(27)
    for good in _drawn(goods, chance, count):
        title = f"{good.title} {chance.choice(SAID_OF_USED)}"
        told = chance.choice(TOLD_OF_USED) if chance.random() < 0.7 else None
        fields = {
            "title": title,
            "description": told,
            "price": _money(chance.uniform(0.1, 0.7) * good.range[0]),
        }
        stated = "used" if chance.random() < 0.8 else None
        yield Lawful(
            "second-hand", good.brand, good.range, fields | {"condition": stated} | _seller(chance, "used")
        )


def clearance(goods: Goods, count: int) -> Iterator[Lawful]:
    """New goods at half of the lowest price in the references."""
    chance = random.Random(28)
    for good in _drawn(goods, chance, count):
        title = chance.choice(CLEARED).format(title=good.title)
        fields = {
            "title": title,
            "price": _money(0.5 * good.range[0]),
            "condition": "new",
            "brand": good.brand,
        }
        yield Lawful("clearance at -50 %", good.brand, good.range, fields | _seller(chance))


def packs(goods: Goods, count: int) -> Iterator[Lawful]:
    """Several of one product, a little cheaper each."""
    chance = random.Random(29)
    for good in _drawn(goods, chance, count):
        n = chance.choice((2, 2, 3, 4, 5, 6, 10))
        title = chance.choice(PACKED).format(n=n, title=good.title)
        price = n * chance.uniform(0.75, 0.95) * good.range[0]
        fields = {"title": title, "price": _money(price), "condition": "new", "category": good.category}
        yield Lawful("packs of several", good.brand, good.range, fields | _seller(chance))


def own_shop(goods: Goods, count: int) -> Iterator[Lawful]:
    """The brand's own shop and its authorised dealers, who say so."""
    chance = random.Random(30)
    for good in _drawn(goods, chance, count):
        own = chance.random() < 0.6
        title = chance.choice(OFFICIAL if own else AUTHORISED).format(title=good.title, mark=good.brand)
        fields: Fields = {"title": title, "brand": good.brand, "condition": "new", "category": good.category}
        fields |= {"price": _money(chance.uniform(*good.range)), "seller_kind": "trader"}
        fields["seller_id"] = official_seller(good.brand) if own else dealer(good.brand)
        fields["seller_name"] = f"{good.brand} official" if own else chance.choice(SHOPS)
        yield Lawful("the brand's own shop, dealers", good.brand, good.range, fields)


def _drawn(goods: Goods, chance: random.Random, count: int) -> list[Good]:
    """Products of the references, each brand as often as any other."""
    brands = sorted(goods.plain)
    return [chance.choice(goods.plain[chance.choice(brands)]) for _ in range(count)]
