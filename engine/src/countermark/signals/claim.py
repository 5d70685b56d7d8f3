"""A listing that claims what its seller is not, or bears a number that is not that of its goods.

Who writes "official Norrvik store" and is not among the sellers that Norrvik names misleads buyers. Not to be
among them is nothing by itself: lawful resale needs no leave. "100 % authentic" is no claim here, since
honest resellers write it as often as others; nor is "official licensed product", which speaks of the goods.
Where a brand names no sellers at all, or the listing no seller, there is nothing to hold the claim against.

A GTIN with a wrong check digit, or of other goods, is often a slip and counts little.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from countermark.batch import Batch, Place
from countermark.evidence import Detail, Entry, Evidence, Example, Pairs, Phase, Signal, evidence_of
from countermark.matching.phrasebook import Phrasebook
from countermark.matching.terms import TermKind
from countermark.references import References
from countermark.references.loaded import ProductOf
from countermark.text import gtin
from countermark.text.claims import Claimed, claimed
from countermark.text.fold import fold
from countermark.text.lexicon import phrase_lists

ELSEWHERE: Final = 0.6
"""What a claim counts on a marketplace where the brand names no seller."""
MOST_TITLES: Final = 100_000
"""Titles of products whose words are remembered."""
TELLING: Final = 2
"""Words of another product's own that a title must have to name it."""


class Claim(Signal):
    """The listing claims to be official, or bears another product's number."""

    name = "claim"
    phase = Phase.RAISE
    kinds: ClassVar = (
        "claims_official", "claims_authorised", "gtin_check_digit", "gtin_other_brand",
        "gtin_other_product",
    )  # fmt: skip

    def __init__(self, references: References) -> None:
        lists = phrase_lists("claim")
        groups = ("official", "authorised", "whole_official", "whole_authorised")
        words = {
            fold(word): word for group in groups for several in lists[group].values() for word in several
        }
        self._book = Phrasebook(list(words.values()), references.known)
        self._titles = lru_cache(maxsize=MOST_TITLES)(_words)

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """Claims and numbers in the rows of `pairs`."""
        return evidence_of([*self._claims(batch, pairs), *self._numbers(batch, pairs)])

    def _claims(self, batch: Batch, pairs: Pairs) -> Iterator[Entry]:
        """Claims beside a mark, by sellers whom the mark's owner does not name."""
        found = self._book.find(batch.tokens_of(batch.mask(pairs)), disguises=False)
        if not len(found):
            return
        marks = _marks(batch, np.unique(found.segments))
        asked = set(zip(pairs.rows.tolist(), pairs.brands.tolist(), strict=True))
        told: set[tuple[int, int, str]] = set()
        for segment in np.unique(found.segments).tolist():
            here = marks.get(segment, {}).items()
            near = {brand: places for brand, places in here if (places[0].row, brand) in asked}
            for brand, places in near.items():
                row, field = places[0].row, places[0].field
                spans = [(place.start, place.end) for place in places]
                for claim in claimed(batch.text(row, field), spans, name=field == "seller_name"):
                    if _gap(claim, places) > min(_gap(claim, others) for others in near.values()):
                        continue  # another brand's shop, whose goods fit this one's
                    entry = _entry(batch, Place(row, field, claim.start, claim.end), brand, claim)
                    if entry is not None and (row, brand, claim.kind) not in told:
                        told.add((row, brand, claim.kind))
                        yield entry

    def _numbers(self, batch: Batch, pairs: Pairs) -> Iterator[Entry]:
        """GTINs with a wrong check digit, or of other goods than the row's."""
        rows = np.unique(pairs.rows)
        given: Any = batch.column("gtin").take(rows)
        if given.null_count == len(given):
            return
        good = gtin.canonicals(given)
        known = pc.is_in(good, value_set=batch.references.gtin_column)
        here = np.flatnonzero(known.to_numpy(zero_copy_only=False))
        if len(here):
            owners = [batch.references.gtins[number] for number in good.take(here).to_pylist() if number]
            yield from self._of_other_goods(batch, pairs, rows[here], owners)
        for n in np.flatnonzero(_wrong(given)).tolist():
            detail = Detail(f"bears the GTIN {given[n].as_py()}, whose check digit is wrong", "gtin")
            for brand in _brands(pairs, int(rows[n])):
                yield Entry(int(rows[n]), brand, Claim.kinds.index("gtin_check_digit"), 1.0, detail)

    def _of_other_goods(
        self, batch: Batch, pairs: Pairs, rows: NDArray[np.int32], owners: Sequence[ProductOf]
    ) -> Iterator[Entry]:
        """Known GTINs in rows that name another brand, or another product of the brand.

        A row that names the owner of its GTIN beside others names the others fairly: the case for their goods
        bears the number of its own maker.
        """
        hits, vocabulary = batch.hits, batch.references.vocabulary
        named = batch.rows_of(hits).astype(np.int64) << 32 | vocabulary.brands[hits.terms]
        owned = rows.astype(np.int64) << 32 | np.array([owner.brand for owner in owners], dtype=np.int64)
        for row, owner, is_named in zip(rows.tolist(), owners, np.isin(owned, named).tolist(), strict=True):
            brands = _brands(pairs, row)
            if not is_named:
                name = batch.references.brand(owner.brand).name
                text = f"bears the GTIN of {owner.product.title} by {name}"
                detail = Detail(text, "gtin", reference_id=owner.product.id)
                for brand in brands:
                    yield Entry(row, brand, Claim.kinds.index("gtin_other_brand"), 1.0, detail)
            elif owner.brand in brands:
                other = self._named_instead(batch.references, batch.text(row, "title"), owner)
                if other is not None:
                    text = f"names {other}, bears the GTIN of {owner.product.title}"
                    detail = Detail(text, "gtin", reference_id=owner.product.id)
                    yield Entry(row, owner.brand, Claim.kinds.index("gtin_other_product"), 1.0, detail)

    def _named_instead(self, references: References, title: str, owner: ProductOf) -> str | None:
        """The title of another product that a listing clearly names, if it has no word of the right one."""
        said = _words(title)
        meant = self._titles(owner.product.title)
        for other in references.brand(owner.brand).products:
            words = self._titles(other.title)
            own = words - meant
            if len(own) >= TELLING and own <= said and meant - words and not (meant - words) & said:
                return other.title
        return None

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """See `Signal.examples`."""
        return [
            *(_example({"title": title}, "claims_official") for title in _OFFICIAL),
            *(_example({"title": title}, "claims_authorised") for title in _AUTHORISED),
            *(_example({"title": title}) for title in _INNOCENT),
            *(_example(listing, *kinds) for listing, kinds in _LISTINGS),
        ]


