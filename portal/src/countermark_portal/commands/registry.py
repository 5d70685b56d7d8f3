"""`countermark registry import`: records of rights as offices publish them, taken in by the operator."""

from __future__ import annotations

import os
from pathlib import Path

import click

from countermark.errors import UnusableInput
from countermark_portal import database
from countermark_portal.errors import Misconfigured
from countermark_portal.setup import configure


@click.group()
def registry() -> None:
    """Brands and their rights."""


@registry.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option("--brand", "slug", required=True, help="the brand whose rights they are, by its slug")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("countermark-data"),
    show_default=True,
    envvar="COUNTERMARK_DATA",
    help="The installation's folder; DATABASE_URL names another database.",
)
def import_(files: tuple[Path, ...], slug: str, data: Path) -> None:
    """Take in FILES (WIPO ST.66 or ST.96 as XML or zip, or our CSV) that you fetched from the offices yourself.

    Records that come this way are trusted: codes go to the addresses in them. Import what an office published,
    never what an applicant sent. Nothing is taken in as long as any file has a fault.
    """
    if not os.environ.get("DATABASE_URL") and not (data / "postgres").is_dir():
        raise Misconfigured(f"{data}: no database here", mend="give the installation's folder with --data")
    with database.running(data.absolute()) as url:
        configure(url, data=data.absolute())
        take(files, slug)


def take(files: tuple[Path, ...], slug: str) -> None:
    """Read all, then take in all. Django must be ready."""
    from countermark_portal.connectors.ip_offices.reading import read  # noqa: PLC0415  # Django must be ready
    from countermark_portal.ledger import clock  # noqa: PLC0415  # as above
    from countermark_portal.parties.rules import SYSTEM  # noqa: PLC0415  # as above
    from countermark_portal.registry import importing  # noqa: PLC0415  # as above
    from countermark_portal.registry.models import Brand  # noqa: PLC0415  # as above

    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        known = ", ".join(Brand.objects.order_by("slug").values_list("slug", flat=True)[:20]) or "none yet"
        raise UnusableInput(f"there is no brand {slug}", mend=f"brands are: {known}")
    found = [read(file.name, file.read_bytes()) for file in files]
    faults = [str(fault) for one in found for fault in one.faults]
    if faults:
        raise UnusableInput(
            "nothing was taken in:\n" + "\n".join(faults), mend="mend the files, then import them again"
        )
    records = [record for one in found for record in one.records]
    pictures = {digest: content for one in found for digest, content in one.pictures.items()}
    taken = importing.take_in(actor=SYSTEM, now=clock.now(), brand=brand, records=records, pictures=pictures)
    for one in taken:
        click.echo(
            f"{one.record.name}  {one.record.text or one.record.kind}: {one.what}{': ' if one.why else ''}{one.why}"
        )
