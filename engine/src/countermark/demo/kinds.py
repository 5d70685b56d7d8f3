"""What the simulated market is made of: one row a kind of listing, with its share, words, prices and sellers.

A kind may have several rows (new and used, easy and hard to see); `share` is relative among the lawful or
among the infringing ones. The market is simulated: the shares are guesses that make work for a detector,
not a survey.

Some of the infringing rows are meant to be nearly invisible in text (`fake_weak`: the plain mark at a
plausible price and not a word of talk), some of the lawful ones to look bad (clearance, typos, talk that
denies replicas).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple


class Basis(IntEnum):
    """What a price is a multiple of."""

    ITEM = 0  # what such an item costs without a famous name
    PRODUCT = 1  # the range of the brand's product
    ACCESSORY = 2  # what an accessory of that line costs


class Mark(IntEnum):
    """What stands where the brand's name would stand."""

    NONE = 0
    PLAIN = 1
    TYPO = 2
    DISGUISED = 3
    LOOK_ALIKE = 4


class Role(IntEnum):
    """The pools of seller accounts. A role is known to the truth only: it shows in no id and no name."""

    PRIVATE = 0
    TRADER = 1
    RESELLER = 2
    FITTER = 3  # sells accessories and parts
    SHADY = 4  # sells fakes alone
    RING = 5  # sells fakes under several accounts
    DEALER = 6  # authorised, and in the references
    FORGOTTEN_DEALER = 7  # authorised, but not in the references
    BRAND = 8


Range = tuple[float, float, float]
Sellers = tuple[tuple[float, Role], ...]

ORDINARY: Final[Sellers] = ((0.55, Role.TRADER), (0.45, Role.PRIVATE))
SECOND_HAND: Final[Sellers] = ((0.8, Role.PRIVATE), (0.2, Role.RESELLER))
RESALE: Final[Sellers] = ((0.75, Role.RESELLER), (0.25, Role.TRADER))
FITTERS: Final[Sellers] = ((0.8, Role.FITTER), (0.2, Role.TRADER))
FAKERS: Final[Sellers] = ((0.55, Role.SHADY), (0.25, Role.RESELLER), (0.2, Role.PRIVATE))

NEW: Final = ((1.0, 0.92, 1.08),)
RETAIL: Final = ((1.0, 0.75, 1.15),)
CHEAP: Final = ((0.6, 0.06, 0.3), (0.25, 0.3, 0.55), (0.15, 0.55, 0.95))


class Recipe(NamedTuple):
    """One row of the market.

    `text` names the pools of the description's three sentences; `price` has (share, low, high) as multiples
    of `basis`; `brand_field`, `gtin`, `wrong_gtin` and `from_afar` are the shares of listings that fill the
    brand field, give a GTIN, give a wrong one, ship from another country than they sell in.
    """

    kind: str
    share: float
    titles: str
    text: tuple[str, str, str]
    mark: Mark = Mark.PLAIN
    basis: Basis = Basis.PRODUCT
    price: tuple[Range, ...] = RETAIL
    condition: str = "new"
    sellers: Sellers = RESALE
    brand_field: float = 0.7
    gtin: float = 0.5
    wrong_gtin: float = 0.0
    from_afar: float = 0.06
    days: int = 700
    phrase_disguised: bool = False


_GOODS: Final = ("goods", "middle", "close")
_BRANDED: Final = ("branded", "middle", "close")