def _marks(batch: Batch, segments: NDArray[np.int32]) -> dict[int, dict[int, list[Place]]]:
    """The places of marks in some segments, by segment and brand."""
    vocabulary, hits = batch.references.vocabulary, batch.hits
    here = np.isin(hits.segments, segments) & (vocabulary.kinds[hits.terms] != TermKind.PHRASE)
    found: dict[int, dict[int, list[Place]]] = {}
    for hit in np.flatnonzero(here).tolist():
        brand = int(vocabulary.brands[hits.terms[hit]])
        places = found.setdefault(int(hits.segments[hit]), {}).setdefault(brand, [])
        place = batch.place(hits, hit)
        if not places or place.start >= places[-1].end:
            places.append(place)
    return found


def _gap(claim: Claimed, places: Sequence[Place]) -> int:
    """How far a claim is from the nearest of a brand's marks; 0 for one within it."""
    return min(max(place.start - claim.end, claim.start - place.end, 0) for place in places)


class _Standing(NamedTuple):
    """How a seller stands to a brand: what a claim counts, and what to say of it."""

    share: float
    text: str


def _entry(batch: Batch, place: Place, brand: int, claim: Claimed) -> Entry | None:
    standing = _standing(batch, place.row, brand)
    if standing is None:
        return None
    words = "to be official" if claim.kind == "official" else "to be authorised"
    shown = " ".join(batch.text(place.row, place.field)[place.start : place.end].split())
    detail = Detail(f'claims {words}, "{shown}"; {standing.text}', place.field, place.start, place.end)
    return Entry(place.row, brand, Claim.kinds.index(f"claims_{claim.kind}"), standing.share, detail)


def _standing(batch: Batch, row: int, brand: int) -> _Standing | None:
    """How the seller of a row stands to a brand; None if authorised, or if that cannot be known."""
    seller = batch.value(row, "seller_id")
    named = batch.references.brand(brand).authorised_sellers
    if not seller or not named:
        return None
    marketplace = batch.value(row, "marketplace")
    terms = [
        (first, last)
        for number, first, last in batch.references.sellers.get((marketplace, seller), ())
        if number == brand
    ]
    if any(_in_force(first, last, batch.today) for first, last in terms):
        return None
    if terms:
        ended = [last for _, last in terms if last and last < batch.today]
        text = f"the authorisation ended on {max(ended)}" if ended else "the authorisation has not begun"
        return _Standing(1.0, text)
    here = any(other.marketplace == marketplace for other in named)
    return _Standing(1.0 if here else ELSEWHERE, "the seller is not on the brand's list")


def _in_force(first: dt.date | None, last: dt.date | None, today: dt.date) -> bool:
    return (first is None or first <= today) and (last is None or today <= last)


