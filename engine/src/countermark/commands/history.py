"""`countermark history` keeps every listing that was ever added; what it has can be told, put together and
erased.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from countermark.commands.presuming import CURRENCY, MARKETPLACE, presumed
from countermark.errors import Interrupted, OutputFailed, Rejection, UnreadableFeed
from countermark.feeds import Feed, expand, open_feed
from countermark.history import MOST_ROWS, Added, History, HistoryWriter
from countermark.history.cursor import read_cursor
from countermark.history.rewriting import Tell, compact, erase, forget
from countermark.tables import DEFAULT_MARKETPLACE

DONE = 0
DONE_WITH_REJECTED = 1
_SHOWN: Final = 5
"""Rejected rows that are told one by one."""
_FOLDER: Final = click.Path(path_type=Path, file_okay=False)


@click.group()
def history() -> None:
    """Keep every listing ever seen, so that new references can be hunted for in the past."""


@history.command("add")
@click.argument("feeds", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FEED...")
@click.option("--history", "folder", required=True, type=_FOLDER, help="The history's folder; made if new.")
@click.option(
    "--rejected",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep rejected rows in this file (.jsonl).",
)
@MARKETPLACE
@CURRENCY
def add(
    feeds: tuple[Path, ...], folder: Path, rejected: Path | None, marketplace: str, currency: str | None
) -> int:
    """Add every listing of the FEEDs on today's day (UTC). Nothing is screened.

    A listing that today has already is left out, so a run that was stopped is simply run again. The bytes of
    photos are not kept, their SHA-256 is. Exit status: 0 done, 1 done with rejected rows, 2 unusable input,
    130 interrupted.
    """
    unsaid = presumed(marketplace, currency)
    opened = [open_feed(path, presumed=unsaid) for path in expand(feeds)]
    writer = HistoryWriter(folder)
    bad = _Rejected(rejected)
    total = _Total()
    try:
        _add_all(opened, writer, total, bad)
    except KeyboardInterrupt as stopped:
        raise Interrupted(
            f"stopped after {total.added.rows:,} listings, which are kept",
            mend="run the same command again to go on",
        ) from stopped
    except UnreadableFeed as broken:
        raise UnreadableFeed(
            f"{broken.args[0]}; {total.added.rows:,} listings that stood before are in the history",
            mend=broken.mend,
        ) from broken
    finally:
        bad.close()
    _tell_added(total.added, bad, folder)
    return DONE_WITH_REJECTED if bad.codes else DONE


class _Total:
    """What was added so far."""

    def __init__(self) -> None:
        self.added = Added(0, 0, 0)

    def take(self, added: Added) -> None:
        self.added = Added(*(one + more for one, more in zip(self.added, added, strict=True)))


class _Rejected:
    """Rejected rows: counted, the first told, all kept in a file if one is given."""

    def __init__(self, path: Path | None) -> None:
        self.codes: Counter[str] = Counter()
        self._path = path
        try:
            self._file = path.open("wb") if path is not None else None
        except OSError as error:
            raise self._failed(error) from error

    def take(self, rejections: Sequence[Rejection]) -> None:
        for rejection in rejections[: max(_SHOWN - sum(self.codes.values()), 0)]:
            click.echo(f"{rejection.file}:{rejection.line}: {rejection.code}: {rejection.reason}", err=True)
        self.codes.update(rejection.code for rejection in rejections)
        if self._file is not None:
            try:
                self._file.writelines(msgspec.json.encode(rejection) + b"\n" for rejection in rejections)
                self._file.flush()
            except OSError as error:
                raise self._failed(error) from error

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _failed(self, error: OSError) -> OutputFailed:
        return OutputFailed(
            f"{self._path}: could not be written ({error.strerror or error})",
            mend="give another --rejected; what was added is kept",
        )


def _add_all(opened: Sequence[Feed], writer: HistoryWriter, total: _Total, bad: _Rejected) -> None:
    now = dt.datetime.now(dt.UTC)
    with _bar("adding", sum(feed.size for feed in opened)) as (bar, task):
        behind = 0
        for feed in opened:
            for chunk in feed.chunks(MOST_ROWS):
                total.take(writer.add(chunk.table, now=now))
                bad.take(chunk.rejected)
                bar.update(task, completed=behind + chunk.position, told=f"{total.added.rows:,} listings")
            behind += feed.size


def _tell_added(total: Added, bad: _Rejected, folder: Path) -> None:
    click.echo(f"{total.rows:,} listings added to {folder}")
    if total.again:
        click.echo(f"{total.again:,} left out: the same offer was added today before")
    if total.photos:
        click.echo(f"{total.photos:,} photos kept by their SHA-256 only, without their bytes")
    if bad.codes:
        told = ", ".join(f"{count:,} {code}" for code, count in bad.codes.most_common())
        click.echo(f"{bad.codes.total():,} rows rejected ({told})")


@history.command("info")
@click.option("--history", "folder", required=True, type=_FOLDER, help="The history's folder.")
def info(folder: Path) -> None:
    """Tell what the history has: listings by day, bytes, what was hunted for."""
    found = History.open(folder)
    segments = found.segments()
    listings, size = sum(map(len, segments)), sum(sum(segment.sizes().values()) for segment in segments)
    each = f", {size / listings:,.0f} bytes a listing" if listings else ""
    click.echo(f"{listings:,} listings in {len(segments):,} segments, {size / 1e6:,.1f} MB{each}")
    for day in found.days():
        of_day = found.of_day(day)
        if of_day:
            click.echo(f"  {day}  {sum(map(len, of_day)):>14,} listings  {len(of_day):>6,} segments")
    cursor = read_cursor(folder)
    if cursor.brands or cursor.phrases:
        click.echo(f"hunted for {len(cursor.brands):,} brands and {len(cursor.phrases):,} phrases")
    else:
        click.echo("nothing was hunted for yet")


@history.command("compact")
@click.option("--history", "folder", required=True, type=_FOLDER, help="The history's folder.")
def compact_folder(folder: Path) -> None:
    """Put small segments together, drop what stands twice on a day, renew indexes of older versions."""
    with _watched("compacting") as tell:
        done = compact(History.open(folder), tell=tell)
    click.echo(f"{done.before:,} segments became {done.after:,}; {done.twice:,} listings stood twice")


@history.command("erase")
@click.option("--history", "folder", required=True, type=_FOLDER, help="The history's folder.")
@click.option("--listing", metavar="ID", help="Erase this listing, from every day.")
@click.option("--seller", metavar="ID", help="Erase everything of this seller, from every day.")
@click.option(
    "--marketplace", default=DEFAULT_MARKETPLACE, show_default=True, metavar="M", help="Where it stood."
)
def erase_from(folder: Path, listing: str | None, seller: str | None, marketplace: str) -> None:
    """Erase a listing or a seller from all days: the files are written anew without them.

    Done again it finds nothing. Backups, findings and reports made before are not touched.
    """
    if (listing is None) == (seller is None):
        raise click.UsageError("Give --listing or --seller.")
    with _watched("erasing") as tell:
        done = erase(
            History.open(folder), marketplace=marketplace, listing_id=listing, seller_id=seller, tell=tell
        )
    click.echo(f"{done.listings:,} listings erased; {done.segments:,} segments written anew")
    if done.elsewhere:
        click.echo(
            f"the same id stands in other marketplaces, untouched: {', '.join(done.elsewhere)}", err=True
        )


@history.command("forget")
@click.option("--history", "folder", required=True, type=_FOLDER, help="The history's folder.")
@click.option(
    "--before", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day that is kept."
)
def forget_days(folder: Path, before: dt.datetime) -> None:
    """Remove all days before a day."""
    click.echo(f"{forget(History.open(folder), before=before.date()):,} listings removed")


@contextmanager
def _bar(what: str, total: int) -> Iterator[tuple[Progress, TaskID]]:
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(), TextColumn("{task.fields[told]}"),
        console=console, disable=not console.is_terminal, transient=True,
    )  # fmt: skip
    with bar:
        yield bar, bar.add_task(what, total=max(total, 1), told="")


@contextmanager
def _watched(what: str) -> Iterator[Tell]:
    """A bar that counts segments."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, disable=not console.is_terminal, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)
