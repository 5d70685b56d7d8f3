"""Standing by replay: strikes of a seller's owner, and the tier of a notifier. Computed from events, never stored.

Two promises hold for every history and are tested: a won appeal never makes anybody's standing worse, and time alone
never raises points.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Sequence

from countermark_portal.casework.standing.events import Erased, Event, Standing, Strike, Taken, Warned
from countermark_portal.policies.model import Policy, Reason, Step
from countermark_portal.policies.terms import LadderStep


def points_for(
    reason: Reason,
    policy: Policy,
    *,
    safety_critical: bool = False,
    cured: bool = False,
    reentry: bool = False,
) -> int:
    """The points of a strike. `cured`: the seller took the listing off before any notice; `reentry`: after closure."""
    if reentry:
        return policy.ladder.reentry_points
    points = reason.points
    if safety_critical and reason.points_safety_critical is not None:
        points = reason.points_safety_critical
    return points * policy.ladder.cured_percent // 100 if cured else points


def standing(events: Iterable[Event], policy: Policy, now: dt.datetime) -> Standing:
    """How the seller stands at `now`, as far as was known then."""
    known = [event for event in events if event.at <= now]
    strikes, warnings = _left(known, known)
    counted = _counted(strikes, policy, now)
    points = sum(strike.points for strike in counted)
    step = _allowed(strikes, warnings, policy, now)
    higher = [one for one in policy.ladder.steps if one.points > points]
    return Standing(
        points=points,
        step=_name(step),
        reached=_name(_reached(points, policy)),
        warnings=tuple(sorted(warning.id for warning in _in_force(warnings, policy, now))),
        next_step=higher[0].step if higher else None,
        missing=higher[0].points - points if higher else 0,
        until=_until(strikes, warnings, policy, now),
        counted=tuple(sorted(strike.id for strike in counted)),
    )


def to_undo(events: Iterable[Event], policy: Policy) -> tuple[Taken, ...]:
    """Steps taken that no longer stand, now that strikes under them were erased."""
    known = list(events)
    order = list(LadderStep)
    undone = []
    for taken in (event for event in known if isinstance(event, Taken)):
        strikes, warnings = _left([event for event in known if event.at <= taken.at], known)
        step = _allowed(strikes, warnings, policy, taken.at)
        if step is None or order.index(step.step) < order.index(taken.step):
            undone.append(taken)
    return tuple(sorted(undone, key=lambda taken: (taken.at, taken.id)))


def expires(strike: Strike, policy: Policy) -> dt.datetime:
    """When a strike stops counting."""
    return strike.expires_at or strike.at + dt.timedelta(days=policy.ladder.expires_days)


def _left(known: Iterable[Event], erasing: Iterable[Event]) -> tuple[list[Strike], list[Warned]]:
    """Strikes that are not erased, and warnings of which something is left. An event told twice counts once."""
    erased = {event.strike for event in erasing if isinstance(event, Erased)}
    once = {event.id: event for event in known if isinstance(event, Strike) and event.id not in erased}
    warnings = {
        event.id: event for event in known if isinstance(event, Warned) and not event.strikes <= erased
    }
    return list(once.values()), list(warnings.values())


def _counted(strikes: Iterable[Strike], policy: Policy, at: dt.datetime) -> list[Strike]:
    """The strikes that count at a moment: alive, and of one rights holder none closer to another than the batch."""
    alive = _alive(strikes, policy, at)
    counted = []
    for holder in {strike.holder for strike in alive}:
        counted += _apart([strike for strike in alive if strike.holder == holder], policy.ladder.batch_days)
    return counted


def _alive(strikes: Iterable[Strike], policy: Policy, at: dt.datetime) -> list[Strike]:
    return [strike for strike in strikes if strike.at <= at < expires(strike, policy)]


def _apart(strikes: list[Strike], days: int) -> list[Strike]:
    """The gravest choice of strikes that are all at least `days` apart.

    Windows opened by the first strike would be simpler, but taking the first away could then move the windows so that
    more counts than before: a won appeal would make things worse.
    """
    strikes.sort(key=lambda strike: (_noticed(strike), strike.id))
    times = [_noticed(strike) for strike in strikes]
    best: list[tuple[int, int | None]] = [
        (0, None)
    ]  # points, and the last strike chosen, of the first n strikes
    before = []
    for at, strike in enumerate(strikes):
        before.append(bisect.bisect_right(times, times[at] - dt.timedelta(days=days), hi=at))
        points = best[before[at]][0] + strike.points
        best.append((points, at) if points > best[at][0] else best[at])
    chosen, last = [], best[-1][1]
    while last is not None:
        chosen.append(strikes[last])
        last = best[before[last]][1]
    return chosen


def _noticed(strike: Strike) -> dt.datetime:
    return strike.noticed_at or strike.at


def _reached(points: int, policy: Policy) -> Step | None:
    return next((step for step in reversed(policy.ladder.steps) if points >= step.points), None)


def _name(step: Step | None) -> LadderStep | None:
    return None if step is None else step.step


def _allowed(
    strikes: Sequence[Strike], warnings: Sequence[Warned], policy: Policy, at: dt.datetime
) -> Step | None:
    """The step that may be taken: of those reached the highest for which the seller was warned before going on."""
    points = sum(strike.points for strike in _counted(strikes, policy, at))
    latest = max((_noticed(strike) for strike in _alive(strikes, policy, at)), default=None)
    warned = latest is not None and any(warning.at < latest for warning in _in_force(warnings, policy, at))
    may = (step for step in reversed(policy.ladder.steps) if warned or not step.prior_warning)
    return next((step for step in may if points >= step.points), None)


def _in_force(warnings: Iterable[Warned], policy: Policy, at: dt.datetime) -> list[Warned]:
    lasts = dt.timedelta(days=policy.ladder.expires_days)
    return [warning for warning in warnings if warning.at <= at < warning.at + lasts]


def _until(
    strikes: Sequence[Strike], warnings: Sequence[Warned], policy: Policy, now: dt.datetime
) -> dt.datetime | None:
    """When the step ends by itself: without new events it only ever falls, so the moment can be halved towards."""
    current = _allowed(strikes, warnings, policy, now)
    if current is None:
        return None
    lasts = dt.timedelta(days=policy.ladder.expires_days)
    ends = {expires(strike, policy) for strike in strikes} | {warning.at + lasts for warning in warnings}
    moments = sorted(end for end in ends if end > now)
    at = bisect.bisect_left(
        moments, 1, key=lambda moment: int(_allowed(strikes, warnings, policy, moment) != current)
    )
    return moments[at] if at < len(moments) else None
