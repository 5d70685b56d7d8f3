"""The plan of the demo market: who sells what, how it is written and drawn, and what is true of it.

The shop itself never learns the truth; demos and tests choose by it. Same seed, same plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from random import Random
from typing import Any, Final

import yaml

from countermark_portal.connectors.demo_shop.disguises import DISGUISES, Name
from countermark_portal.connectors.demo_shop.pictures import Sketch

_PRICES: Final = {"brand": 100, "new": 92, "used": 55, "spare": 100, "plain": 100, "fake": 17}
"""What each kind of seller asks, in per cent of the price new."""
_STOLEN: Final = 0.4
"""The share of fakes whose photo is the brand's own; the others show what they sell."""


@dataclass(frozen=True, slots=True)
class SellerPlan:
    """A seller of the demo market."""

    seller_id: str
    name: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class ListingPlan:
    """A listing of the demo market.

    `truth`: brand (the brand's own shop), new and used (lawful resale), spare (made by others to fit), plain (without a
    brand), fake. `about` is the id of the brand that it is about, if any; `disguise` how a fake writes it.
    """

    listing_id: str
    seller_id: str
    truth: str
    about: str
    disguise: str
    title: str
    description: str
    brand: str
    category: str
    condition: str
    price: Decimal
    currency: str
    gtin: str
    language: str
    pictures: tuple[Sketch, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """The whole plan."""

    sellers: tuple[SellerPlan, ...]
    listings: tuple[ListingPlan, ...]

    def of(self, truth: str, about: str = "") -> Sequence[ListingPlan]:
        """Listings of which this is true, about this brand if one is named."""
        return [one for one in self.listings if one.truth == truth and about in {"", one.about}]


@dataclass(frozen=True, slots=True)
class _Lot:
    """A number of like listings of one seller."""

    seller: SellerPlan
    truth: str
    about: str
    disguise: str


@lru_cache(maxsize=2)
def _sheet(name: str) -> Any:
    return yaml.safe_load(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))


def brands() -> Mapping[str, Any]:
    """The brands of the demo market by id: name, nickname, name in Chinese, goods."""
    found: Mapping[str, Any] = _sheet("market.yaml")["brands"]
    return found


@lru_cache(maxsize=4)
def plan(seed: int) -> Market:
    """The demo market of a seed."""
    rows = _sheet("market.yaml")["sellers"]
    sellers = tuple(
        SellerPlan(row["id"], row["name"], row.get("kind", "trader"), row["language"]) for row in rows
    )
    rng = Random(seed)  # noqa: S311  # a market drawn by lot, no secret
    listings = []
    for number, (lot, turn) in enumerate(_lots(rows, sellers)):
        listings.append(_listing(f"{seed % 1000:03}{100000 + 37 * number}", lot, turn, rng))
    return Market(sellers, tuple(listings))


def _lots(rows: Sequence[Mapping[str, Any]], sellers: Sequence[SellerPlan]) -> Iterator[tuple[_Lot, int]]:
    for row, seller in zip(rows, sellers, strict=True):
        for truth, what, count in row["lots"]:
            disguise, _, about = what.rpartition(" ")
            for turn in range(count):
                yield _Lot(seller, truth, about, disguise), turn


def _goods(lot: _Lot, turn: int) -> Mapping[str, Any]:
    """What a lot's listing sells: sellers go through the range in turn."""
    if lot.truth == "plain":
        goods = _sheet("market.yaml")["plain"]
        turn += len(lot.seller.seller_id)
    else:
        goods = brands()[lot.about]["spares" if lot.truth == "spare" else "goods"]
    chosen: Mapping[str, Any] = goods[turn % len(goods)]
    return chosen


def _mark(lot: _Lot) -> str:
    """The brand as this listing writes it."""
    if not lot.about:
        return ""
    brand = brands()[lot.about]
    name = Name(brand["name"], brand["nickname"], brand["renders"])
    return DISGUISES[lot.disguise or "openly"](name)


def _listing(listing_id: str, lot: _Lot, turn: int, rng: Random) -> ListingPlan:
    goods, words = _goods(lot, turn), _sheet("wording.yaml")[lot.seller.language]
    colour = goods["colours"][(turn + rng.randrange(2)) % len(goods["colours"])]
    size, mark = rng.choice(goods.get("sizes", [""])), _mark(lot)
    slots = {
        "mark": mark,
        "model": goods.get("model", ""),
        "thing": goods["thing"][lot.seller.language],
        "colour": words["colours"][colour],
        "size": size,
        "target": goods.get("for", ""),
    }
    titles = words["titles"]["picture" if lot.disguise == "picture" else lot.truth]
    title = titles[turn % len(titles)].format(**slots)
    per_cent = _PRICES[lot.truth] * rng.uniform(0.95, 1.05)
    euros = round(goods["price"] * per_cent / 100)
    owns_name = lot.truth in {"brand", "new", "used"} or lot.disguise == "openly"
    category = goods["category"] if lot.truth == "plain" else brands()[lot.about]["category"]
    return ListingPlan(
        listing_id=listing_id,
        seller_id=lot.seller.seller_id,
        truth=lot.truth,
        about=lot.about,
        disguise=lot.disguise,
        title=title[0].upper() + title[1:],
        description=words["texts"][lot.truth].format(**slots),
        brand=mark if owns_name else "",
        category=category.split(" > ")[0] + " > Accessories" if lot.truth == "spare" else category,
        condition="used" if lot.truth == "used" else "new",
        price=(euros * Decimal(words["rate"])).quantize(Decimal(1)) - Decimal("0.10"),
        currency=words["currency"],
        gtin=goods.get("gtin", "") if lot.truth in {"brand", "new"} else "",
        language=lot.seller.language,
        pictures=_pictures(lot, goods["picture"], colour, turn, rng),
    )


def _pictures(lot: _Lot, kind: str, colour: str, turn: int, rng: Random) -> tuple[Sketch, ...]:
    """What a listing shows. A fake shows the brand's own photo, or its own goods with the logo askew or blurred out."""
    logo, own = "true", ""
    if lot.about and lot.truth != "spare":
        own = lot.about
    if lot.truth == "fake":
        covered = lot.disguise in {"masked", "nickname"} and turn % 2 == 0
        stolen = lot.disguise == "picture" or rng.random() < _STOLEN
        logo = "covered" if covered else "true" if stolen else "wrong"
    name = brands()[own]["name"] if own else ""
    # The brand's shop has one look; whoever sells for himself has his own wall behind the goods.
    wall = 0 if lot.truth == "brand" or (lot.truth == "fake" and logo == "true") else 1 + rng.randrange(4)
    front = Sketch(kind, colour, own, name, logo, wall)
    close = own and logo != "covered" and (lot.truth == "brand" or rng.random() < 0.5)
    return (front, Sketch("label", colour, own, name, logo, wall)) if close else (front,)
