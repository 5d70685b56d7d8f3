"""When a right has effect, and when control of it is shown. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from countermark_portal.policies.terms import RightKind
from countermark_portal.policies.territories import EU_MEMBERS


class ControlShown(StrEnum):
    """How it was shown that who acts controls the right."""

    CODE = "code"
    """A code sent to the address of the owner or representative in the office's record came back."""
    DOMAIN = "domain"
    """A record in the domain of the owner."""
    MANDATE = "mandate"
    """A power of attorney that a person checked."""


@dataclass(frozen=True, slots=True)
class RightFacts:
    """What rules need to know of a right."""

    kind: RightKind
    office: str
    number: str
    territories: frozenset[str]
    classes: frozenset[int]
    registered: date | None
    expires: date | None
    withdrawn: date | None
    control_until: date | None


def in_force(right: RightFacts, on: date) -> bool:
    """Whether the right has effect on a day. A lapsed one stops by itself."""
    begun = right.registered is None or right.registered <= on
    ended = right.expires is not None and right.expires < on
    gone = right.withdrawn is not None and right.withdrawn <= on
    return begun and not ended and not gone


def reaches(right: RightFacts, territories: frozenset[str]) -> frozenset[str]:
    """In which of `territories` the right has effect; `EU` stands for its member states, `WORLD` for all."""
    if "WORLD" in right.territories:
        return territories
    states = right.territories - {"EU"}
    if "EU" in right.territories:
        states |= EU_MEMBERS
    asked = territories - {"EU"} | (EU_MEMBERS if "EU" in territories else frozenset())
    return frozenset(states & asked)


def control_shown(right: RightFacts, on: date) -> bool:
    """Whether control of the right is shown on a day."""
    return right.control_until is not None and on <= right.control_until