LAWFUL: Final = (
    Recipe("unrelated", 36, "plain", _GOODS, Mark.NONE, Basis.ITEM, ((1, 0.7, 1.3),), sellers=ORDINARY,
           gtin=0.35, from_afar=0.25),
    Recipe("unrelated", 11, "plain_used", ("goods_used", "middle", "close"), Mark.NONE, Basis.ITEM, ((1,
           0.2, 0.6),), "used", SECOND_HAND, gtin=0.05),
    Recipe("honest_brand_shop", 5.5, "official", ("official", "middle", "close"), price=NEW, sellers=((1,
           Role.BRAND),), brand_field=0.98, gtin=0.95),
    Recipe("authorised_seller", 5, "authorised", ("authorised", "middle", "close"), price=((1, 0.85,
           1.05),), sellers=((1, Role.DEALER),), brand_field=0.95, gtin=0.85),
    Recipe("authorised_unlisted", 0.4, "authorised", ("authorised", "middle", "close"), price=((1, 0.85,
           1.05),), sellers=((1, Role.FORGOTTEN_DEALER),), brand_field=0.95, gtin=0.85),
    Recipe("reseller_new", 10, "branded", _BRANDED, gtin=0.55, wrong_gtin=0.004),
    Recipe("reseller_used", 9, "used", ("used", "middle", "close"), price=((1, 0.25, 0.7),),
           condition="used", sellers=SECOND_HAND, gtin=0.15, wrong_gtin=0.002),
    Recipe("refurbished", 1.2, "refurbished", ("refurbished", "middle", "close"), price=((1, 0.45, 0.75),),
           condition="refurbished", gtin=0.3),
    Recipe("bundle", 1.2, "bundle", ("bundle", "branded", "close"), price=((1, 0.8, 0.97),), gtin=0.3),
    Recipe("accessory", 5, "accessory", ("accessory", "middle", "close"), basis=Basis.ACCESSORY, price=((1,
           0.8, 1.2),), sellers=FITTERS, brand_field=0.12, gtin=0.25, from_afar=0.3),
    Recipe("compatible_part", 4, "part", ("part", "middle", "close"), basis=Basis.ACCESSORY, price=((1,
           0.8, 1.3),), sellers=FITTERS, brand_field=0.08, gtin=0.25, from_afar=0.3),
    Recipe("look_alike_name", 2.5, "branded", _BRANDED, Mark.LOOK_ALIKE, Basis.ITEM, ((1, 0.9, 1.8),),
           gtin=0.5),
    Recipe("ordinary_word", 0.8, "ordinary.title", ("ordinary.text", "middle", "close"), Mark.NONE,
           Basis.ITEM, ((1, 0.7, 1.3),), sellers=ORDINARY, gtin=0.3),
    Recipe("innocent_phrase", 2, "innocent_phrase.title", ("innocent_phrase.text", "middle", "close"),
           Mark.NONE, Basis.ITEM, ((1, 0.4, 1),), sellers=ORDINARY, gtin=0.3),
    Recipe("inspired", 0.6, "inspired.title", ("inspired.text", "middle", "close"), Mark.NONE, Basis.ITEM,
           ((1, 0.4, 1),), sellers=ORDINARY, gtin=0.05),
    Recipe("honest_receipt", 0.6, "receipt", ("receipt", "used", "close"), price=((0.5, 0.3, 0.7), (0.5,
           0.75, 1)), condition="used", sellers=SECOND_HAND, gtin=0.2),
    Recipe("fan_talk", 0.6, "fan", ("fan", "middle", "close"), basis=Basis.ACCESSORY, price=((1, 0.3, 1),),
           condition="used", sellers=((1, Role.PRIVATE),), brand_field=0.1, gtin=0),
    Recipe("review_talk", 0.5, "review", ("review", "used", "close"), price=((1, 0.3, 0.6),),
           condition="used", sellers=((1, Role.PRIVATE),), gtin=0.05),
    Recipe("clearance", 1.1, "clearance", ("clearance", "branded", "close"), price=((0.7, 0.4, 0.5), (0.3,
           0.5, 0.7)), gtin=0.5),
    Recipe("parallel_import", 0.7, "parallel", ("parallel", "middle", "close"), price=((1, 0.55, 0.85),),
           gtin=0.5, from_afar=0.5),
    Recipe("honest_typo", 0.8, "branded", _BRANDED, Mark.TYPO, gtin=0.4),
    Recipe("honest_typo", 0.5, "used", ("used", "middle", "close"), Mark.TYPO, price=((1, 0.25, 0.7),),
           condition="used", sellers=((1, Role.PRIVATE),), gtin=0.05),
)  # fmt: skip

