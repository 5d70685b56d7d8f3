"""CSV as we write it: RFC 4180, and no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # full-width too: spreadsheets read them alike


def neutral(cell: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe stands before what could begin a formula."""
    # Spaces before it, and signs that are not seen, do not keep a spreadsheet from calculating.
    cell = cell.replace("\x00", "\ufffd")
    seen = cell.lstrip(" \u00a0\ufeff")
    return f"'{cell}" if seen.startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file's text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()
