"""What a measurement is given: the scale, the market, and the figures of the measurements before it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from figures import Scale, Skipped
from market import Market

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT / ".." / "shared"
"""Data that no one here wrote, beside the repository."""


@dataclass(frozen=True)
class Context:
    """What a measurement is given."""

    scale: Scale
    market: Market
    earlier: dict[str, float] = field(default_factory=dict)

    @property
    def scratch(self) -> Path:
        """Where files may be written; nothing is left of it in the end."""
        return self.market.scratch

    def shared(self, name: str) -> Path:
        """A file of the shared data; a machine that has none skips the measurement."""
        path = SHARED / name
        if not path.exists():
            raise Skipped(f"../shared/{name} is not there")
        return path

    def share(self, key: str, value: float) -> str:
        """`value` as a share of an earlier figure, in words; nothing if that was not measured."""
        limit = self.earlier.get(key)
        return f"{100 * value / limit:.0f} %" if limit else ""


def tell(what: str) -> None:
    """Say how far a measurement is."""
    print(f"    {what}", file=sys.stderr, flush=True)
