"""`countermark references`: what the brands own, checked before a run relies on it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from countermark.errors import Fault
from countermark.references import index
from countermark.references.check import Report, check, read_references


@click.group()
def references() -> None:
    """Check the brands' references, and compile them to an index that starts at once."""


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


@references.command("compile")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="INDEX")
def compile_folder(folder: Path, out: Path) -> None:
    """Compile the reference folder DIR into INDEX.

    If INDEX was compiled before, only what changed is compiled and added; a screener that runs from it takes the new
    version up when it is told to, and ends with the old one what it began.
    """
    source = read_references(folder)
    before = index.read_manifest(out).version if index.is_index(out) else None
    manifest = index.compile_references(source, out)
    if manifest.version == before:
        click.echo(f"{out}: nothing has changed (version {manifest.version})")
        return
    click.echo(f"{out}: version {manifest.version}, {len(source.brands):,} brands, {_segments(manifest)}")


@references.command("compact")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="INDEX")
def compact_index(folder: Path) -> None:
    """Write INDEX anew as one segment: the same bytes as if it were compiled from nothing."""
    manifest = index.compact(folder)
    click.echo(f"{folder}: version {manifest.version}, {_segments(manifest)}")


def _segments(manifest: index.Manifest) -> str:
    buried = sum(len(entry.dead) for entry in manifest.segments)
    count = len(manifest.segments)
    return f"{count} segment{'s' if count != 1 else ''}, {buried:,} brands replaced or removed in them"


def _show(fault: Fault, kind: str) -> None:
    click.echo(f"{fault.place}: {kind}: {fault.what}\n  Mend: {fault.mend}")


def _summary(report: Report) -> str:
    counts = report.counts | {"faults": len(report.faults), "warnings": len(report.warnings)}
    return "\n".join(f"{name.replace('_', ' '):<20}{count:>9,}" for name, count in counts.items())
