"""`countermark hunt`: the history is searched for brands and phrases that are new or changed."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from countermark.commands.screen import check_output
from countermark.hunt import Changes
from countermark.runners.hunting import HuntJob, run
from countermark.runners.journal import State
from countermark.scoring import DEFAULT
from countermark.screener import Screener

_SECONDS: Final = 10.0
"""How often a line is written where there is no terminal."""
_SHOWN: Final = 3
"""Brands that are named."""


@click.command()
@click.option(
    "--history", required=True, type=click.Path(path_type=Path, file_okay=False), help="The history's folder."
)
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
    "--brand", "brands", multiple=True, metavar="ID", help="Hunt for this brand, hunted for before or not."
)
@click.option(
    "--tables", type=click.Path(path_type=Path), help="Folder with rates, sellers, known_words, categories."
)
@click.option("--scoring", default=DEFAULT, show_default=True, help="Which scoring to use.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; all cores if left out.")
@click.option("--resume", is_flag=True, help="Go on with a hunt that was stopped.")
@click.option("--overwrite", is_flag=True, help="Replace findings that are there already.")
def hunt(
    history: Path, references: Path, out: Path, brands: tuple[str, ...], tables: Path | None, scoring: str,
    workers: int | None, resume: bool, overwrite: bool,
) -> None:  # fmt: skip
    """Find in the history what screening would have found, had it known what the references say now.

    Without --brand, what is new or changed since the last hunt in this history is hunted for: brands, and
    phrases of the trade. Exit status: 0 done, 2 unusable input, 130 interrupted.
    """
    check_output(out, overwrite=overwrite or resume)
    screener = Screener(references, scoring=scoring, tables=tables)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    with HuntProgress() as progress:
        state = run(HuntJob(history, out, now, brands, workers or 0, resume), screener, progress)
    _tell(state, progress, out)


def _tell(state: State, progress: HuntProgress, out: Path) -> None:
    if not progress.changes:
        click.echo("nothing is new or changed since the last hunt in this history")
    else:
        click.echo(
            f"{progress.listings:,} listings searched for {_named(progress.changes)}, "
            f"{state.read:,} of them screened again, in {state.seconds:.1f} s"
        )
    bands = ", ".join(f"{state.bands.get(band, 0):,} {band}" for band in ("high", "medium", "low"))
    click.echo(f"{state.findings:,} findings in {out}: {bands}")
    for note, count in state.notes.most_common():
        click.echo(f"left out: {note} ({count:,} listings)")


def _named(changes: Changes) -> str:
    names = sorted(changes.brands)
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else "")
    phrases = f"{len(changes.phrases):,} phrases" if changes.phrases else ""
    return " and ".join(part for part in (shown, phrases) if part)


class HuntProgress:
    """Shows a hunt on stderr; see `runners.hunting.Progress`."""

    def __init__(self) -> None:
        self.changes = Changes({}, ())
        self.listings = 0
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(), TextColumn("{task.fields[told]}"),
            console=self._console, disable=not self._console.is_terminal,
        )  # fmt: skip
        self._task: TaskID | None = None
        self._written = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begun(self, changes: Changes, listings: int) -> None:
        """What is hunted for, and in how many listings."""
        self.changes, self.listings = changes, listings
        if changes:
            self._task = self._bar.add_task(f"hunting for {_named(changes)}", total=max(listings, 1), told="")

    def advanced(self, state: State, listings: int) -> None:
        """A segment is finished."""
        told = f"{listings:,} listings searched, {state.read:,} screened, {state.findings:,} suspect"
        if self._task is not None:
            self._bar.update(self._task, completed=listings, told=told)
        if not self._console.is_terminal and time.monotonic() - self._written > _SECONDS:
            self._written = time.monotonic()
            self._console.print(f"{100 * listings / max(self.listings, 1):.0f} %: {told}", highlight=False)
