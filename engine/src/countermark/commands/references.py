"""`countermark references`: what the brands own, checked before a run relies on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from countermark.errors import Fault
from countermark.references.check import Report, check


@click.group()
def references() -> None:
    """Check the brands' references."""


@references.command("check")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.pass_context
def check_folder(ctx: click.Context, folder: Path) -> None:
    """Say what is wrong in the reference folder DIR, line by line, and how to mend it.

    Exits with 0 if a run can rely on it (there may be warnings), with 2 if there are faults.
    """
    report = check(folder, today=dt.datetime.now(tz=dt.UTC).date())
    for fault in report.faults:
        _show(fault, click.style("fault", fg="red"))
    for warning in report.warnings:
        _show(warning, click.style("warning", fg="yellow"))
    click.echo(_summary(report))
    ctx.exit(2 if report.faults else 0)


def _show(fault: Fault, kind: str) -> None:
    click.echo(f"{fault.place}: {kind}: {fault.what}\n  Mend: {fault.mend}")


def _summary(report: Report) -> str:
    counts = report.counts | {"faults": len(report.faults), "warnings": len(report.warnings)}
    return "\n".join(f"{name.replace('_', ' '):<20}{count:>9,}" for name, count in counts.items())
