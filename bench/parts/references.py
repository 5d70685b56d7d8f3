"""Compiling and loading references of many terms: `bench/references.py`, in a process of its own."""

from __future__ import annotations

from typing import Final

import msgspec

from command import program
from context import Context
from figures import Figure, Part

FULL: Final = 200_000
"""The terms that the targets are for."""


def measure(context: Context) -> Part:
    """The seconds of each step."""
    terms = context.scale.terms
    said = program("references.py", "--terms", str(terms), "--json", live=True).check().said
    told = msgspec.json.decode(said.splitlines()[-1])
    return Part(
        title=f"References of {terms:,} terms",
        method=f"Made-up names of one to three words, a tenth with a product word, some Chinese and Russian; "
        f"{told['terms']:,} terms of {told['brands']:,} brands, {told['bytes'] / 1e6:.0f} MB on disk once compacted.",
        figures=[
            Figure(
                key=f"references.{name.replace(' ', '-').replace(',', '')}", what=name, value=seconds, unit="s",
                target=told["targets"].get(name) if terms >= FULL else None, better="lower",
            )
            for name, seconds in told["seconds"].items()
        ],
    )  # fmt: skip
