"""The history of listings: `bench/history.py`, in a process of its own.

It adds the listings of the workload to a history, looks words and phrases up in all of them, and hunts for new brands.
The target holds for ten million listings; a smaller history is measured without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from command import program
from context import Context
from figures import Figure, Part, Table

FULL: Final = 10_000_000
"""Listings that the target is for."""
MILLISECONDS: Final = 150
_LINE: Final = re.compile(r"^(\S.*?) {2,}(\S.*)$", re.MULTILINE)
_LOOKED: Final = re.compile(r"median ([\d.,]+) ms, slowest ([\d.,]+) ms")


def measure(context: Context) -> Part:
    """What the program says, line by line; what it looked up, as figures."""
    count = context.scale.history
    folder = context.scratch / f"history-{count}"
    given = ("--listings", str(count), "--folder", str(folder))
    said = program("history.py", *given, live=True).check().said
    lines = [found.groups() for found in _LINE.finditer(said) if not found[1].startswith(("machine", "load"))]
    return Part(
        title=f"The history of {count:,} listings",
        method=" ".join((__doc__ or "").split()),
        figures=list(_figures(lines, count)),
        tables=[Table(title="All of it", head=["what", ""], rows=[[what, told] for what, told in lines])],
    )


def _figures(lines: list[tuple[str, ...]], count: int) -> Iterator[Figure]:
    for what, told in lines:
        found = _LOOKED.search(told)
        if found:
            median, slowest = (float(number.replace(",", "")) for number in found.groups())
            yield Figure(
                key=f"history.{what.replace(' ', '-')}", what=what, value=median, unit="ms",
                target=MILLISECONDS if count >= FULL else None, better="lower",
                beside=f"slowest {slowest:g} ms", how="median of many, warm",
            )  # fmt: skip
