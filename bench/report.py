"""Writes what was measured: RESULTS.md for people, results.json for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from figures import Figure, Outcome, Part, Scale, Table

MEANING: Final = {True: "met", False: "**not met**", None: ""}


class Results(msgspec.Struct, kw_only=True):
    """One run of the benchmarks."""

    facts: dict[str, str]
    scale: Scale
    workload: str
    outcomes: list[Outcome]

    def targets(self) -> list[Figure]:
        """The figures that have a target, in the order they were measured."""
        parts = [outcome.part for outcome in self.outcomes if outcome.part]
        return [figure for part in parts for figure in part.figures if figure.met is not None]


def write(results: Results, folder: Path) -> None:
    """Both files."""
    folder.mkdir(parents=True, exist_ok=True)
    told = msgspec.to_builtins(results) | {
        "targets": [
            {"key": figure.key, "value": figure.value, "target": figure.target, "met": figure.met}
            for figure in results.targets()
        ]
    }
    encoded = msgspec.json.format(msgspec.json.encode(told), indent=2)
    (folder / "results.json").write_bytes(encoded + b"\n")
    (folder / "RESULTS.md").write_text("\n".join(_page(results)).rstrip() + "\n", encoding="utf-8")


def summary(results: Results) -> str:
    """The targets, for a terminal."""
    lines = []
    for figure in results.targets():
        verdict = "met" if figure.met else "NOT MET"
        lines.append(f"{figure.key:34}{figure.shown:>22}   {figure.wanted:>22}   {verdict}")
    lines += [
        f"{outcome.name}: skipped: {outcome.skipped}" for outcome in results.outcomes if outcome.skipped
    ]
    lines += [f"{outcome.name}: FAILED: {outcome.failed}" for outcome in results.outcomes if outcome.failed]
    return "\n".join(lines)


def _page(results: Results) -> Iterator[str]:
    yield "# Speed: what was measured"
    yield ""
    yield "Made by `make bench`; nothing here is written by hand. How to read it: [README.md](README.md)."
    yield ""
    if results.scale.quick:
        yield "**A quick run to try the benchmarks out: its figures mean nothing.**"
        yield ""
    yield _scale(results.scale)
    yield ""
    yield from _table(["machine", ""], [[what, told] for what, told in results.facts.items()])
    yield "## Targets"
    yield ""
    yield from _table(
        ["what", "measured", "target", "", "beside"],
        [_target(outcome.part, figure) for outcome in results.outcomes if outcome.part
         for figure in outcome.part.figures if figure.met is not None],
    )  # fmt: skip
    for outcome in results.outcomes:
        if outcome.skipped or outcome.failed:
            why = f"not measured: {outcome.skipped}" if outcome.skipped else f"failed: {outcome.failed}"
            yield f"- {outcome.name}: {why}"
    yield ""
    yield "## The workload"
    yield ""
    yield results.workload
    yield ""
    for outcome in results.outcomes:
        if outcome.part:
            yield from _section(outcome.part, outcome.seconds)


def _scale(scale: Scale) -> str:
    told = f"{scale.rows:,} listings, every rate the median of {scale.repeats} runs; {scale.terms:,} terms where many."
    return told if scale.rows >= Scale().rows else f"**A small run, not the stated scale: {told}**"


def _target(part: Part, figure: Figure) -> list[str]:
    return [f"{part.title}: {figure.what}", figure.shown, figure.wanted, MEANING[figure.met], figure.beside]


def _section(part: Part, seconds: float) -> Iterator[str]:
    yield f"## {part.title}"
    yield ""
    yield f"{part.method} ({seconds:.0f} s)"
    yield ""
    if part.figures:
        rows = [
            [
                figure.what,
                figure.shown,
                f"{figure.wanted} {MEANING[figure.met]}".strip(),
                figure.beside,
                figure.how,
            ]
            for figure in part.figures
        ]
        yield from _table(["what", "measured", "target", "beside", "how"], rows)
    for table in part.tables:
        yield from _titled(table)
    for note in part.notes:
        yield f"- {note}"
    yield ""


def _titled(table: Table) -> Iterator[str]:
    yield f"**{table.title}**"
    yield ""
    yield from _table(table.head, table.rows)


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""
