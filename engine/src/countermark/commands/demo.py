"""`countermark demo` makes a market with known truth, `countermark demo-score` scores findings against it."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from countermark.demo.assortment import brand_sheets
from countermark.demo.folder import MadeMarket, read_findings, read_truth, write_market
from countermark.demo.plan import DEFAULT_INFRINGING, DEFAULT_SEED
from countermark.demo.score import score as score_of
from countermark.demo.scoreboard import scoreboard

_SHOWN_FROM = 100_000
"""Smaller markets are made before a progress bar could be read."""


@click.command("demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--listings", default=20_000, show_default=True, type=click.IntRange(min=1), help="How many.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, type=click.IntRange(0, 2**63 - 1),
              help="The same seed and number of listings give the same bytes.")  # fmt: skip
@click.option(
    "--brands", type=click.IntRange(1, len(brand_sheets())), help="Only the first so many of the brands."
)
@click.option("--infringing", default=DEFAULT_INFRINGING, show_default=True, type=click.FloatRange(0, 1),
              help="The share of listings that infringe.")  # fmt: skip
def demo(folder: Path, listings: int, seed: int, brands: int | None, infringing: float) -> None:
    """Write a simulated market with known truth to DIR: fictional brands, listings in ten languages."""
    bar = Progress(
        TextColumn("Simulated listings"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=listings < _SHOWN_FROM,
    )
    with bar:
        task = bar.add_task("listings", total=listings)
        made = write_market(
            folder,
            listings=listings,
            seed=seed,
            brands=brands,
            infringing=infringing,
            tell=lambda rows: bar.advance(task, rows),
        )
    _tell(made)


def _tell(made: MadeMarket) -> None:
    at = made.folder
    click.echo(
        f"A simulated market is in {at}: {made.listings:,} listings in ten languages, {made.infringing:,} of "
        f"them infringing, {made.brands} fictional brands, seed {made.seed}.\n"
        f"  screen it: countermark screen {at}/listings.parquet --references {at}/references "
        f"--tables {at}/tables --out {at}/findings.parquet\n"
        f"  score it:  countermark demo-score {at}"
    )


@click.command("demo-score")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def score(folder: Path) -> None:
    """Compare DIR/findings.parquet with the truth of the simulated market in DIR."""
    Console().print(scoreboard(score_of(read_truth(folder), read_findings(folder))))
