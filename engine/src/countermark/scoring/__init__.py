"""Scorings: which signals count, with which weights, what the sum means. Each version is frozen by a golden file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from countermark.errors import UnusableInput
from countermark.references import References
from countermark.scoring import v1
from countermark.scoring.model import Scoring

SCORINGS: Final[Mapping[str, Callable[[References], Scoring]]] = {"v1": v1.scoring}
"""Every scoring by its name."""
DEFAULT: Final = "v1"


def scoring(name: str, references: References) -> Scoring:
    """The scoring `name`, ready for `references`."""
    if name not in SCORINGS:
        raise UnusableInput(
            f"there is no scoring {name!r}", mend=f"use one of: {', '.join(sorted(SCORINGS))}"
        )
    return SCORINGS[name](references)


__all__ = ["DEFAULT", "SCORINGS", "Scoring", "scoring"]
