"""The goods of the brands that were asked about, and figures that sort out most prices at a glance."""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from countermark.batch import Batch
from countermark.references import References
from countermark.signals.price.products import Stock, stock_of


class Shelf:
    """Stocks by the number of the brand, filled as brands are asked about."""

    def __init__(self, references: References, rates: Mapping[str, float], today: dt.date) -> None:
        self._references = references
        self._rates = rates
        self._today = today
        self._stocks: dict[int, Stock] = {}
        self._known = np.zeros(len(references), dtype=np.bool_)
        self.stocked = np.zeros(len(references), dtype=np.bool_)
        """Whether a brand has prices that hold today."""
        self.lowest: dict[str, NDArray[np.float64]] = {}
        """The cheapest `low` of each brand by unit; 0 where it has none in the unit."""
        self.highest: dict[str, NDArray[np.float64]] = {}
        """The dearest `low`, as above."""

    @classmethod
    def of(cls, batch: Batch) -> Shelf:
        """The shelf of a batch: that of an earlier one, if it is still true."""
        with _lock:
            found = next((shelf for shelf in _shelves if shelf.fits(batch)), None)
            if found is None:
                found = cls(batch.references, batch.beside.rates, batch.today)
                _shelves.append(found)
            return found

    def fits(self, batch: Batch) -> bool:
        """Whether what was worked out holds for a batch."""
        return (
            self._references is batch.references
            and self._rates is batch.beside.rates
            and self._today == batch.today
        )

    def fill(self, brands: Iterable[int]) -> None:
        """Work out the stocks of `brands`, each once."""
        for number in brands:
            if not self._known[number]:
                stock = stock_of(self._references.brand(number), self._references, self._rates, self._today)
                if stock is not None:
                    self._put(number, stock)
                self._known[number] = True

    def _put(self, number: int, stock: Stock) -> None:
        for unit in {good.unit for good in stock.goods}:
            lows = [good.low for good in stock.goods if good.unit == unit]
            self._of(self.lowest, unit)[number] = min(lows)
            self._of(self.highest, unit)[number] = max(lows)
        self._stocks[number] = stock
        self.stocked[number] = True

    def _of(self, figures: dict[str, NDArray[np.float64]], unit: str) -> NDArray[np.float64]:
        return figures.setdefault(unit, np.zeros(len(self._references), dtype=np.float64))

    def stock(self, number: int) -> Stock:
        """The goods of a brand that has any."""
        return self._stocks[number]


_lock = threading.Lock()
_shelves: deque[Shelf] = deque(maxlen=2)
"""Those in use, one for what is being screened and one for what a running screener swaps to."""
