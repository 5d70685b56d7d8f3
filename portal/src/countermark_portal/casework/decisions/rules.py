"""What can be decided, and which move of the case it is. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from countermark_portal.casework.cases.rules import Move
from countermark_portal.catalogue.ports import MeasureKind


class Outcome(StrEnum):
    """What a decision says."""

    RESTRICT = "restrict"
    PROPOSE = "propose"
    """To restrict, once a second person has agreed."""
    ASK = "ask"
    """The seller is asked first; a hold may stand meanwhile."""
    DISMISS = "dismiss"
    UPHOLD = "uphold"
    RESTORE = "restore"


MOVES: Final[Mapping[Outcome, Move]] = {
    Outcome.RESTRICT: Move.RESTRICT,
    Outcome.PROPOSE: Move.PROPOSE,
    Outcome.ASK: Move.ASK_SELLER,
    Outcome.DISMISS: Move.DISMISS,
    Outcome.UPHOLD: Move.UPHOLD,
    Outcome.RESTORE: Move.RESTORE,
}

_OF_SHOP: Final = frozenset({MeasureKind.SUSPEND, MeasureKind.TERMINATE})


def needs_second(measures: frozenset[str], *, safety_critical: bool, prominent: bool) -> bool:
    """Whether a decision needs a second person: on a whole shop, on safety, on a prominent seller."""
    return bool(_OF_SHOP & measures) or safety_critical or prominent