def _wrong(given: Any) -> NDArray[np.bool_]:
    """Which entries have the shape of a GTIN and a wrong check digit; "n/a" and article numbers have not."""
    texts: Any = pc.fill_null(given.cast(pa.string()), "")
    numbers = pc.replace_substring_regex(texts, r"[ -]", "")
    shaped = pc.match_substring_regex(numbers, r"^(?:[0-9]{8}|[0-9]{12,14})$")
    nothing = pc.match_substring_regex(numbers, r"^0+$")
    valid: Any = pc.fill_null(gtin.valid(given), pa.scalar(value=True))
    wrong = pc.and_not(pc.and_not(shaped, nothing), valid)
    return np.asarray(wrong.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _brands(pairs: Pairs, row: int) -> list[int]:
    low, high = np.searchsorted(pairs.rows, [row, row + 1])
    return [int(brand) for brand in pairs.brands[low:high]]


def _words(title: str) -> frozenset[str]:
    """The words of a title, folded."""
    return frozenset(fold(title).split())


_REFERENCES: Final = {
    "brands": [
        {
            "id": "norrvik",
            "name": "Norrvik",
            "words": ["Norrvik", {"text": "诺维克", "renders": "Norrvik"}],
            "products": [
                {"id": "arctic-parka", "title": "Norrvik Arctic Parka", "gtin": "4006381333931"},
                {"id": "fjord-boots", "title": "Norrvik Fjord Boots", "gtin": "5901234123457"},
            ],
            "authorised_sellers": [
                {"marketplace": "bazaar", "seller_id": "norrvik-shop"},
                {"marketplace": "bazaar", "seller_id": "once-ours", "valid_until": "2025-06-30"},
            ],
        },
        {
            "id": "velmora",
            "name": "Velmora",
            "words": ["Velmora"],
            "products": [{"id": "tote", "title": "Velmora Tote", "gtin": "96385074"}],
        },
    ]
}

_OFFICIAL: Final = (
    "Official Norrvik store: parka", "Norrvik official store parka", "Norrvik flagship store",
    "Offizieller Norrvik Shop", "Boutique officielle Norrvik", "Tienda oficial Norrvik",
    "Loja oficial Norrvik", "Negozio ufficiale Norrvik", "Официальный магазин Norrvik",
    "Norrvik resmi mağazası", "المتجر الرسمي Norrvik", "诺维克官方旗舰店", "諾維克 Norrvik官方旗艦店",
)  # fmt: skip
_AUTHORISED: Final = (
    "Authorised Norrvik dealer", "Parka, authorized reseller of Norrvik", "Autorisierter Norrvik Händler",
    "Revendeur agréé Norrvik", "Distribuidor autorizado Norrvik", "Revendedor autorizado Norrvik",
    "Rivenditore autorizzato Norrvik", "Авторизованный дилер Norrvik", "Norrvik yetkili satıcısı",
    "موزع معتمد Norrvik", "诺维克授权经销商", "Norrvik正品授权店",
)  # fmt: skip
_INNOCENT: Final = (
    "Norrvik parka", "Official licensed Norrvik product", "Officially licensed Norrvik shirt",
    "Norrvik official size ball", "Official rules of golf, Norrvik edition",
    "Norrvik phone, tested by authorised service", "Norrvik watch, authorised service centre",
    "100 % authentic Norrvik parka", "Genuine Norrvik parka, original tags",
    "Norrvik parka, bought in the official Norrvik store",
    "Norrvik Jacke, gekauft im offiziellen Norrvik Shop", "We are not an authorised Norrvik dealer",
    "This is no official Norrvik store",
    "Official store of warm things for the whole family, many fine brands like Norrvik",
    "Norrvik专柜购入 官方旗舰店购买",
)  # fmt: skip

_AT: Final = {"marketplace": "bazaar", "seller_id": "s-1"}
_LISTINGS: Final[Sequence[tuple[dict[str, Any], tuple[str, ...]]]] = (
    ({"title": "Parka", "seller_name": "Norrvik Official"}, ("claims_official",)),
    ({"title": "Norrvik parka", "seller_name": "Official Outdoor Store"}, ()),
    ({"title": "Official Norrvik store", "seller_id": "norrvik-shop"}, ()),
    ({"title": "Official Norrvik store", "seller_id": "once-ours"}, ("claims_official",)),
    ({"title": "Official Norrvik store", "seller_id": None}, ()),
    ({"title": "Official Norrvik store", "marketplace": "elsewhere"}, ("claims_official",)),
    ({"title": "Norrvik parka", "gtin": "4006381333932"}, ("gtin_check_digit",)),
    ({"title": "Norrvik Arctic Parka", "gtin": "4006381333931"}, ()),
    ({"title": "Norrvik parka", "gtin": "Does not apply"}, ()),
    ({"title": "Norrvik parka", "gtin": "NV-20441"}, ()),
    ({"title": "Norrvik parka", "gtin": "0000000000000"}, ()),
    ({"title": "Norrvik parka", "gtin": "96385074"}, ("gtin_other_brand",)),
    ({"title": "Velmora tote for Norrvik boots", "gtin": "96385074"}, ()),
    ({"title": "Norrvik Fjord Boots", "gtin": "4006381333931"}, ("gtin_other_product",)),
    ({"title": "Norrvik Arctic Parka and Fjord Boots", "gtin": "4006381333931"}, ()),
    ({"title": "Norrvik winter boots", "gtin": "4006381333931"}, ()),
)


def _example(listing: dict[str, Any], *kinds: str) -> Example:
    return Example({**_AT, **listing}, frozenset(kinds), _REFERENCES, brand="norrvik")
