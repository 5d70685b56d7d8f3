"""Whether a step of the ladder may be taken: warned before, a second person, proportionality, announced (DSA 23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from countermark_portal.casework.standing.events import Proportionality, Standing, StepPlan
from countermark_portal.policies.model import Policy, Step
from countermark_portal.policies.terms import LadderStep, Why


def step_refusals(plan: StepPlan, seller: Standing, policy: Policy, now: dt.datetime) -> tuple[Why, ...]:
    """Why the step may not be taken now; empty if it may."""
    step = next((step for step in policy.ladder.steps if step.step is plan.step), None)
    if step is None:
        return (Why("NO-SUCH-STEP", f"the policy has no step {plan.step}"),)
    return (*_of_points(step, seller), *_of_people(step, plan), *_of_notice(step, plan, now))


def _of_points(step: Step, seller: Standing) -> Iterator[Why]:
    order = list(LadderStep)
    if seller.points < step.points:
        text = f"{seller.points} points do not lead there; it takes {step.points}"
        yield Why("TOO-FEW-POINTS", text)
    elif seller.step is None or order.index(seller.step) < order.index(step.step):
        yield Why("NO-PRIOR-WARNING", "the seller was not warned before the latest strike; warn first")


def _of_people(step: Step, plan: StepPlan) -> Iterator[Why]:
    if step.second_person and plan.approved_by is None:
        yield Why("NO-SECOND-PERSON", "a second person has to approve it")
    if step.second_person and plan.approved_by == plan.decided_by:
        yield Why("SAME-PERSON", "who decided cannot approve")
    if step.proportionality:
        yield from _of_proportion(plan.proportionality)


def _of_proportion(weighed: Proportionality | None) -> Iterator[Why]:
    if weighed is None:
        text = "number and share of unlawful listings, gravity and intent are not recorded"
        yield Why("NOT-WEIGHED", text)
    elif not 0 < weighed.unlawful_listings <= weighed.listings:
        yield Why("NUMBERS-WRONG", "unlawful listings must be at least one, and at most all")
    elif not weighed.gravity.strip():
        yield Why("GRAVITY-MISSING", "the gravity and its consequences are not recorded")


def _of_notice(step: Step, plan: StepPlan, now: dt.datetime) -> Iterator[Why]:
    if step.notice_days is None or plan.exemption is not None:
        return
    if plan.announced_at is None:
        yield Why("NOT-ANNOUNCED", f"the seller has to be told {step.notice_days} days before")
    elif now < plan.announced_at + dt.timedelta(days=step.notice_days):
        yield Why("ANNOUNCED-TOO-LATE", f"{step.notice_days} days have not gone by since it was announced")
