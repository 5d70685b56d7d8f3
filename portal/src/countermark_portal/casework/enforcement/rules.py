"""What to ask of a marketplace, when to look again, and when a measure is done. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from countermark_portal.catalogue.ports import HIDING, MeasureKind, Visibility
from countermark_portal.policies.terms import Measure, word

Substitutes = Mapping[Measure, Sequence[Measure]]
"""For what a marketplace cannot do: what to try in its place, in this order."""


class MeasureState(StrEnum):
    """Where a measure stands."""

    ASKED = "asked"
    SETTLED = "settled"
    """The marketplace shows it done."""
    UNDO_ASKED = "undo_asked"
    UNDONE = "undone"
    """The marketplace shows it undone."""
    TASK = "task"
    """A person must do it: the marketplace cannot, or did not in time."""


class OrderState(StrEnum):
    """Where an order stands."""

    ASKED = "asked"
    DONE = "done"
    """The marketplace says so; it was not yet seen."""
    SETTLED = "settled"
    TASK = "task"


IN_FORCE: Final = frozenset({MeasureState.ASKED, MeasureState.SETTLED, MeasureState.TASK})
"""States of a measure that nobody has asked to undo."""
DEADLINE: Final = timedelta(hours=24)
"""By when a measure must be seen done; then a person is told."""
_FIRST: Final[timedelta] = timedelta(seconds=2)
_LONGEST: Final[timedelta] = timedelta(minutes=30)


def next_look(now: datetime, attempts: int) -> datetime:
    """When to try, or to look, again: twice as long each time, half an hour at most."""
    wait: timedelta = _FIRST * int(2 ** min(attempts, 12))
    return now + min(wait, _LONGEST)


def possible(
    wanted: str, capabilities: frozenset[MeasureKind], substitutes: Substitutes
) -> MeasureKind | None:
    """The measure itself if the marketplace can do it, else the policy's substitute; None: a person must."""
    named = word(Measure, wanted)
    for name in (wanted, *(substitutes.get(named, ()) if named else ())):
        kind = word(MeasureKind, name)
        if kind in capabilities:
            return kind
    return None


def shown_done(kind: MeasureKind, verb: str, seen: Visibility | None, *, still_hidden: bool) -> bool:
    """Whether what a buyer sees shows that an order was carried out.

    A measure that hides nothing is done when the marketplace says so. `still_hidden`: another measure hides the
    listing, so that undoing this one cannot bring it back.
    """
    if kind not in HIDING or seen is None:
        return kind not in HIDING
    if verb == "apply":
        return seen.is_gone
    return still_hidden or seen.is_back
