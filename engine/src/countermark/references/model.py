"""What a rights holder says of its brands, as frozen values. Read from YAML or Parquet, compiled to an index.

The field types are the one statement of the format: readers, writers and schemas go by their shape.
`gc=False`: frozen trees hold no cycles, and the collector's walks over 200,000 words would cost as much as
reading them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec


class RightKind(StrEnum):
    """The kinds of intellectual property right that a listing may infringe."""

    TRADEMARK = "trademark"
    DESIGN = "design"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    GEOGRAPHICAL_INDICATION = "geographical_indication"


class PhraseWeight(StrEnum):
    """How strongly a phrase speaks for a replica."""

    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word mark as a buyer would read it.

    `common`: also an ordinary word, which counts only in context; None means: decided by the known words.
    `classes`: the Nice classes it is protected for; empty means those of the brand's rights.
    `renders`: the mark that this one is in another script.
    """

    text: str
    common: bool | None = None
    classes: tuple[int, ...] = ()
    renders: str | None = None


class Right(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A registered right.

    `office` is a WIPO ST.3 code; `territories` are ISO 3166 codes, EU standing for its members.
    """

    id: str
    kind: RightKind = RightKind.TRADEMARK
    office: str | None = None
    number: str | None = None
    classes: tuple[int, ...] = ()
    territories: tuple[str, ...] = ()
    registered: dt.date | None = None
    expires: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Price(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the genuine product costs new: from `low` to `high` in `currency` (ISO 4217)."""

    low: Decimal
    high: Decimal
    currency: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Product(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A product of the brand."""

    id: str
    title: str
    gtin: str | None = None
    category: str | None = None
    price: Price | None = None
    photos: tuple[str, ...] = ()


class AuthorisedSeller(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A seller account that sells with the brand's consent."""

    marketplace: str
    seller_id: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Brand(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A brand and what its owner says of it. `id` is a stable slug."""

    id: str
    name: str
    words: tuple[Word, ...] = ()
    common_word: bool | None = None
    nicknames: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    logos: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    authorised_sellers: tuple[AuthorisedSeller, ...] = ()


class Phrase(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A phrase that betrays a replica in any brand's listing."""

    text: str
    weight: PhraseWeight = PhraseWeight.MEDIUM


class ReferenceSet(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All that a reference folder says: brands in the order of their ids, and phrases."""

    brands: tuple[Brand, ...] = ()
    phrases: tuple[Phrase, ...] = ()
