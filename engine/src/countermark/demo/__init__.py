"""The demo market: fictional brands and a simulated marketplace of any size whose truth is known.

It knows nothing of how fakes are found (a contract checks that): what it hides, and how, is written from
scratch.
"""

from __future__ import annotations

from countermark.demo.market import market, market_with_truth
from countermark.demo.registry import market_references, market_tables
from countermark.demo.score import Score, score

__all__ = ["Score", "market", "market_references", "market_tables", "market_with_truth", "score"]
