"""The states of a case and the moves between them, as one table. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    """Opened; being captured and triaged."""
    REVIEW = "review"
    """Waits for a person of the desk."""
    ASKED = "asked"
    """The seller was asked; the listing may be on hold meanwhile."""
    APPROVAL = "approval"
    """Decided by one person; waits for a second."""
    RESTRICTED = "restricted"
    """A measure stands."""
    CONTESTED = "contested"
    """The seller answered, or one side appealed; waits for another person."""
    RESTORED = "restored"
    """What was restricted is undone."""
    CLOSED = "closed"
    """Nothing was restricted, or nothing is left to do."""


class Move(StrEnum):
    """What can happen to a case."""

    TO_PERSON = "to_person"
    ASK_SELLER = "ask_seller"
    PROPOSE = "propose"
    RESTRICT = "restrict"
    DISMISS = "dismiss"
    CONTEST = "contest"
    UPHOLD = "uphold"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


NEXT: Final[Mapping[tuple[State, Move], State]] = {
    (State.OPEN, Move.TO_PERSON): State.REVIEW,
    (State.OPEN, Move.ASK_SELLER): State.ASKED,
    (State.OPEN, Move.RESTRICT): State.RESTRICTED,
    (State.OPEN, Move.DISMISS): State.CLOSED,
    (State.OPEN, Move.WITHDRAW): State.CLOSED,
    (State.REVIEW, Move.ASK_SELLER): State.ASKED,
    (State.REVIEW, Move.PROPOSE): State.APPROVAL,
    (State.REVIEW, Move.RESTRICT): State.RESTRICTED,
    (State.REVIEW, Move.DISMISS): State.CLOSED,
    (State.REVIEW, Move.WITHDRAW): State.CLOSED,
    (State.ASKED, Move.TO_PERSON): State.REVIEW,
    (State.ASKED, Move.CONTEST): State.REVIEW,
    (State.ASKED, Move.RESTRICT): State.RESTRICTED,
    (State.ASKED, Move.DISMISS): State.CLOSED,
    (State.ASKED, Move.WITHDRAW): State.CLOSED,
    (State.ASKED, Move.EXPIRE): State.CLOSED,
    (State.APPROVAL, Move.RESTRICT): State.RESTRICTED,
    (State.APPROVAL, Move.DISMISS): State.CLOSED,
    (State.APPROVAL, Move.TO_PERSON): State.REVIEW,
    (State.APPROVAL, Move.WITHDRAW): State.CLOSED,
    (State.RESTRICTED, Move.CONTEST): State.CONTESTED,
    (State.RESTRICTED, Move.RESTORE): State.RESTORED,
    (State.RESTRICTED, Move.WITHDRAW): State.RESTORED,
    (State.RESTRICTED, Move.EXPIRE): State.RESTORED,
    (State.CONTESTED, Move.UPHOLD): State.RESTRICTED,
    (State.CONTESTED, Move.RESTORE): State.RESTORED,
    (State.CONTESTED, Move.WITHDRAW): State.RESTORED,
    (State.CONTESTED, Move.EXPIRE): State.RESTORED,
    (State.RESTORED, Move.CONTEST): State.CONTESTED,
    (State.CLOSED, Move.CONTEST): State.CONTESTED,
    (State.CONTESTED, Move.DISMISS): State.CLOSED,
    (State.CONTESTED, Move.RESTRICT): State.RESTRICTED,
}
"""Every pair that is not here cannot happen."""

WAITING_FOR_DESK: Final = frozenset({State.REVIEW, State.APPROVAL, State.CONTESTED})
"""States in which somebody of the desk has something to do."""
DONE: Final = frozenset({State.RESTORED, State.CLOSED})


def after(state: State, move: Move) -> State | None:
    """Where a move leads from a state; None if it cannot be made there."""
    return NEXT.get((state, move))
