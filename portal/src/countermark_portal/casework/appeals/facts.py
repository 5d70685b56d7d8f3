"""What the rules of answers and appeals look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from countermark_portal.casework.notices.facts import Fix
from countermark_portal.policies.terms import ClockKind, CounterField, Ground, KeptBy, RightKind, Why

WINDOWS: Final = (ClockKind.FORWARD, ClockKind.FORWARD_COPYRIGHT)
"""Clocks in which a rights holder may reply to a counter-notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A counter-notice. `given`: what it contains beside ground and statement."""

    ground: Ground | None
    statement: str
    given: frozenset[CounterField] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """What the answer is about. `right`: the kind that the restriction rests on."""

    reason: str
    right: RightKind | None
    safety_critical: bool = False


@dataclass(frozen=True, slots=True)
class Lacking:
    """The answer is not complete; what to mend. Until the clock runs out nothing is lost."""

    fixes: tuple[Fix, ...]
    code: str = "lacking"


@dataclass(frozen=True, slots=True)
class Rescreen:
    """The seller has corrected the listing: it is screened again, and back if nothing is left to complain of."""

    code: str = "rescreen"


@dataclass(frozen=True, slots=True)
class Forward:
    """The answer goes to the rights holder, who has until the clock runs out to bring what keeps the measure up."""

    window: ClockKind
    kept_by: KeptBy
    code: str = "forward"


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Another person decides now."""

    why: Why
    code: str = "person"


AnswerLeadsTo = Lacking | Rescreen | Forward | ToPerson


class Reply(StrEnum):
    """What the rights holder said to the answer until the window closed."""

    SILENCE = "silence"
    DISAGREEMENT = "disagreement"
    EVIDENCE = "evidence"
    COURT_FILING = "court_filing"
    AUTHORITY_COMPLAINT = "authority_complaint"
    WITHDRAWAL = "withdrawal"


class Then(StrEnum):
    """What follows when the window closes."""

    RESTORE = "restore"
    KEEP = "keep"
    PERSON = "person"


class Side(StrEnum):
    """Who appeals."""

    SELLER = "seller"
    NOTIFIER = "notifier"


class Outcome(StrEnum):
    """How an appeal ended. Stored, never inferred."""

    UPHELD = "upheld"
    REVERSED = "reversed"
    PARTLY = "partly"


class Undo(StrEnum):
    """How much of the measures is undone."""

    ALL = "all"
    PART = "part"
    NONE = "none"


class StrikeFate(StrEnum):
    """What becomes of the strike: a reduced one is erased and given anew with the milder reason."""

    STAYS = "stays"
    ERASED = "erased"
    REDUCED = "reduced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What follows from an outcome. `restrict`: the notifier won, a measure is taken by the new decision."""

    undo: Undo = Undo.NONE
    strike: StrikeFate = StrikeFate.STAYS
    safe_conduct: bool = False
    provenance_pass: bool = False
    counts_against_notifier: bool = False
    restrict: bool = False
    tell: tuple[Side, ...] = (Side.SELLER,)
