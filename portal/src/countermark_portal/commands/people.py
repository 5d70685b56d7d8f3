"""`countermark people` and `countermark marketplaces`: who works here, and on which marketplaces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from countermark.errors import UnusableInput
from countermark_portal import database
from countermark_portal.parties.rules import SYSTEM, OrganisationKind, Role
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
def people() -> None:
    """Who may sign in, for which organisation, with which role."""


@people.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--organisation", required=True, help="its name; made if it is not there")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in OrganisationKind]),
    default=OrganisationKind.OPERATOR.value,
    show_default=True,
)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@_DATA
def add(email: str, name: str, organisation: str, kind: str, role: str, data: Path) -> None:
    """Give EMAIL a role in an organisation. They set their password on the sign-in page, by mail."""
    if email.count("@") != 1 or email.startswith("@") or "." not in email.rpartition("@")[2]:
        raise UnusableInput(f"{email}: no e-mail address", mend="write it as somebody@example.org")
    with _ready(data):
        from countermark_portal.ledger import clock  # noqa: PLC0415  # Django must be ready
        from countermark_portal.parties import actions  # noqa: PLC0415  # as above

        now = clock.now()
        where = actions.organise(actor=SYSTEM, now=now, kind=OrganisationKind(kind), name=organisation)
        person = actions.join(
            actor=SYSTEM, now=now, email=email, name=name, organisation=where, role=Role(role)
        )
        click.echo(f"{person.email} is {role} of {where.name}.")
        click.echo("They set a password under “Forgot your password?” on the sign-in page.")


@people.command("list")
@_DATA
def listed(data: Path) -> None:
    """List people, their organisations and roles."""
    with _ready(data):
        from countermark_portal.parties.models import Membership  # noqa: PLC0415  # Django must be ready

        memberships = Membership.objects.select_related("person", "organisation")
        for one in memberships.order_by("organisation__name", "person__email"):
            click.echo(f"{one.organisation.name:<30} {one.role:<18} {one.person.email}")


@people.command("remove")
@click.argument("email")
@_DATA
def remove(email: str, data: Path) -> None:
    """Take all roles from EMAIL; they can sign in no more."""
    with _ready(data):
        from countermark_portal.ledger import clock  # noqa: PLC0415  # Django must be ready
        from countermark_portal.parties import actions  # noqa: PLC0415  # as above

        if actions.leave(actor=SYSTEM, now=clock.now(), email=email) is None:
            raise UnusableInput(f"{email}: nobody of this address", mend="countermark people list")
        click.echo(f"{email} has no role any more.")


@click.group()
def marketplaces() -> None:
    """The operator's marketplaces: one entry point for all of them."""


@marketplaces.command("add")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--connector", required=True, help="a folder of countermark_portal/connectors")
@click.option("--profile", default="default", show_default=True, help="default, eu, us or cn")
@click.option("--territories", default="", help="ISO 3166, separated by commas: DE,FR")
@click.option("--language", default="en", show_default=True)
@click.option("--zone", default="UTC", show_default=True, help="IANA zone in which its clocks count days")
@click.option("--url", default="", help="its own address")
@click.option("--settings", default="{}", help="the connector's settings, as JSON")
@_DATA
def add_marketplace(
    slug: str,
    name: str,
    connector: str,
    profile: str,
    territories: str,
    language: str,
    zone: str,
    url: str,
    settings: str,
    data: Path,
) -> None:
    """Add the marketplace SLUG, or change it."""
    try:
        given = json.loads(settings)
    except json.JSONDecodeError as error:
        raise UnusableInput(f"--settings: {error}", mend='write JSON: {"search_lag_seconds": "2"}') from error
    with _ready(data):
        from countermark_portal.catalogue import actions  # noqa: PLC0415  # Django must be ready
        from countermark_portal.ledger import clock  # noqa: PLC0415  # as above

        made = actions.connect(
            actor=SYSTEM,
            now=clock.now(),
            slug=slug,
            name=name,
            connector=connector,
            profile=profile,
            territories=[part.strip().upper() for part in territories.split(",") if part.strip()],
            language=language,
            zone=zone,
            base_url=url,
            settings=given,
        )
        kinds = ", ".join(sorted(made.port.capabilities))
        click.echo(f"{made.slug}: {made.name}, under the profile {made.profile}. It can: {kinds}.")
