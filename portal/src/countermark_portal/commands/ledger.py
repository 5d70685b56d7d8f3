"""`countermark ledger` and `countermark receipt`: is the record what it was? The second needs no installation of ours.

Nothing here may import Django at the top: a receipt is checked by people who have nothing but the file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final, NoReturn

import click

from countermark.errors import UnusableInput
from countermark_portal.errors import Misconfigured
from countermark_portal.ledger.proofs import LARGEST, Fault, Head, read_head
from countermark_portal.ledger.verifying import Chain, anchor_of, verify_receipt

_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """The record of everything that happened."""


@click.group()
def receipt() -> None:
    """Receipts: proofs that something stands in the record."""


@receipt.command("verify")
@click.argument("file", type=_FILE)
@click.option(
    "--head", type=_FILE, help="The published head of the receipt's day, as fetched from the public page."
)
def verify_one(file: Path, head: Path | None) -> None:
    """Check the receipt FILE, without database and without network. Exit status 1: it does not hold."""
    anchor = None if head is None else _head(head)
    found = anchor if isinstance(anchor, Fault) else verify_receipt(_bytes(file), anchor)
    if isinstance(found, Fault):
        _fail(found, head if isinstance(anchor, Fault) else file)
    click.echo(f"{file}: holds.")
    for event in found.events:
        click.echo(f"  {event.at}  {event.kind}  event {event.seq}, id {event.id}, of {event.subject}")
    click.echo(f"Anchor: {found.anchor}.")
    if not found.anchored:
        click.echo("Nobody outside vouches for it yet: give the published head with --head.")


@ledger.command("verify")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("countermark-data"),
    show_default=True,
    envvar="COUNTERMARK_DATA",
    help="The installation's folder; DATABASE_URL names another database.",
)
@click.option(
    "--anchor", type=_FILE, help="A published head, kept by somebody else, to hold the ledger against."
)
def verify_all(data: Path, anchor: Path | None) -> None:
    """Check the whole ledger of a database. Exit status 1: something is wrong; the first such thing is named."""
    given = None if anchor is None else _head(anchor)
    if isinstance(given, Fault):
        _fail(given, anchor)
    from countermark_portal import database, setup  # noqa: PLC0415  # see the module's docstring

    if not os.environ.get("DATABASE_URL") and not (data / "postgres").is_dir():
        raise Misconfigured(f"{data}: no database here", mend="give the installation's folder with --data")
    with database.running(data) as url:
        setup.configure(url, data=data)
        found, waiting = _walk(given)
    if isinstance(found, Fault):
        _fail(found)
    click.echo(
        f"The ledger holds. Sealed events: {found.events}. Seals: {found.seals}, the last one {found.last}."
    )
    click.echo(f"Events not sealed yet: {waiting}.")
    if given is None:
        click.echo(
            "Who can write to this database could have made it anew: give a published head with --anchor."
        )


def _walk(anchor: Head | None) -> tuple[Chain | Fault, int]:
    from django.db import ProgrammingError  # noqa: PLC0415  # Django stands only now

    from countermark_portal.ledger import walking  # noqa: PLC0415  # as above

    try:
        click.echo(f"Anchor: {anchor_of(anchor)}.")
        total, waiting = walking.sealed(), walking.waiting()
        with click.progressbar(length=total, label="Checking events", file=sys.stderr) as bar:
            return walking.verify(anchor=anchor, progress=bar.update), waiting
    except ProgrammingError as error:
        raise Misconfigured(
            f"this database has no ledger: {error}", mend="countermark up makes its tables"
        ) from error


def _head(file: Path) -> Head | Fault:
    return read_head(_bytes(file))


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise UnusableInput(
            f"{file}: cannot be read: {error.strerror}", mend="give the file's right name"
        ) from error


def _fail(fault: Fault, file: Path | None = None) -> NoReturn:
    click.echo(f"{file or 'The ledger'} does not hold ({fault.code}). {fault}", err=True)
    click.get_current_context().exit(1)
