"""What standing is computed from: events that are never changed, and the values that come out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from countermark_portal.policies.terms import LadderStep, Tier, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """Points given after a final decision. `noticed_at`: when the seller's conduct was noticed, by which strikes of one
    rights holder count as one; `expires_at`: as the seller was told, so that no later policy prolongs it."""

    id: str
    at: dt.datetime
    points: int
    holder: str | None = None
    noticed_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """A won appeal takes a strike back, as if it had never been given."""

    strike: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """The seller was warned because of these strikes."""

    id: str
    at: dt.datetime
    strikes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step of the ladder was taken."""

    id: str
    at: dt.datetime
    step: LadderStep


Event = Strike | Erased | Warned | Taken


@dataclass(frozen=True, slots=True)
class Standing:
    """How a seller stands. `reached` is where the points lead; `step` is what may be taken now, which is less where a
    prior warning is lacking. `until`: when `step` ends by itself; `missing`: points up to `next_step`."""

    points: int
    step: LadderStep | None
    reached: LadderStep | None
    warnings: tuple[str, ...]
    next_step: LadderStep | None
    missing: int
    until: dt.datetime | None
    counted: tuple[str, ...]


class Exemption(StrEnum):
    """Why a closure need not be announced long before."""

    REPEATED_INFRINGEMENT = "repeated_infringement"
    LEGAL_DUTY = "legal_duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportionality:
    """What DSA 23(3) asks to weigh, as recorded with the decision. `intent` where it can be known."""

    unlawful_listings: int
    listings: int
    gravity: str
    intent: str = ""

    @property
    def share(self) -> float:
        """The share of unlawful listings among all."""
        return self.unlawful_listings / self.listings if self.listings else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """A step that somebody wants to take, with what the policy may demand for it."""

    step: LadderStep
    decided_by: str
    approved_by: str | None = None
    proportionality: Proportionality | None = None
    announced_at: dt.datetime | None = None
    exemption: Exemption | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a notice in the end. `countered`: with success; `answered`: a counter-notice came at all."""

    decided_at: dt.datetime
    accepted: bool
    answered: bool = False
    countered: bool = False
    withdrawn_after_answer: bool = False


@dataclass(frozen=True, slots=True)
class TierStanding:
    """A notifier's tier and the figures that it follows from. `lower_bound`: of the share of accepted notices."""

    tier: Tier
    decided: int
    lower_bound: float
    accepted: float
    countered: float
    withdrawn: float
    why: Why
