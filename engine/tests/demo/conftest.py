"""One simulated market that the stories of this folder share; nobody writes to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest

from countermark.demo import market_with_truth


@dataclass(frozen=True)
class Market:
    listings: pa.Table
    truth: pa.Table

    def rows(self, **truths: Any) -> list[dict[str, Any]]:
        """The listings of which these truths hold, each with its truth under `truth`."""
        pairs = zip(self.listings.to_pylist(), self.truth.to_pylist(), strict=True)
        return [
            listing | {"truth": truth}
            for listing, truth in pairs
            if all(truth[name] == value for name, value in truths.items())
        ]


@pytest.fixture(scope="session")
def simulated() -> Market:
    pairs = list(market_with_truth(listings=30_000, seed=11))
    return Market(pa.Table.from_batches([a for a, _ in pairs]), pa.Table.from_batches([b for _, b in pairs]))
