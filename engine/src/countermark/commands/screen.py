"""`countermark screen`: feeds in, findings out."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Final

import click

from countermark.commands.presuming import CURRENCY, MARKETPLACE, presumed
from countermark.commands.progress import ScreeningProgress
from countermark.errors import UnusableInput
from countermark.report import RunFacts, write_report
from countermark.runners.journal import State, rejected_path
from countermark.runners.local import Job, run
from countermark.scoring import DEFAULT
from countermark.screener import Screener

DONE = 0
DONE_WITH_REJECTED = 1
_MENDS: Final = {
    "price: no currency stated": "--currency CODE says which currency is meant where none is stated",
    "price: no rate for": "--tables DIR gives exchange rates",
}
"""What to do about what was left out, by how the note begins."""


@click.command()
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FEED...")
@click.option(
    "--references",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder with references.yaml or Parquet, or a compiled index.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Findings, as .parquet or .jsonl.",
)
@click.option(
    "--tables", type=click.Path(path_type=Path), help="Folder with rates, sellers, known_words, categories."
)
@click.option("--scoring", default=DEFAULT, show_default=True, help="Which scoring to use.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Also write a page to look at."
)
@click.option(
    "--history",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also add every listing to the history in this folder.",
)
@MARKETPLACE
@CURRENCY
@click.option("--workers", type=click.IntRange(min=1), help="Processes; all cores if left out.")
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--overwrite", is_flag=True, help="Replace findings that are there already.")
def screen(
    feeds: tuple[Path, ...], references: Path, out: Path, tables: Path | None, scoring: str,
    report: Path | None, history: Path | None, marketplace: str, currency: str | None,
    workers: int | None, resume: bool, overwrite: bool,
) -> int:  # fmt: skip
    """Screen every listing of the FEEDs and write the suspects.

    A FEED is a file (Google Merchant XML or TSV, Shopify CSV, schema.org JSON-LD, JSON Lines, Parquet, CSV;
    gzip too) or a folder of them. Exit status: 0 done, 1 done with rejected rows, 2 unusable input, 130
    interrupted.
    """
    check_output(out, overwrite=overwrite or resume)
    unsaid = presumed(marketplace, currency)
    screener = Screener(references, scoring=scoring, tables=tables)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with ScreeningProgress(screener.references) as progress:
        state = run(Job(feeds, out, now, workers or 0, resume, history, unsaid), screener, progress)
    if report is not None:
        write_report(out, report, run=_facts(state, screener, feeds, now))
    _tell(state, out, report)
    return DONE_WITH_REJECTED if state.rejected else DONE


def check_output(out: Path, *, overwrite: bool) -> None:
    """Refuse an output that cannot be written, or that would be lost."""
    if out.suffix not in {".parquet", ".jsonl"}:
        raise UnusableInput(
            f"{out}: findings are written as .parquet or .jsonl", mend="give --out one of these"
        )
    if out.exists() and not overwrite:
        raise UnusableInput(
            f"{out}: is there already", mend="give another --out, or --overwrite to replace it"
        )


def _facts(state: State, screener: Screener, feeds: tuple[Path, ...], now: dt.datetime) -> RunFacts:
    known = screener.references
    return RunFacts(
        listings=state.read,
        rejected=dict(state.rejected),
        duration=dt.timedelta(seconds=state.seconds),
        rate=state.read / state.seconds if state.seconds else None,
        scoring_version=screener.scoring_version,
        references_version=known.version,
        screened_at=now,
        feeds=tuple(str(feed) for feed in feeds),
        skipped=tuple(f"{note} ({count:,} listings)" for note, count in state.notes.most_common()),
        command=" ".join(["countermark", *sys.argv[1:]]),
        brand_names={
            name: known.brand(known.numbers[name]).name for name in state.brands if name in known.numbers
        },
    )


def _tell(state: State, out: Path, report: Path | None) -> None:
    rate = state.read / state.seconds if state.seconds else 0
    bands = ", ".join(f"{state.bands.get(band, 0):,} {band}" for band in ("high", "medium", "low"))
    click.echo(f"{state.read:,} listings screened in {state.seconds:.1f} s ({rate:,.0f} a second)")
    click.echo(f"{state.findings:,} findings in {out}: {bands}")
    if state.rejected:
        told = ", ".join(f"{count:,} {code}" for code, count in state.rejected.most_common())
        click.echo(f"{sum(state.rejected.values()):,} rows rejected ({told}): {rejected_path(out)}")
    if state.added or state.added_before:
        click.echo(
            f"{state.added:,} listings added to the history, {state.added_before:,} were there that day"
        )
    for note, count in state.notes.most_common():
        click.echo(f"left out: {note} ({count:,} listings)")
    for begin, mend in _MENDS.items():
        if any(note.startswith(begin) for note in state.notes):
            click.echo(f"  {mend}")
    if report is not None:
        click.echo(f"report: {report}")
