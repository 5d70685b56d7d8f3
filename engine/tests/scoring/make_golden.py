"""Writes down what a scoring says of the golden market: what freezes it.

    .venv/bin/python engine/tests/scoring/make_golden.py v1

The market (`golden/market`) is written by hand: fictional brands, listings of every kind of suspicion and of
lawful trade, tables beside them. What is written down is all that a scoring decides: findings, scores, bands,
reasons with their weights and places. The sentences for people are left out: they may become better without a
new scoring.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from countermark.feeds import open_feed
from countermark.references import References
from countermark.references.check import read_references
from countermark.screener import Screener

GOLDEN: Final = Path(__file__).parent / "golden"
MARKET: Final = GOLDEN / "market"
NOW: Final = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
DIGITS: Final = 4
AGAIN: Final = (
    "If the scoring is not released yet, write it down anew: "
    ".venv/bin/python engine/tests/scoring/make_golden.py {name}\n"
    "If it is, leave it as it is and make another one."
)


def listings() -> pa.Table:
    """The listings of the golden market."""
    chunks = list(open_feed(MARKET / "listings.jsonl").chunks())
    assert not any(chunk.rejected for chunk in chunks)
    return pa.concat_tables([chunk.table for chunk in chunks])


def said(name: str, folder: Path) -> list[dict[str, Any]]:
    """What scoring `name` says of the golden market; the references are compiled into `folder`."""
    references = References.of(read_references(MARKET), folder)
    screener = Screener(references, scoring=name, tables=MARKET)
    return [_told(row) for row in screener.screen(listings(), now=NOW).to_pylist()]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "listing": row["listing_id"],
        "brand": row["brand_id"],
        "rights": row["right_ids"],
        "score": round(row["score"], DIGITS),
        "band": row["band"],
        "signals": [
            [signal["name"], round(signal["weight"], DIGITS), signal["field"], signal["start"], signal["end"]]
            for signal in row["signals"]
        ],
    }


def golden(name: str) -> Path:
    """Where what scoring `name` said is written down."""
    return GOLDEN / f"{name}.jsonl"


def main() -> None:
    """Write down what the scorings named on the command line say now."""
    if not sys.argv[1:]:
        sys.exit(f"usage: {sys.argv[0]} SCORING...")
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            rows = said(name, Path(folder))
        golden(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        print(f"{len(rows)} findings of {listings().num_rows} listings: {golden(name)}")  # noqa: T201  # a script


if __name__ == "__main__":
    main()
