"""What can be wrong with a policy file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermark_portal.errors import PortalError


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """One fault: where it stands (`eu:12 clocks.triage.amount`), what is wrong and how to mend it."""

    place: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n  Mend: {self.mend}"


class PolicyFaults(PortalError):  # noqa: N818  # errors are named by what happened, as in the tree above it
    """A policy with faults; all of them, so that one reading mends all."""

    code = "policy-faults"
    status = 422

    def __init__(self, faults: Iterable[PolicyFault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the policy"
        super().__init__("\n".join([head, *map(str, self.faults)]))
