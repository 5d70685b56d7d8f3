"""`countermark doctor`: what is wrong with a set-up, and how it can be mended."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

import click

from countermark_portal import database
from countermark_portal.errors import PortalError
from countermark_portal.setup import configure

_LEAST_SERVER: Final = 150_000
_LATE: Final = timedelta(minutes=2)


class Found(NamedTuple):
    """What a check found: whether all is well, in words, and what would mend it."""

    well: bool
    what: str
    mend: str = ""


Check = Callable[[], Iterator[Found]]


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("countermark-data"),
    show_default=True,
    envvar="COUNTERMARK_DATA",
)
def doctor(data: Path) -> None:
    """Say what is wrong with this set-up and how to mend it. Exit status 1: something is."""
    data = data.absolute()
    faults = _show(_of_machine(data))
    if not faults:
        try:
            with database.running(data) as url:
                configure(url, data=data)
                for check in _of_installation():
                    faults += _show(check())
        except PortalError as error:
            faults += _show(iter([Found(well=False, what=str(error.args[0]), mend=error.mend)]))
    click.echo("\nAll is well." if not faults else f"\n{faults} thing{'s' if faults > 1 else ''} to mend.")
    sys.exit(1 if faults else 0)


def _show(found: Iterator[Found]) -> int:
    faults = 0
    for one in found:
        sign = click.style("ok ", fg="green") if one.well else click.style("not", fg="red")
        click.echo(f"{sign} {one.what}")
        if not one.well:
            faults += 1
            click.echo(f"    Mend: {one.mend}")
    return faults


def _of_machine(data: Path) -> Iterator[Found]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Found(sys.version_info >= (3, 11), f"Python {version}", "Countermark needs Python 3.11 or newer")
    if not data.exists():
        yield Found(
            well=False, what=f"{data}: there is no such folder", mend="start once: countermark up --data ..."
        )
        return
    writable = os.access(data, os.W_OK)
    yield Found(writable, f"{data}: the data folder can be written to", "give its owner the right to write")
    key = data / "secret-key"
    if key.exists():
        private = not key.stat().st_mode & 0o077
        yield Found(private, f"{key}: only its owner reads the secret", f"chmod 600 {key}")
    else:
        given = bool(os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"))
        yield Found(given, "SECRET_KEY is set", "set SECRET_KEY, or let `countermark up` make one")


def _of_installation() -> Sequence[Check]:
    return (_database, _tables, _registry, _work, _record)


def _database() -> Iterator[Found]:
    from django.db import connection  # noqa: PLC0415  # Django must be ready

    connection.ensure_connection()
    version = connection.connection.info.server_version
    text = f"PostgreSQL {version // 10_000}.{version % 100}"
    yield Found(version >= _LEAST_SERVER, f"{text} answers", "Countermark needs PostgreSQL 15 or newer")


def _tables() -> Iterator[Found]:
    from django.db import connection  # noqa: PLC0415  # as above
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415  # as above

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    text = (
        f"the tables are up to date ({len(waiting)} migrations wait)"
        if waiting
        else "the tables are up to date"
    )
    yield Found(not waiting, text, "start `countermark up` once; it brings them up to date")


def _registry() -> Iterator[Found]:
    from countermark_portal.catalogue.models import Marketplace  # noqa: PLC0415  # as above
    from countermark_portal.registry.compiled import is_compiled  # noqa: PLC0415  # as above
    from countermark_portal.registry.queries import latest_snapshot  # noqa: PLC0415  # as above

    for marketplace in Marketplace.objects.order_by("slug"):
        try:
            count = len(marketplace.port.capabilities)
            yield Found(
                well=True, what=f"marketplace {marketplace.slug}: can carry out {count} kinds of measures"
            )
        except PortalError as error:
            yield Found(False, f"marketplace {marketplace.slug}: {error.args[0]}", error.mend)
    snapshot = latest_snapshot()
    if snapshot is not None:
        there = is_compiled(snapshot.digest)
        yield Found(
            there, f"references {snapshot.digest[:12]} are compiled", "compile them again on the rights page"
        )


def _work() -> Iterator[Found]:
    from django.db.models import Count  # noqa: PLC0415  # as above

    from countermark_portal.casework.enforcement.models import Order  # noqa: PLC0415  # as above
    from countermark_portal.casework.enforcement.rules import OrderState  # noqa: PLC0415  # as above
    from countermark_portal.ledger import clock  # noqa: PLC0415  # as above
    from countermark_portal.ledger.models import Outbox  # noqa: PLC0415  # as above

    late = Outbox.objects.filter(event__at__lt=clock.now() - _LATE).aggregate(count=Count("id"))["count"]
    text = f"{late} jobs wait for longer than two minutes" if late else "no job waits for long"
    yield Found(not late, text, "start a worker: countermark up, or countermark worker beside it")
    stuck = Order.objects.filter(state=OrderState.TASK).count()
    text = f"{stuck} measures wait for a person" if stuck else "no measure is stuck"
    yield Found(not stuck, text, "see the desk's queue of stuck measures")


def _record() -> Iterator[Found]:
    from countermark_portal.ledger.walking import waiting  # noqa: PLC0415  # as above

    count = waiting()
    text = f"{count} events wait for a seal" if count else "every event is sealed"
    yield Found(count < 100_000, text, "a transaction may be held open: look at pg_stat_activity")
