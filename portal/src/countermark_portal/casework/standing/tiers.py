"""The tier of a notifier, from what became of its notices. Few notices prove little: the bounds are Wilson's."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermark_portal.casework.standing.events import Outcome, TierStanding
from countermark_portal.policies.calendars import months_later
from countermark_portal.policies.model import Bar, Policy
from countermark_portal.policies.terms import Tier, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    decided: int
    lower_bound: float
    accepted: float
    countered: float
    withdrawn: float

    def reach(self, bar: Bar) -> bool:
        return self.lower_bound >= bar.accepted_at_least and self.countered <= bar.countered_at_most


def wilson_lower(successes: int, trials: int, z: float) -> float:
    """The lower bound of a share, of which `successes` in `trials` were seen (Wilson's score interval)."""
    if trials == 0:
        return 0.0
    share, spread = successes / trials, z * z / trials
    middle = share + spread / 2
    margin = z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return max(0.0, (middle - margin) / (1 + spread))


def tier(
    outcomes: Iterable[Outcome],
    policy: Policy,
    now: dt.datetime,
    *,
    lost_at: dt.datetime | None = None,
    suspended_until: dt.datetime | None = None,
) -> TierStanding:
    """The tier at `now`, for the outcomes of one account, agent or reason code.

    `lost_at`: when a privileged tier was last lost, which locks it; `suspended_until`: as decided by a person after a
    warning, for a suspension is never computed (DSA 23(2)).
    """
    begin = now - dt.timedelta(days=policy.tiers.window_days)
    recent = [outcome for outcome in outcomes if begin < outcome.decided_at <= now]
    decided = len(recent)
    accepted = sum(outcome.accepted for outcome in recent)
    figures = _Figures(
        decided=decided,
        lower_bound=wilson_lower(accepted, decided, policy.tiers.z),
        accepted=accepted / decided if decided else 0.0,
        countered=sum(outcome.countered for outcome in recent) / decided if decided else 0.0,
        withdrawn=_withdrawn(recent, policy.tiers.min_countered),
    )
    locked = lost_at is not None and now < lost_at + dt.timedelta(days=policy.tiers.lock_days)
    suspended = suspended_until is not None and now < suspended_until
    found, why = _tier(figures, policy, locked=locked, suspended=suspended)
    return TierStanding(
        found,
        decided,
        figures.lower_bound,
        figures.accepted,
        figures.countered,
        figures.withdrawn,
        why,
    )


def suspension_refusals(
    begins: dt.datetime, until: dt.datetime, policy: Policy, *, warned_at: dt.datetime | None
) -> tuple[Why, ...]:
    """Why a notifier may not be suspended for this time (DSA 23(2), (4)); empty if it may."""
    why = []
    if warned_at is None or warned_at >= begins:
        why.append(Why("NO-PRIOR-WARNING", "the notifier was not warned before"))
    months = policy.tiers.suspension_months
    if until <= begins:
        why.append(Why("NO-TIME", "it ends before it begins"))
    elif until.date() > months_later(begins.date(), months):
        why.append(Why("TOO-LONG", f"a suspension lasts {months} months at most"))
    return tuple(why)


def _tier(figures: _Figures, policy: Policy, *, locked: bool, suspended: bool) -> tuple[Tier, Why]:
    tiers = policy.tiers
    if suspended:
        return Tier.SUSPENDED, Why("SUSPENDED", "suspended by a decision; it says until when")
    if figures.decided < tiers.min_decided:
        text = f"{figures.decided} notices were decided; it takes {tiers.min_decided} to tell"
        return Tier.STANDARD, Why("TOO-FEW-DECIDED", text)
    watched = _watched(figures, policy)
    if watched is not None:
        return Tier.WATCH, watched
    if locked and figures.reach(tiers.good_faith):
        text = f"a tier was lost; it stays locked for {tiers.lock_days} days"
        return Tier.STANDARD, Why("LOCKED", text)
    return _earned(figures, policy)


def _earned(figures: _Figures, policy: Policy) -> tuple[Tier, Why]:
    text = f"at least {figures.lower_bound:.1%} of its notices prove right, {figures.countered:.1%} countered"
    if figures.reach(policy.tiers.proven):
        return Tier.PROVEN, Why("PROVEN", text)
    if figures.reach(policy.tiers.good_faith):
        return Tier.GOOD_FAITH, Why("GOOD-FAITH", text)
    return Tier.STANDARD, Why("STANDARD", text)


def _watched(figures: _Figures, policy: Policy) -> Why | None:
    """Why the notifier is watched. Plain shares here: to look closer takes less certainty than to trust."""
    bar = policy.tiers.watch
    if figures.accepted < bar.accepted_below:
        return Why("FEW-ACCEPTED", f"{figures.accepted:.0%} of its notices were right")
    if figures.countered > bar.countered_above:
        return Why("MANY-COUNTERED", f"{figures.countered:.0%} of its notices were countered with success")
    if figures.withdrawn > bar.withdrawn_above:
        text = f"{figures.withdrawn:.0%} of its answered notices were withdrawn once the seller answered"
        return Why("MANY-WITHDRAWN", text)
    return None


def _withdrawn(recent: Sequence[Outcome], least: int) -> float:
    """The share withdrawn of those that a seller answered; too few answered say nothing."""
    answered = [outcome for outcome in recent if outcome.answered]
    if len(answered) < least:
        return 0.0
    return sum(outcome.withdrawn_after_answer for outcome in answered) / len(answered)
