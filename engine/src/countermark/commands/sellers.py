"""`countermark sellers`: facts about sellers, worked out in a first pass over the feed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from countermark.beside import Beside
from countermark.commands.presuming import CURRENCY, MARKETPLACE, presumed
from countermark.feeds import Feed, expand, open_feed
from countermark.references import References
from countermark.sellers.output import output_folder, write_tables
from countermark.sellers.profile import Profile, Profiler

DONE = 0
DONE_WITH_REJECTED = 1


@click.group()
def sellers() -> None:
    """Work out facts about sellers."""


@sellers.command("profile")
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FEED...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the tables.")
@click.option(
    "--references", type=click.Path(path_type=Path), help="Without references no brands are counted."
)
@click.option("--tables", type=click.Path(path_type=Path), help="Folder with rates, for prices in euros.")
@click.option("--learn-words", is_flag=True, help="Also write known_words.parquet: words of many sellers.")
@MARKETPLACE
@CURRENCY
def profile(
    feeds: tuple[Path, ...], out: Path, references: Path | None, tables: Path | None, *, learn_words: bool,
    marketplace: str, currency: str | None,
) -> int:  # fmt: skip
    """Read every listing of the FEEDs once and write what it says about each seller, as OUT/sellers.parquet.

    Give OUT to `countermark screen` as --tables (together with the other tables there). Exit status: 0 done,
    1 done with rejected rows, 2 unusable input, 130 interrupted (the tables are left as they were).
    """
    if learn_words and references is None:
        raise click.UsageError("--learn-words needs --references: what is a mark must not become a word.")
    unsaid = presumed(marketplace, currency)
    opened = [open_feed(path, presumed=unsaid) for path in expand(feeds)]
    rates = Beside.load(tables).rates
    known = References.load(references) if references is not None else None
    with output_folder(out, words=learn_words) as work:
        profiler = Profiler(work, known, rates, learn=learn_words)
        read, rejected = _read(opened, profiler)
        found = profiler.finish()
        written = write_tables(found, work, out)
    _tell(found, read, rejected, written, counted=known is not None)
    return DONE_WITH_REJECTED if rejected else DONE


def _read(feeds: list[Feed], profiler: Profiler) -> tuple[int, Counter[str]]:
    """How many rows the feeds have, and how many of them are no listings, by the reason's code."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}"),
        console=console,
        disable=not console.is_terminal,
    )
    read, finished, rejected = 0, 0, Counter[str]()
    with bar:
        task = bar.add_task("profiling sellers", total=sum(feed.size for feed in feeds), told="")
        for feed in feeds:
            for chunk in feed.chunks():
                profiler.take(chunk.table)
                read += chunk.rows_read
                rejected.update(rejection.code for rejection in chunk.rejected)
                bar.update(task, completed=finished + chunk.position, told=f"{read:,} listings")
            finished += feed.size
    return read, rejected


def _tell(profile: Profile, read: int, rejected: Counter[str], written: list[Path], *, counted: bool) -> None:
    click.echo(f"{read:,} listings of {profile.sellers.num_rows:,} sellers: {', '.join(map(str, written))}")
    if profile.words is not None:
        click.echo(f"{profile.words.num_rows:,} words learned")
    if not counted:
        click.echo("left out: brands are not counted without --references")
    if profile.unnamed:
        click.echo(f"left out: {profile.unnamed:,} listings name no seller")
    if profile.undated:
        click.echo(
            f"left out: {profile.undated:,} listings have no first_seen_at, so nobody can tell who was first"
        )
    if rejected:
        told = ", ".join(f"{count:,} {code}" for code, count in rejected.most_common())
        click.echo(f"{rejected.total():,} rows rejected ({told}); `countermark screen` tells each of them")
