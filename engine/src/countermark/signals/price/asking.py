"""What the listings of a batch ask, in one unit, and which ask so little that it takes a closer look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.listings import kernels
from countermark.listings.kernels import Column, pc
from countermark.signals.price.amounts import PACK_HINT
from countermark.signals.price.judging import CONDITIONS, MOST_IN_PACK, NOTHING, UNSAID, Asked
from countermark.signals.price.naming import surely_named
from countermark.signals.price.products import Stock
from countermark.signals.price.shelf import Shelf
from countermark.text import gtin

START: Final = 1.0
"""Up to this, in its own currency or in euros, a price is where an auction starts, or none at all."""
NO_UNIT: Final = ""
"""The unit of a listing that states no currency: no good is sold in it."""
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Suspect(NamedTuple):
    """A pair whose price is low for some product of the brand."""

    row: int
    brand: int
    asked: Asked


class Asking:
    """Pairs of rows and brands with prices, side by side, and what each asks."""

    def __init__(
        self, batch: Batch, shelf: Shelf, rows: NDArray[np.int32], brands: NDArray[np.int32]
    ) -> None:
        self._batch = batch
        self._shelf = shelf
        self._rows = rows
        self._brands = brands
        priced = _values(_taken(batch, "price", rows).cast(pa.float64()), np.nan)
        currencies = _taken(batch, "currency", rows).dictionary_encode()
        self._codes = _values(currencies.indices, -1).astype(np.int64)
        names = currencies.dictionary.to_pylist()
        rates = batch.beside.rates
        self._units = ["EUR" if name in rates else name for name in names]
        amounts = priced / np.array([*(rates.get(name, 1.0) for name in names), np.nan])[self._codes]
        amounts[(priced <= START) | (amounts <= START)] = np.nan
        self._amounts: Floats = amounts
        self._priced: NDArray[np.bool_] = ~np.isnan(priced)

    def suspects(self) -> Iterator[Suspect]:
        """The pairs that ask so little that it matters what they sell; notes what cannot be compared."""
        self._note("price: no currency stated", int((self._priced & (self._codes < 0)).sum()))
        lowest, dearest = np.zeros(len(self._rows)), np.zeros(len(self._rows))
        for code, unit in enumerate(self._units):
            mine = np.flatnonzero(self._codes == code)
            if unit in self._shelf.highest:
                lowest[mine] = self._shelf.lowest[unit][self._brands[mine]]
                dearest[mine] = self._shelf.highest[unit][self._brands[mine]]
            self._note_rates(mine[self._priced[mine] & (dearest[mine] == 0)], unit)
        near = np.flatnonzero(self._amounts < NOTHING * MOST_IN_PACK * dearest)
        if not len(near):
            return
        # A good says something only if its price is above the bound.
        bounds = self._amounts[near] / NOTHING / self._of_new(near)
        bounds[self._may_be_packs(near)] /= MOST_IN_PACK
        low = bounds < dearest[near]
        yield from self._worth_reading(near[low], bounds[low], lowest[near[low]])

    def _conditions(self, places: Places) -> Column:
        """The condition of each listing; a private person's is used where it is not said."""
        rows = self._rows[places]
        stated, kind = _taken(self._batch, "condition", rows), _taken(self._batch, "seller_kind", rows)
        private = pc.equal(kind, "private").fill_null(False)
        return pc.if_else(pc.and_(pc.is_null(stated), private), "used", stated)

    def _of_new(self, places: Places) -> Floats:
        conditions = self._conditions(places)
        shares = np.full(len(places), UNSAID)
        for condition, share in CONDITIONS.items():
            shares[_values(pc.equal(conditions, condition), False)] = share
        return shares

    def _may_be_packs(self, places: Places) -> NDArray[np.bool_]:
        titles = self._batch.texts["title"].take(kernels.column(self._rows[places]))
        return _values(pc.match_substring_regex(titles, PACK_HINT), False)

    def asked(self, places: Places) -> list[Asked]:
        """What the listings of some pairs ask, with what bears on it."""
        rows = self._rows[places]
        units = [*self._units, NO_UNIT]  # a listing without a currency has code -1
        columns = zip(
            self._amounts[places].tolist(),
            [units[code] for code in self._codes[places].tolist()],
            self._conditions(places).to_pylist(),
            _taken(self._batch, "category", rows).to_pylist(),
            gtin.canonicals(_taken(self._batch, "gtin", rows)).to_pylist(),
            surely_named(self._batch, rows, self._brands[places]).tolist(),
            strict=True,
        )
        return [Asked(*fields) for fields in columns]

    def _worth_reading(self, places: Places, bounds: Floats, lowest: Floats) -> Iterator[Suspect]:
        """Those of `places` where some good that the listing may be about is dearer than its bound."""
        rows = self._rows[places]
        columns = zip(
            rows.tolist(),
            self._brands[places].tolist(),
            self.asked(places),
            self._title_words(rows),
            bounds.tolist(),
            (lowest > bounds).tolist(),
            strict=True,
        )
        for row, brand, asked, words, bound, below_all in columns:
            stock = self._shelf.stock(brand)
            near = (asked.named and below_all) or _may_be_dearer(stock, asked, words, bound)
            if near and stock.sells_in(asked.category, asked.unit):
                yield Suspect(row, brand, asked)

    def _title_words(self, rows: NDArray[np.int32]) -> list[list[int]]:
        """The keys of the words of each title; titles are the first of the fields."""
        tokens = self._batch.tokens
        begins = np.searchsorted(tokens.segments, rows, side="left").tolist()
        ends = np.searchsorted(tokens.segments, rows, side="right").tolist()
        return [tokens.words[begin:end].tolist() for begin, end in zip(begins, ends, strict=True)]

    def _note_rates(self, silent: Places, unit: str) -> None:
        """Say which rates are missing: that of the listings' currency, else those of the products'."""
        if unit != "EUR":
            self._note(f"price: no rate for {unit}", len(silent))
            return
        for brand in self._brands[silent].tolist():
            for currency in sorted({good.price.currency for good in self._shelf.stock(brand).goods}):
                self._note(f"price: no rate for {currency}", 1)

    def _note(self, text: str, count: int) -> None:
        if count:
            self._batch.notes[text] += count


def _may_be_dearer(stock: Stock, asked: Asked, words: list[int], bound: float) -> bool:
    """Whether the listing may be about a good that is dearer than `bound`. Says yes where it cannot tell."""
    if stock.unspaced:
        return True
    known = stock.gtins.get(asked.gtin)
    if known is not None and known.low > bound:
        return True
    if asked.named and stock.category_low(asked.category, asked.unit) > bound:
        return True
    return any(stock.highest.get((asked.unit, word), 0.0) > bound for word in words)


def _taken(batch: Batch, name: str, rows: NDArray[np.int32]) -> Column:
    return batch.column(name).take(kernels.column(rows))


def _values(column: Column, nothing: Any) -> NDArray[Any]:
    values: NDArray[Any] = column.fill_null(nothing).to_numpy(zero_copy_only=False)
    return values
