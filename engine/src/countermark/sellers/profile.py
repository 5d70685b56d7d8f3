"""The first pass over a feed: facts about every seller, and words that the market knows.

Batches go in, tables come out. What is kept in memory grows with the number of sellers (about 100 bytes each
and their names), not with that of listings: prices, texts, brands and words wait on disk (about 100 bytes a
listing, twice that with words) until all of one seller, or of one text, can be looked at together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.listings import kernels
from countermark.listings.kernels import Column, pc
from countermark.matching.matcher import Matcher
from countermark.references import References
from countermark.sellers.copies import TEXT, copies_of
from countermark.sellers.naming import named_brands
from countermark.sellers.risk import UNDATED, Age, risk
from countermark.sellers.roll import Counts, Roll
from countermark.sellers.spill import Spill
from countermark.sellers.texts import texts_of
from countermark.sellers.words import WORD, learned, word_records
from countermark.tables import INSTANT, SELLERS
from countermark.text.keys import I64
from countermark.text.tokens import Tokens, tokenise

_PRICE: Final = np.dtype([("seller", "<u4"), ("price", "<f8")])
_BRAND: Final = np.dtype([("seller", "<u4"), ("brand", "<u4")])


class Profile(NamedTuple):
    """`sellers`: `tables.SELLERS`; `words`: `tables.KNOWN_WORDS`, None unless they were to be learned.

    `unnamed`: listings without a seller, which are in no one's facts; `undated`: those without a date.
    """

    sellers: pa.Table
    words: pa.Table | None
    unnamed: int
    undated: int


class Profiler:
    """Takes tables of `tables.LISTING`. `folder` is empty, and may be removed after `finish`.

    Without `references` no brands are counted; `learn` needs them. `rates`: units of a currency for one euro.
    """

    def __init__(
        self, folder: Path, references: References | None, rates: Mapping[str, float], *, learn: bool = False
    ) -> None:
        self._references = references
        self._matcher = Matcher(references.vocabulary, references.known) if references is not None else None
        self._rates = rates
        self._learn = learn and self._matcher is not None
        self._roll = Roll()
        self._listings = Counts()
        self._first_seen = Counts(UNDATED)
        self._kinds = Counts()
        self._private = Counts()
        self._newest, self._unnamed, self._undated = 0, 0, 0
        self._texts = Spill(folder, "texts", TEXT)
        self._prices = Spill(folder, "prices", _PRICE)
        self._brands = Spill(folder, "brands", _BRAND)
        self._words = Spill(folder, "words", WORD) if self._learn else None

    def take(self, table: pa.Table) -> None:
        """Add listings."""
        if not table.num_rows:
            return
        columns = {name: _one(table[name]) for name in _READ}
        sellers = self._roll.numbers(columns["marketplace"], columns["seller_id"])
        seen = _values(columns["first_seen_at"].cast(pa.int64()), UNDATED)
        self._count(sellers, seen, columns["seller_kind"])
        tokens = tokenise([columns[name] for name in ("title", "description", "brand")])
        self._take_texts(tokens, sellers, seen)
        self._take_prices(columns["price"], columns["currency"], sellers)
        if self._references is not None and self._matcher is not None:
            rows, brands = named_brands(tokens, self._references, self._matcher)
            self._take_brands(sellers[rows], brands)
        if self._words is not None and self._matcher is not None:
            words = word_records(tokens, sellers, self._matcher)
            self._words.add(words, words["word"])

    def _count(self, sellers: I64, seen: I64, kinds: Column) -> None:
        dated = seen != UNDATED
        self._unnamed += int((sellers < 0).sum())
        self._undated += int((~dated).sum())
        self._newest = max(self._newest, int(seen[dated].max(initial=0)))
        here = np.flatnonzero(sellers >= 0)
        numbers, back = np.unique(sellers[here], return_inverse=True)
        stated = kinds.is_valid().to_numpy(zero_copy_only=False)[here]
        private = _values(pc.equal(kinds, "private"), False)[here]
        total = len(self._roll)
        self._listings.of(total)[numbers] += np.bincount(back, minlength=len(numbers))
        self._kinds.of(total)[numbers] += np.bincount(back[stated], minlength=len(numbers))
        self._private.of(total)[numbers] += np.bincount(back[private], minlength=len(numbers))
        np.minimum.at(self._first_seen.of(total), sellers[here], seen[here])

    def _take_texts(self, tokens: Tokens, sellers: I64, seen: I64) -> None:
        texts = texts_of(tokens)
        here = np.flatnonzero(texts.long & (np.tile(sellers, 2) >= 0))
        records = np.empty(len(here), dtype=TEXT)
        rows = here % tokens.rows
        records["text"], records["seller"], records["seen"] = texts.keys[here], sellers[rows], seen[rows]
        self._texts.add(records, records["text"])

    def _take_prices(self, prices: Column, currencies: Column, sellers: I64) -> None:
        amounts = _values(prices.cast(pa.float64()), np.nan)
        coded = currencies.dictionary_encode()
        rates = np.array([*(self._rates.get(code, np.nan) for code in coded.dictionary.to_pylist()), np.nan])
        euros = amounts / rates[_values(coded.indices, -1)]
        here = np.flatnonzero((sellers >= 0) & (euros > 0))
        records = np.empty(len(here), dtype=_PRICE)
        records["seller"], records["price"] = sellers[here], euros[here]
        self._prices.add(records, records["seller"].astype(np.uint64))

    def _take_brands(self, sellers: I64, brands: I64) -> None:
        pairs = np.unique(sellers[sellers >= 0] << 32 | brands[sellers >= 0])
        records = np.empty(len(pairs), dtype=_BRAND)
        records["seller"], records["brand"] = pairs >> 32, pairs & 0xFFFFFFFF
        self._brands.add(records, records["seller"].astype(np.uint64))

    def finish(self) -> Profile:
        """The facts about all that was taken. Nothing can be taken any more."""
        total = len(self._roll)
        listings, first_seen = self._listings.of(total), self._first_seen.of(total)
        copies = copies_of(self._texts.parts(), total)
        brands, users = _brand_counts(self._brands.parts(), total)
        copied = (copies.copied / np.maximum(copies.texts, 1)).astype(np.float32)
        age = Age.at(self._newest, first_seen, int(first_seen.min(initial=UNDATED)))
        names = self._roll.names()
        columns = {
            "marketplace": names["marketplace"],
            "seller_id": names["seller_id"],
            "listings": kernels.column(listings),
            "brands": kernels.column(brands),
            "first_seen_at": _nullable(first_seen, first_seen == UNDATED).cast(INSTANT),
            "copied_share": kernels.column(copied),
            "median_price_eur": _missing(_medians(self._prices.parts(), total)),
            "private_share": _missing(_shares(self._private.of(total), self._kinds.of(total))),
            "risk": kernels.column(risk(listings, brands, copied, age)),
        }
        table = pa.table([columns[name] for name in SELLERS.names], schema=SELLERS)
        words = None
        if self._words is not None and self._matcher is not None:
            words = learned(self._words.parts(), copies.groups, users, self._matcher)
        ordered = table.sort_by([("marketplace", "ascending"), ("seller_id", "ascending")])
        return Profile(ordered, words, self._unnamed, self._undated)


_READ: Final = (
    "title", "description", "brand", "marketplace", "seller_id", "seller_kind", "price", "currency",
    "first_seen_at",
)  # fmt: skip


def _brand_counts(parts: Iterable[NDArray[Any]], sellers: int) -> tuple[NDArray[np.int32], Mapping[int, int]]:
    """How many brands each seller names, and how many sellers name each brand."""
    brands = np.zeros(sellers, dtype=np.int32)
    users: Counter[int] = Counter()
    for part in parts:
        pairs = np.unique(part["seller"].astype(np.int64) << 32 | part["brand"])
        numbers, counts = np.unique(pairs >> 32, return_counts=True)
        brands[numbers] = counts
        named, counts = np.unique(pairs & 0xFFFFFFFF, return_counts=True)
        users.update(dict(zip(named.tolist(), counts.tolist(), strict=True)))
    return brands, users


def _medians(parts: Iterable[NDArray[Any]], sellers: int) -> NDArray[np.float64]:
    """The median price of each seller; NaN for one without prices."""
    medians = np.full(sellers, np.nan)
    for part in parts:
        ordered = part[np.lexsort((part["price"], part["seller"]))]
        numbers, begins, counts = np.unique(ordered["seller"], return_index=True, return_counts=True)
        low, high = begins + (counts - 1) // 2, begins + counts // 2
        medians[numbers] = (ordered["price"][low] + ordered["price"][high]) / 2
    return medians


def _shares(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float32]:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan).astype(np.float32)


def _missing(values: NDArray[Any]) -> Column:
    return _nullable(values, np.isnan(values))


def _nullable(values: NDArray[Any], mask: NDArray[np.bool_]) -> Column:
    return kernels.column(values, mask=mask)


def _one(column: Column) -> Column:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _values(column: Column, nothing: Any) -> NDArray[Any]:
    values: NDArray[Any] = column.fill_null(nothing).to_numpy(zero_copy_only=False)
    return values
