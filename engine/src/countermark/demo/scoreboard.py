"""A score as tables for the terminal, and the sentence that no number of the demo market stands without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from countermark.demo.score import PREVALENCES, BandScore, GroupScore, Score, Share
from countermark.tables import BANDS

HONEST_SENTENCE: Final = (
    "This market is simulated: fictional brands, made-up texts, shares of fakes that someone chose. "
    "The numbers say how the engine fares against this simulation; "
    "they do not say how it would fare on a real marketplace."
)


def scoreboard(score: Score) -> Group:
    """Everything that the score tells."""
    head = Text(
        f"Simulated market: {score.listings:,} listings, {score.infringing:,} of them infringing "
        f"({_percent(score.prevalence)}). low+ is a finding of band low or higher, and so on."
    )
    return Group(head, *_tables(score), Text(HONEST_SENTENCE, style="bold"))


def _tables(score: Score) -> Iterator[Table]:
    yield _bands(score)
    yield _prevalences(score)
    yield _groups("Recall by kind of infringement", "kind", score.kinds, score.bands)
    yield _groups("Recall by disguise of the mark", "disguise", score.disguises, score.bands)
    yield _groups("False hits by kind of lawful listing", "kind", score.false_hits, score.bands)


def _percent(value: float) -> str:
    if value != value:  # noqa: PLR0124  # not a number: nothing was asked
        return "–"
    return f"{value:.2%}" if 0 < value < 0.01 or 0.99 < value < 1 else f"{value:.1%}"


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(columns[0])
    for column in columns[1:]:
        table.add_column(column, justify="right")
    return table


def _bands(score: Score) -> Table:
    table = _table(
        "At the simulated share of fakes", "band", "precision", "recall", "false hits", "wrong brand"
    )
    for band in score.bands:
        shares = (band.precision, band.recall, band.false_hits, band.wrong_brand)
        table.add_row(_at_least(band), *map(_share, shares))
    return table


def _at_least(band: BandScore) -> str:
    return band.band if band.band == BANDS[-1] else f"{band.band}+"


def _share(share: Share) -> str:
    return f"{_percent(share.value)} of {share.of:,}" if share.of else "–"


def _prevalences(score: Score) -> Table:
    names = [f"at {prevalence:.1%} fakes" for prevalence in PREVALENCES]
    table = _table("Precision to expect at other shares of fakes (at worst, 95 %)", "band", *names)
    for band in score.bands:
        pairs = [band.precision_at(prevalence) for prevalence in PREVALENCES]
        table.add_row(_at_least(band), *(f"{_percent(usual)}  ({_percent(worst)})" for usual, worst in pairs))
    return table


def _groups(title: str, name: str, groups: tuple[GroupScore, ...], bands: tuple[BandScore, ...]) -> Table:
    table = _table(title, name, "listings", *map(_at_least, bands))
    for group in groups:
        table.add_row(group.name, f"{group.hits[0].of:,}", *(_percent(share.value) for share in group.hits))
    return table
