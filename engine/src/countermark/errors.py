"""The engine's errors, one tree. Each says what is wrong, where, and how to mend it.

    CountermarkError               code, exit status
    ├── UnusableInput              2   the run cannot start: no such file, a folder, an unknown format
    │   ├── ReferenceFaults        2   every fault of a reference folder at once
    │   └── UnreadableFeed         2   the feed broke off in the middle; what was read before it counts
    ├── OutputFailed               2   the disk is full, the folder is not ours to write
    └── Interrupted              130   Ctrl-C: what was finished is kept

A bad row is no error: it is a `Rejection` value, reported, counted and kept beside the findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CountermarkError(Exception):
    """Base of all errors that a user may see. `code` is stable; `mend` says what to do."""

    code = "error"
    exit_status = 2

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.mend = mend

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\n  Mend: {self.mend}" if self.mend else message


class UnusableInput(CountermarkError):  # noqa: N818  # errors are named by what happened; CountermarkError is the kind
    """The input cannot be used at all: the run does not start, or stops where the input ends being readable."""

    code = "unusable-input"


class UnreadableFeed(UnusableInput):
    """A feed that broke off: truncated, corrupt, refused. Names the file and the place."""

    code = "unreadable-feed"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a reference folder: where it stands (`file:line`), what is wrong and how to mend it."""

    place: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n  Mend: {self.mend}"


class ReferenceFaults(UnusableInput):
    """A reference folder with faults; all of them, so that one reading mends all."""

    code = "reference-faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the references"
        super().__init__("\n".join([head, *map(str, self.faults)]))


class OutputFailed(CountermarkError):  # noqa: N818  # as above
    """The output could not be written. What was finished before is kept."""

    code = "output-failed"


class Interrupted(CountermarkError):  # noqa: N818  # as above
    """The user stopped the run. What was finished is kept and `--resume` goes on from there."""

    code = "interrupted"
    exit_status = 130


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be screened: `file`, `line` (1-based; the row number in Parquet), a stable `code`, a `reason`
    for a person, the `listing_id` if there was one, and the `row` as read, cut to a readable length."""

    file: str
    line: int
    code: str
    reason: str
    listing_id: str | None = None
    row: str | None = None