INFRINGING: Final = (
    Recipe("fake_plain", 10, "branded", ("branded", "hint", "close"), price=((1, 0.05, 0.3),),
           sellers=FAKERS, brand_field=0.5, gtin=0.08, from_afar=0.55, days=240),
    Recipe("fake_plain", 10, "branded", _BRANDED, price=((1, 0.05, 0.3),), sellers=FAKERS, brand_field=0.5,
           gtin=0.15, from_afar=0.5, days=240),
    Recipe("fake_price", 8, "branded", _BRANDED, price=((1, 0.3, 0.5),), sellers=FAKERS, brand_field=0.6,
           gtin=0.2, from_afar=0.4, days=240),
    Recipe("fake_weak", 8, "branded", _BRANDED, price=((1, 0.6, 0.95),), sellers=FAKERS, brand_field=0.65,
           gtin=0.35, from_afar=0.2, days=400),
    Recipe("fake_disguised", 16, "branded", ("goods", "hint", "close"), Mark.DISGUISED, price=CHEAP,
           sellers=FAKERS, brand_field=0.12, gtin=0.03, from_afar=0.55, days=240),
    Recipe("fake_disguised", 14, "branded", _GOODS, Mark.DISGUISED, price=CHEAP, sellers=FAKERS,
           brand_field=0.15, gtin=0.03, from_afar=0.5, days=240),
    Recipe("fake_disguised", 6, "branded", _BRANDED, Mark.DISGUISED, price=CHEAP, sellers=FAKERS,
           brand_field=0.3, gtin=0.03, from_afar=0.5, days=240),
    Recipe("fake_replica_talk", 10, "replica", ("replica", "middle", "close"), price=CHEAP, sellers=FAKERS,
           brand_field=0.3, gtin=0.02, from_afar=0.55, days=200),
    Recipe("fake_replica_talk", 4, "branded", ("branded", "replica", "close"), price=CHEAP, sellers=FAKERS,
           brand_field=0.4, gtin=0.05, from_afar=0.55, days=200),
    Recipe("fake_disguised_talk", 3, "replica", ("replica", "middle", "close"), price=CHEAP,
           sellers=FAKERS, brand_field=0.3, gtin=0.02, from_afar=0.55, days=200, phrase_disguised=True),
    Recipe("fake_double_disguise", 3, "hidden_talk", ("hidden_talk", "middle", "close"), Mark.DISGUISED,
           price=CHEAP, sellers=FAKERS, brand_field=0.05, gtin=0, from_afar=0.6, days=200,
           phrase_disguised=True),
    Recipe("fake_claim", 6, "official", ("claim", "middle", "close"), price=((0.7, 0.2, 0.5), (0.3, 0.5,
           0.8)), sellers=FAKERS, brand_field=0.7, gtin=0.1, from_afar=0.4, days=240),
    Recipe("fake_gtin", 4, "branded", _BRANDED, price=((0.5, 0.15, 0.5), (0.5, 0.5, 0.9)), sellers=FAKERS,
           brand_field=0.7, gtin=0, wrong_gtin=1, from_afar=0.4, days=240),
    Recipe("fake_ring", 9, "branded", ("ring", "middle", "close"), price=((0.6, 0.08, 0.35), (0.4, 0.35,
           0.6)), sellers=((1, Role.RING),), brand_field=0.4, gtin=0.05, from_afar=0.6, days=30),
    Recipe("fake_ring", 4, "branded", ("ring", "middle", "close"), Mark.DISGUISED, price=((1, 0.08, 0.4),),
           sellers=((1, Role.RING),), brand_field=0.1, gtin=0, from_afar=0.6, days=30),
)  # fmt: skip

RECIPES: Final = (*LAWFUL, *INFRINGING)
KINDS: Final = tuple(dict.fromkeys(recipe.kind for recipe in RECIPES))
INFRINGING_KINDS: Final = frozenset(recipe.kind for recipe in INFRINGING)
