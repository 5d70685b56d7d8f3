"""`countermark keys`: API keys for the programs of organisations. A key is shown once, when it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from countermark.errors import UnusableInput
from countermark_portal import database
from countermark_portal.parties.rules import SYSTEM, Scope
from countermark_portal.setup import configure

_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("countermark-data"),
    show_default=True,
    envvar="COUNTERMARK_DATA",
)


@contextmanager
def _ready(data: Path) -> Iterator[None]:
    with database.running(data.absolute()) as url:
        configure(url, data=data.absolute())
        yield


@click.group()
def keys() -> None:
    """API keys: which programs may act for which organisation."""


@keys.command("issue")
@click.option("--organisation", required=True, help="its name")
@click.option("--name", required=True, help="what the key is for")
@click.option(
    "--scope", "scopes", type=click.Choice([one.value for one in Scope]), multiple=True, required=True
)
@click.option(
    "--marketplace", "marketplaces", multiple=True, help="where it acts for sellers (with seller:act)"
)
@click.option("--days", type=click.IntRange(1, 366), default=180, show_default=True, help="how long it lasts")
@_DATA
def issue(
    organisation: str,
    name: str,
    scopes: tuple[str, ...],
    marketplaces: tuple[str, ...],
    days: int,
    data: Path,
) -> None:
    """Issue a key and show it, this once."""
    with _ready(data):
        from countermark_portal.ledger import clock  # noqa: PLC0415  # Django must be ready
        from countermark_portal.parties import api_keys  # noqa: PLC0415  # as above
        from countermark_portal.parties.models import Organisation  # noqa: PLC0415  # as above

        found = list(Organisation.objects.filter(name=organisation)[:2])
        if len(found) != 1:
            what = "no such organisation" if not found else "several organisations have this name"
            raise UnusableInput(f"{organisation}: {what}", mend="see countermark people list")
        now = clock.now()
        issued = api_keys.issue(
            actor=SYSTEM,
            now=now,
            organisation=found[0].id,
            name=name,
            scopes=[Scope(scope) for scope in scopes],
            expires_at=now + timedelta(days=days),
            marketplaces=marketplaces,
        )
        click.echo(issued.secret)
        until = f"{issued.key.expires_at:%Y-%m-%d}"
        click.echo(f"For {organisation}, until {until}. It is shown this once: keep it safe.", err=True)


@keys.command("list")
@_DATA
def listed(data: Path) -> None:
    """List keys: whose, what for, until when, when last used."""
    with _ready(data):
        from countermark_portal.ledger import clock  # noqa: PLC0415  # Django must be ready
        from countermark_portal.parties import api_keys  # noqa: PLC0415  # as above

        now = clock.now()
        for one in api_keys.visible_to(SYSTEM):
            over = "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "good"
            used = f"{one.last_used_on:%Y-%m-%d}" if one.last_used_on else "never"
            click.echo(
                f"{one.handle}  {over:<8} until {one.expires_at:%Y-%m-%d}  used {used:<10}  "
                f"{one.organisation.name}: {one.name} ({', '.join(one.scopes)})"
            )


@keys.command("revoke")
@click.argument("handle")
@_DATA
def revoke(handle: str, data: Path) -> None:
    """Take the key HANDLE back, at once: the middle part of a key, as `countermark keys list` shows it."""
    with _ready(data):
        from countermark_portal.ledger import clock  # noqa: PLC0415  # Django must be ready
        from countermark_portal.parties import api_keys  # noqa: PLC0415  # as above

        found = next((one for one in api_keys.visible_to(SYSTEM) if one.handle == handle), None)
        if found is None:
            raise UnusableInput(f"{handle}: no such key", mend="see countermark keys list")
        api_keys.revoke(actor=SYSTEM, now=clock.now(), key=found.id)
        click.echo(f"{handle} is revoked.")
