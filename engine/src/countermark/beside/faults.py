"""Faults of the tables beside the references, gathered so that one reading mends all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from countermark.errors import Fault, UnusableInput

_SHOWN: Final = 20
"""Faults of rows of one file that are told one by one: who has more has one cause, not so many slips."""


class Faults:
    """The faults of one file, of single lines (of rows, in Parquet) or of the file as a whole."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: list[Fault] = []
        self._rows = 0

    def add(self, what: str, mend: str) -> None:
        """The file as a whole has a fault; every part of it may say so."""
        fault = Fault(self.file.name, what, mend)
        if fault not in self.told:
            self.told.append(fault)

    def add_row(self, line: int, what: str, mend: str) -> None:
        """A line, or a row of a Parquet file, has a fault."""
        self._rows += 1
        if self._rows <= _SHOWN:
            place = f" row {line}" if self.file.suffix == ".parquet" else f":{line}"
            self.told.append(Fault(f"{self.file.name}{place}", what, mend))

    def all(self) -> list[Fault]:
        """All that is to be told."""
        more = self._rows - _SHOWN
        if more <= 0:
            return self.told
        return [
            *self.told,
            Fault(self.file.name, f"{more:,} more rows have faults", "Mend the ones above first."),
        ]


def refuse(folder: Path, faults: Sequence[Fault]) -> None:
    """Refuse the tables of `folder` if there are any faults."""
    if faults:
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise UnusableInput("\n".join([f"{folder}: {count} in the tables", *map(str, faults)]))
