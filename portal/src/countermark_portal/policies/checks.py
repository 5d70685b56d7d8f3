"""What a policy may not say, whatever its shape: promises that no operator's file can take back, and slips."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from countermark_portal.policies.calendars import is_known
from countermark_portal.policies.changes import rules_of
from countermark_portal.policies.errors import PolicyFault
from countermark_portal.policies.model import ANY, Policy, Reason
from countermark_portal.policies.reading import Document, Path
from countermark_portal.policies.terms import (
    AtEnd,
    ClockKind,
    ExhaustionKind,
    LadderStep,
    NotifierKind,
    RightKind,
    Route,
    Tier,
    Unit,
)

NEVER_COUNTERFEIT: Final = frozenset({"TM-EXH", "TM-COND"})
"""Genuine goods, first sold elsewhere or altered: whatever they are, they are no counterfeits."""
HOLDERS: Final = frozenset({NotifierKind.RIGHTS_HOLDER, NotifierKind.AGENT, NotifierKind.ASSOCIATION})
"""Who notifies for an owner. All others give tips."""
_GRAVE: Final = frozenset({LadderStep.SUSPENSION, LadderStep.CLOSURE})
_EU_APPEAL_MONTHS: Final = 6

Found = Iterator[tuple[Path, str, str]]


def content_faults(policy: Policy, document: Document) -> Iterator[PolicyFault]:
    """Every fault of content, each with its place in the text."""
    for check in _CHECKS:
        for path, what, mend in check(policy):
            yield PolicyFault(document.place(path), what, mend)


def _rules(policy: Policy) -> Found:
    for place, rule in rules_of(policy):
        path = tuple(place.split(".", 1))
        if (rule.checked_by is None) != (rule.checked_at is None):
            yield path, "checked by someone, but not when; or the reverse", "write both, or neither"
        if rule.valid_from and rule.valid_until and rule.valid_from > rule.valid_until:
            yield path, "valid until a day before it is valid from", "mend the dates"


def _calendar(policy: Policy) -> Found:
    try:
        ZoneInfo(policy.calendar.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield ("calendar", "zone"), "no such time zone", "name one as the IANA has it: Europe/Berlin"
    country = policy.calendar.country
    if country is not None and not is_known(country):
        mend = "ISO 3166-1 (DE), a market of ISO 10383 (XECB), or null for Monday to Friday"
        yield ("calendar", "country"), f"no calendar of holidays for {country}", mend


def _clocks(policy: Policy) -> Found:
    for kind in ClockKind:
        if kind not in policy.clocks:
            yield ("clocks", str(kind)), "this clock is missing", "write it, or say `extends: default`"
    held = policy.clocks.get(policy.hold.clock)
    if held is not None and held.at_end is not AtEnd.RESTORE:
        yield ("clocks", str(policy.hold.clock), "at_end"), "a hold must end by itself", "at_end: restore"
    appeal = policy.clocks.get(ClockKind.APPEAL)
    if appeal is not None and "EU" in policy.territories and not _is_six_months(appeal.unit, appeal.amount):
        mend = "amount: 6, unit: months, or more (DSA 20(1))"
        yield ("clocks", "appeal"), "shorter than the six months of the DSA", mend


def _is_six_months(unit: Unit, amount: int) -> bool:
    least = {Unit.MONTHS: _EU_APPEAL_MONTHS, Unit.DAYS: 184, Unit.BUSINESS_DAYS: 184, Unit.HOURS: 184 * 24}
    return amount >= least[unit]


def _by_right(policy: Policy) -> Found:
    kinds = {ANY, *map(str, RightKind)}
    sections: dict[Path, frozenset[str]] = {
        ("keeps_up",): frozenset(policy.keeps_up),
        ("counter_notice",): frozenset(policy.counter_notice),
        ("notice", "declarations"): frozenset(policy.notice.declarations),
    }
    for path, keys in sections.items():
        if ANY not in keys:
            yield path, f"the entry `{ANY}` is missing", "write what holds for rights without an entry"
        for key in sorted(keys - kinds):
            yield (*path, key), f"no kind of right: {key}", "one of: " + ", ".join(sorted(kinds))
    for key, rule in policy.keeps_up.items():
        if rule.silence not in {AtEnd.RESTORE, AtEnd.PERSON}:
            yield ("keeps_up", key, "silence"), "silence cannot keep a restriction up", "restore, or person"
        if rule.silence_safety_critical not in {AtEnd.RESTORE, AtEnd.PERSON}:
            yield (
                ("keeps_up", key, "silence_safety_critical"),
                "silence cannot keep it up",
                "person, or restore",
            )


def _reasons(policy: Policy) -> Found:
    for code, reason in policy.reasons.items():
        yield from ((("reasons", code, *path), what, mend) for path, what, mend in _reason(code, reason))
    for code in sorted(NEVER_COUNTERFEIT - policy.reasons.keys()):
        yield ("reasons", code), "this code is missing", "genuine goods need it: say `extends: default`"


def _reason(code: str, reason: Reason) -> Found:
    if code in NEVER_COUNTERFEIT and reason.counterfeit:
        yield ("counterfeit",), "genuine goods are never counterfeits", "counterfeit: false"
    if code in NEVER_COUNTERFEIT and reason.route not in {Route.ASK, Route.PERSON, Route.REFUSE}:
        yield ("route",), "of genuine goods the seller is asked first", "route: ask"
    if reason.route is Route.RESTRICT and not reason.counterfeit:
        yield ("route",), "only counterfeits may be restricted at once", "pause, ask or person"
    if reason.route is Route.RESTRICT and reason.otherwise is None:
        yield ("otherwise",), "the measure for other notifiers is missing", "otherwise: disable"
    if reason.route in {Route.RESTRICT, Route.PAUSE} and not reason.right_kinds:
        yield ("right_kinds",), "nothing is restricted without a right", "name the kinds of right"
    if reason.route is Route.REFUSE and (reason.measures or reason.otherwise or reason.also):
        yield (), "what is refused has no measures", "leave `measures`, `otherwise` and `also` out"
    if reason.route is Route.REFUSE and not reason.guidance:
        yield ("guidance",), "who is refused needs guidance", "say where such a matter belongs"
    if any(not group for group in reason.evidence):
        yield ("evidence",), "a group without evidence can never be met", "name what meets it"


def _automation(policy: Policy) -> Found:
    automation = policy.automation
    for at, code in enumerate(automation.reasons):
        reason = policy.reasons.get(code)
        if reason is None or reason.route is not Route.RESTRICT:
            what = f"{code} may not be acted on without a person"
            yield ("automation", "reasons", str(at)), what, "only counterfeit codes with `route: restrict`"
    for kind in automation.notifiers:
        if kind not in {NotifierKind.RIGHTS_HOLDER, NotifierKind.AGENT}:
            mend = "rights_holder, agent"
            yield ("automation", "notifiers"), f"a notice of {kind} alone restricts nothing", mend
    for tier in automation.tiers:
        if tier in {Tier.WATCH, Tier.SUSPENDED}:
            yield ("automation", "tiers"), f"{tier} is no good standing", "proven, good_faith, standard"
    for kind in policy.claimant.named_to_seller:
        if kind not in HOLDERS:
            yield ("claimant", "named_to_seller"), f"who tips ({kind}) is never named", "leave it out"


def _measures(policy: Policy) -> Found:
    for measure, instead in policy.substitutes.instead.items():
        if measure in instead:
            yield ("substitutes", "instead", str(measure)), "its own substitute", "name another"
    named = policy.exhaustion.territories
    if policy.exhaustion.kind in {ExhaustionKind.REGIONAL, ExhaustionKind.NATIONAL} and not named:
        yield ("exhaustion", "territories"), "the territory is missing", "territories: [EEA]"
    strangers = set(policy.answers.need_evidence) - set(policy.answers.grounds)
    if strangers:
        yield (
            ("answers", "need_evidence"),
            f"no grounds: {', '.join(sorted(strangers))}",
            "add them to `grounds`",
        )


def _ladder(policy: Policy) -> Found:
    steps = policy.ladder.steps
    order = list(LadderStep)
    for lower, higher in itertools.pairwise(steps):
        if lower.points >= higher.points or order.index(lower.step) >= order.index(higher.step):
            yield (
                ("ladder", "steps"),
                f"{higher.step} does not stand above {lower.step}",
                "sort them by points",
            )
    warned = any(step.step is LadderStep.WARNING for step in steps)
    for at, step in enumerate(steps):
        path = ("ladder", "steps", str(at))
        if step.step in _GRAVE and not (step.prior_warning and step.second_person and step.proportionality):
            mend = "prior_warning, second_person and proportionality: true (DSA 23)"
            yield path, f"{step.step} needs a warning, a second person and proportionality", mend
        if step.prior_warning and not warned:
            yield path, "demands a warning that no step gives", "add the step `warning`"


def _tiers(policy: Policy) -> Found:
    tiers = policy.tiers
    if tiers.proven.accepted_at_least < tiers.good_faith.accepted_at_least:
        yield ("tiers", "proven"), "proven demands less than good faith", "raise accepted_at_least"
    if tiers.proven.countered_at_most > tiers.good_faith.countered_at_most:
        yield ("tiers", "proven"), "proven allows more than good faith", "lower countered_at_most"
    if tiers.watch.accepted_below > tiers.good_faith.accepted_at_least:
        yield ("tiers", "watch"), "who is of good faith would be watched", "lower accepted_below"


_CHECKS: Final[tuple[Callable[[Policy], Found], ...]] = (
    _rules,
    _calendar,
    _clocks,
    _by_right,
    _reasons,
    _automation,
    _measures,
    _ladder,
    _tiers,
)
