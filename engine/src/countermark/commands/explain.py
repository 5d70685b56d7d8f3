"""`countermark explain` tells in the terminal why a listing is suspect; `countermark open` shows a report."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click
from rich.console import Console

from countermark.errors import UnusableInput
from countermark.report.lookup import findings_of
from countermark.report.suspects import suspect
from countermark.report.terminal import print_suspect


@click.command()
@click.argument("findings", type=click.Path(path_type=Path))
@click.option("--listing", "listing_id", required=True, metavar="ID", help="Id of the listing.")
@click.option("--marketplace", metavar="M", help="Its marketplace, where several use the same ids.")
def explain(findings: Path, listing_id: str, marketplace: str | None) -> None:
    """Tell why a listing is suspect: the words, the signals and their weights."""
    # Nothing of a listing may be taken for a command to the terminal: no markup, no codes for pictures.
    console = Console(highlight=False, markup=False, emoji=False)
    for row, finding in findings_of(findings, listing_id, marketplace=marketplace):
        print_suspect(suspect(row, finding, {}), console)


@click.command("open")
@click.argument("path", type=click.Path(path_type=Path))
def open_report(path: Path) -> None:
    """Open a report in the browser; where there is no display, print its path."""
    if not path.is_file():
        raise UnusableInput(
            f"{path}: there is no such report", mend="Write one: `countermark screen … --report FILE`."
        )
    place = path.resolve()
    if not (_has_display() and webbrowser.open(place.as_uri())):
        click.echo(str(place))


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
