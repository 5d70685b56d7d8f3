"""How often lawful trade is suspected, what precision to expect, and all other figures of quality on one page.

    python bench/quality/lawful.py [--disguises FILE]    measures, prints, writes bench/quality/RESULTS.md
    python bench/quality/lawful.py --samples 5           also prints false hits as they stand, to find their causes

FILE is what `python bench/quality/disguises.py --json FILE` writes; bench/.cache/quality/disguises.json is found
by itself. Without `shared/data` beside the repository what
needs real titles is left out, and the page says so. A run that is not whole goes to bench/.cache/quality instead.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import lawful_listings as made
import pyarrow as pa
import pyarrow.parquet as pq
from lawful_goods import CURRENCY, Goods, brand_id
from lawful_market import by_kind, cause_of, markets, rates
from lawful_page import Page, causes_table, fair_use_section, precision_sections, told
from referential import SHARED, examples

sys.path.append(str(Path(__file__).parent.parent))

from countermark.demo.score import Share
from countermark.references import References
from countermark.screener import Screener
from countermark.tables import BANDS, RATES

HERE: Final = Path(__file__).resolve().parent
CACHE: Final = HERE.parent / ".cache" / "quality"
KEPT: Final = CACHE / "disguises.json"
RESALE: Final = 10_000
EACH: Final = 2_000
"""Listings of each further group that is drawn."""
SEEDS: Final = (1, 2, 3, 4, 5)
MARKET: Final = 20_000
BATCH: Final = 8_192


class FalseHit(NamedTuple):
    """A finding about a lawful listing. `cause`: what raised it, the heaviest first; `own`: of the brand it names."""

    listing: made.Lawful
    band: str
    cause: tuple[str, ...]
    own: bool
    signals: list[dict[str, Any]]
    score: float


@dataclass
class Trade:
    """Lawful listings of real titles, and what was wrongly found in them."""

    brands: int
    products: int
    counts: Counter[str] = field(default_factory=Counter)
    hits: list[FalseHit] = field(default_factory=list)
    """The strongest finding of each listing that has one."""

    def share(self, groups: Sequence[str], band: str) -> Share:
        """Of the listings of some groups those hit at a band or above."""
        among = [hit for hit in self.hits if hit.listing.group in groups]
        reached = sum(BANDS.index(hit.band) >= BANDS.index(band) for hit in among)
        return Share(reached, sum(self.counts[group] for group in groups))

    @property
    def resale(self) -> list[str]:
        """The groups that the target is about."""
        return [group for group in self.counts if group.startswith("resale")]


def main() -> None:
    """Measure, print, write."""
    given = _arguments()
    began = time.monotonic()
    page = Page()
    trade = _trade(given, page)
    _simulated(given, page, trade)
    _fair_use(page)
    page.disguises(given.disguises)
    page.timing(time.monotonic() - began)
    whole = (
        not page.missing and given.resale == RESALE and given.seeds == list(SEEDS) and given.market == MARKET
    )
    folder = HERE if whole else CACHE
    folder.mkdir(parents=True, exist_ok=True)
    text = page.text()  # once: it tells the state of the repository, which writing changes
    (folder / "RESULTS.md").write_text(text, encoding="utf-8")
    print(text)
    if trade and given.samples:
        _show(trade, given.samples)
    for missing in page.missing:
        print(f"SKIPPED: {missing}", file=sys.stderr)
    print(f"Written: {folder / 'RESULTS.md'}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--disguises", type=Path, metavar="FILE", default=KEPT if KEPT.is_file() else None,
        help=f"what disguises.py --json FILE wrote (left out: {KEPT.name} in bench/.cache/quality, if it is there)",
    )  # fmt: skip
    parser.add_argument("--samples", type=int, default=0, help="false hits of each cause to print")
    parser.add_argument("--resale", type=int, default=RESALE, help="lawful listings of the main measure")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="of the simulated markets")
    parser.add_argument("--market", type=int, default=MARKET, help="listings of each simulated market")
    given = parser.parse_args()
    if given.disguises and not given.disguises.is_file():
        parser.error(
            f"{given.disguises}: no such file; python bench/quality/disguises.py --json FILE writes it"
        )
    return given


def _trade(given: argparse.Namespace, page: Page) -> Trade | None:
    """Lawful trade with real titles; None, and said so, without them."""
    try:
        goods = Goods.read(SHARED)
    except FileNotFoundError as error:
        page.left_out("Lawful trade with real titles", f"{Path(str(error.filename)).name} is not there")
        return None
    print("lawful trade with real titles …", file=sys.stderr, flush=True)
    listings = _listings(goods, given.resale)
    trade = Trade(len(goods.listed), sum(map(len, goods.listed.values())))
    trade.counts.update(listing.group for listing in listings)
    with tempfile.TemporaryDirectory() as folder:
        trade.hits = _screened(_screener(goods, Path(folder)), listings)
    page.trade(trade)
    return trade


def _listings(goods: Goods, count: int) -> list[made.Lawful]:
    each = min(EACH, count)
    return [
        *made.resale(goods, count),
        *made.unlisted(goods),
        *made.elsewhere(goods),
        *made.second_hand(goods, each),
        *made.clearance(goods, each),
        *made.packs(goods, each),
        *made.own_shop(goods, each),
        *made.accessories(goods, examples(SHARED), each),
        *made.fitting(goods, each),
        *made.bare(goods),
    ]


def _screener(goods: Goods, folder: Path) -> Screener:
    tables = folder / "tables"
    tables.mkdir()
    rate = {"currency": CURRENCY, "per_eur": 1.1, "date": made.RATES_OF}
    pq.write_table(pa.Table.from_pylist([rate], schema=RATES), tables / "rates.parquet")
    return Screener(References.of(goods.references(), folder / "index"), tables=tables)


def _screened(screener: Screener, listings: Sequence[made.Lawful]) -> list[FalseHit]:
    table = made.table(listings)
    strongest: dict[int, dict[str, Any]] = {}
    for start in range(0, table.num_rows, BATCH):
        screened = screener.screened(table.slice(start, BATCH), now=made.NOW)
        if screened.rejected:
            raise RuntimeError(f"a listing of the bench was rejected: {screened.rejected[0]}")
        for row in screened.findings.to_pylist():
            place = int(row["listing_id"])
            if place not in strongest or strongest[place]["score"] < row["score"]:
                strongest[place] = row
    return [_false_hit(listings[place], row) for place, row in sorted(strongest.items())]


def _false_hit(listing: made.Lawful, row: dict[str, Any]) -> FalseHit:
    own = row["brand_id"] == brand_id(listing.mark) if listing.mark else False
    return FalseHit(listing, row["band"], cause_of(row["signals"]), own, row["signals"], row["score"])


def _simulated(given: argparse.Namespace, page: Page, trade: Trade | None) -> None:
    """The simulated markets, and the precision that both sources of lawful listings let one expect."""
    print(f"simulated markets, {len(given.seeds)} x {given.market:,} listings …", file=sys.stderr, flush=True)
    made_up = list(markets(given.seeds, given.market))
    scores = [market.score for market in made_up]
    real = {band: trade.share(trade.resale, band) for band in BANDS} if trade else {}
    page.add(precision_sections(rates(scores, real)))
    page.add(told("Simulated fakes found, by kind", by_kind(scores, "kinds")))
    page.add(told("Simulated lawful listings wrongly hit, by kind", by_kind(scores, "false_hits")))
    causes = sum((market.causes for market in made_up), Counter[tuple[str, tuple[str, ...], str]]())
    page.add(causes_table("What raised them", causes))


def _fair_use(page: Page) -> None:
    if not (SHARED / "data/titles/titles.csv").exists():
        page.left_out("Fair use", "titles.csv is not there")
        return
    print("fair use …", file=sys.stderr, flush=True)
    page.add(fair_use_section(SHARED))


def _show(trade: Trade, samples: int) -> None:
    """False hits as they stand, by cause."""
    by_cause: dict[tuple[str, ...], list[FalseHit]] = defaultdict(list)
    for hit in trade.hits:
        by_cause[hit.cause].append(hit)
    for cause, hits in sorted(by_cause.items(), key=lambda entry: -len(entry[1])):
        print(f"\n== {' + '.join(cause)}: {len(hits)}")
        for hit in hits[:: max(len(hits) // samples, 1)][:samples]:
            fields = hit.listing.fields
            print(f"  [{hit.listing.group}; {hit.band}; {hit.listing.mark}] {fields['title']}")
            print(
                f"      asks {fields.get('price')}, references {hit.listing.range}, {fields.get('condition')}"
            )
            for signal in hit.signals:
                print(f"      {signal['weight']:+.2f} {signal['name']}: {signal['text']}")


if __name__ == "__main__":
    main()
