"""Ten million listings through every signal, and the memory that all processes of it hold at once.

The texts of two million listings come again and again, each time with new ids, marks, disguises and fresh words, so
that what the engine remembers of words grows as it would. Memory is the sum of the resident memory of all processes,
looked at four times a second; pages that they share are counted in each.
"""

from __future__ import annotations

from typing import Final

from context import Context
from figures import Figure, Part
from parts.signals import screened

MEMORY: Final = 1.5
DAY: Final = 86_400


def measure(context: Context) -> Part:
    """One run."""
    scale, market = context.scale, context.market
    listings = market.listings(scale.many)
    tables = market.tables(scale.rows)
    run = screened(listings, market.references(), tables, context.scratch)
    many = run.told["read"]
    return Part(
        title=f"{many:,} listings in one run",
        method=" ".join((__doc__ or "").split()),
        figures=[
            Figure(
                key="millions.memory", what="memory of all processes at most", value=run.shared, unit="GB",
                target=MEMORY, better="lower",
                beside=f"{run.memory:.2f} GB with shared pages counted once" if run.exact else "",
            ),
            Figure(key="millions.rate", what="listings a second", value=run.whole, unit="listings/s"),
            Figure(
                key="millions.day", what="a day of it", value=run.whole * DAY / 1e9, unit="billion listings",
                how="the rate times 86,400 s",
            ),
            Figure(key="millions.findings", what="findings", value=float(run.told["findings"])),
            Figure(
                key="millions.finish", what="putting the findings together, apart", unit="s",
                value=run.told["finish"],
            ),
        ],
    )  # fmt: skip
