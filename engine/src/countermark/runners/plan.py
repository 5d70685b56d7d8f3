"""Which segments a hunt goes through: written down when it begins, so that it goes on through the same
ones.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from countermark.errors import OutputFailed, UnusableInput
from countermark.history import History, Segment
from countermark.history.folder import replace_file


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One segment: the day and the name that it is found by, and its listings."""

    day: dt.date
    name: str
    listings: int


class Plan(msgspec.Struct, frozen=True):
    """The segments of a hunt, in their order."""

    segments: tuple[Step, ...]

    def listings(self, segments: int | None = None) -> int:
        """The listings of the first so many segments; of all."""
        return sum(step.listings for step in self.segments[:segments])


def planned(folder: Path, history: History | None, *, done: int) -> tuple[Plan, list[Segment]]:
    """The plan in `folder`, made now if there is none; and the segments that are left when so many are
    `done`.

    Without a history there is nothing to go through.
    """
    path = folder / "plan.json"
    standing = history.segments() if history is not None else []
    try:
        if path.exists():
            plan = msgspec.json.decode(path.read_bytes(), type=Plan)
        else:
            plan = Plan(tuple(Step(segment.facts.day, segment.name, len(segment)) for segment in standing))
            replace_file(path, msgspec.json.encode(plan))
    except OSError as error:
        raise OutputFailed(f"{path}: could not be written ({error.strerror or error})") from error
    except msgspec.MsgspecError as error:
        raise UnusableInput(
            f"{path}: cannot be read ({error})", mend="hunt again without --resume"
        ) from error
    by_name = {(segment.facts.day, segment.name): segment for segment in standing}
    left = [by_name.get((step.day, step.name)) for step in plan.segments[done:]]
    if None in left:
        raise UnusableInput(
            "the history was compacted, or listings were erased, since this hunt was begun",
            mend="hunt again without --resume",
        )
    return plan, [segment for segment in left if segment is not None]
