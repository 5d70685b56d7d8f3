"""The roll of sellers: each pair of marketplace and seller id has a number, by first appearance."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from countermark.listings import kernels
from countermark.listings.kernels import Column
from countermark.sellers.keys import seller_keys
from countermark.text.keys import I64, U64

_FAN: Final = 4


class Roll:
    """Numbers sellers. 16 bytes a seller beside its names."""

    def __init__(self) -> None:
        self._runs: list[tuple[U64, I64]] = []
        self._names: list[pa.Table] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def numbers(self, marketplaces: Column, sellers: Column) -> I64:
        """The number of the seller of each row; -1 where none is named."""
        keys, named = seller_keys(marketplaces, sellers)
        here = np.flatnonzero(named)
        asked, first, back = np.unique(keys[here], return_index=True, return_inverse=True)
        found = np.full(len(asked), -1, dtype=np.int64)
        for run, numbers in self._runs:
            places = np.minimum(np.searchsorted(run, asked), len(run) - 1)
            known = run[places] == asked
            found[known] = numbers[places[known]]
        new = np.flatnonzero(found < 0)
        if len(new):
            new = new[np.argsort(first[new])]
            found[new] = self._count + np.arange(len(new))
            self._enter(asked[new], found[new])
            rows = kernels.column(here[first[new]])
            columns = [marketplaces.take(rows).cast(pa.string()), sellers.take(rows).cast(pa.string())]
            self._names.append(pa.Table.from_arrays(columns, names=["marketplace", "seller_id"]))
        out = np.full(len(keys), -1, dtype=np.int64)
        out[here] = found[back]
        return out

    def _enter(self, keys: U64, numbers: I64) -> None:
        self._count += len(keys)
        order = np.argsort(keys)
        self._runs.append((keys[order], numbers[order]))
        while len(self._runs) >= _FAN and len(self._runs[-_FAN][0]) < _FAN * len(self._runs[-1][0]):
            together = [np.concatenate(parts) for parts in zip(*self._runs[-_FAN:], strict=True)]
            order = np.argsort(together[0])
            self._runs[-_FAN:] = [(together[0][order], together[1][order])]

    def names(self) -> pa.Table:
        """Marketplace and id of every seller, by number."""
        schema = pa.schema([("marketplace", pa.string()), ("seller_id", pa.string())])
        return pa.concat_tables([schema.empty_table(), *self._names])


class Counts:
    """Figures by seller number that grow with the roll."""

    def __init__(self, fill: int = 0) -> None:
        self._fill = fill
        self._values: I64 = np.full(1024, fill, dtype=np.int64)

    def of(self, sellers: int) -> I64:
        """The figures of the first `sellers` numbers, to be changed in place."""
        if sellers > len(self._values):
            grown = np.full(max(sellers, 2 * len(self._values)), self._fill, dtype=np.int64)
            grown[: len(self._values)] = self._values
            self._values = grown
        return self._values[:sellers]
