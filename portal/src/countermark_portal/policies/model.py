"""A policy as frozen values. Every rule carries where it comes from, how long it holds, and who checked it.

Lawyers change rules one at a time, so the unit is the rule: a profile replaces a rule as a whole, a check vouches for a
rule as a whole, and a difference is told by rule.

A default in this file is left out of what is hashed, so that a new field with a default keeps the ids of older
policies. For the same reason a default here never changes its value.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Final

import msgspec

from countermark_portal.policies.terms import (
    AtEnd,
    ClockKind,
    CounterField,
    Declaration,
    Element,
    Evidence,
    ExhaustionKind,
    Ground,
    KeptBy,
    LadderStep,
    Measure,
    NotifierKind,
    RightKind,
    Route,
    Tier,
    Unit,
)

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Points = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,8}(-[A-Z0-9]{2,8})?$")]
ANY: Final = "any"
"""The key of what holds for every kind of right that has no entry of its own."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value inside a rule: no source of its own."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every rule says of itself. `checked_by` stays empty until somebody has read it against the law's text."""

    source: Text
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    checked_by: Text | None = None
    checked_at: dt.date | None = None


class Calendar(Rule, frozen=True, kw_only=True):
    """Which days count as business days, and where midnight is. No country: Monday to Friday."""

    country: str | None
    zone: Text


class Clock(Rule, frozen=True, kw_only=True):
    """How long something may take, and what happens then."""

    starts: Text
    amount: Count
    unit: Unit
    at_end: AtEnd
    at_end_safety_critical: AtEnd | None = None

    def end(self, *, safety_critical: bool) -> AtEnd:
        """What happens at the end."""
        return self.at_end_safety_critical or self.at_end if safety_critical else self.at_end


class Reason(Rule, frozen=True, kw_only=True):
    """A reason code: what it means, what a notice must bring, what may follow.

    `evidence`: of every group one is needed. `measures` by tier of the notifier; `otherwise` for the tiers not named.
    """

    title: Text
    meaning: Text
    route: Route
    counterfeit: bool = False
    right_kinds: tuple[RightKind, ...] = ()
    evidence: tuple[tuple[Evidence, ...], ...] = ()
    measures: Mapping[Tier, Measure] = {}
    otherwise: Measure | None = None
    also: tuple[Measure, ...] = ()
    points: Points = 0
    points_safety_critical: Points | None = None
    guidance: str = ""

    def measure(self, tier: Tier) -> Measure | None:
        """The default measure for a notifier of this tier."""
        return self.measures.get(tier, self.otherwise)


class NoticeContent(Rule, frozen=True, kw_only=True):
    """What a notice must contain to be worked on. `declarations` by kind of right."""

    explanation_least: Count
    declarations: Mapping[str, tuple[Declaration, ...]]

    def demanded(self, right: RightKind | None) -> tuple[Declaration, ...]:
        """The declarations demanded where this kind of right is relied on."""
        return self.declarations.get(str(right), self.declarations[ANY])


class Automation(Rule, frozen=True, kw_only=True):
    """What may be restricted without a person, and what must be seen in the capture for it.

    `seen_by`: the engine's signals that can see an element at all. `least_weight`: how much (log-odds) they must add up
    to beyond the bare name, for lawful resellers write the name too.
    """

    reasons: tuple[Code, ...]
    notifiers: tuple[NotifierKind, ...]
    tiers: tuple[Tier, ...]
    seen_by: Mapping[Element, tuple[Text, ...]]
    least_weight: Annotated[float, msgspec.Meta(ge=0, le=100)]


class Hold(Rule, frozen=True, kw_only=True):
    """How long a listing may be held before anyone has decided. Never twice for the same cause."""

    clock: ClockKind


class Substitutes(Rule, frozen=True, kw_only=True):
    """For what a marketplace cannot do: what to try in its place, in this order; then a task for a person."""

    instead: Mapping[Measure, tuple[Measure, ...]]

    def possible(self, measure: Measure, able: Collection[Measure]) -> Measure | None:
        """What a marketplace that is `able` of these does for the measure; None: a task for a person."""
        return next((one for one in (measure, *self.instead.get(measure, ())) if one in able), None)


class KeepsUp(Rule, frozen=True, kw_only=True):
    """What keeps a restriction up after a good counter-notice, and what the holder's silence does."""

    by: KeptBy
    window: ClockKind
    silence: AtEnd
    silence_safety_critical: AtEnd


class Exhaustion(Rule, frozen=True, kw_only=True):
    """Where goods first sold by the holder may be resold. Empty `territories` with `international`: from anywhere."""

    kind: ExhaustionKind
    territories: tuple[str, ...] = ()


class Claimant(Rule, frozen=True, kw_only=True):
    """Of which kinds of notifiers the name is told to the seller."""

    named_to_seller: tuple[NotifierKind, ...]


class Provisions(Rule, frozen=True, kw_only=True):
    """What a restriction rests on in law, by kind of right, as a statement of reasons cites it."""

    by_right: Mapping[str, Text]

    def cited(self, right: RightKind | None) -> str:
        """The provision for this kind of right."""
        return self.by_right.get(str(right), self.by_right[ANY])


class CounterContent(Rule, frozen=True, kw_only=True):
    """What a counter-notice must contain."""

    fields: tuple[CounterField, ...]
    statement_least: Count


class Answers(Rule, frozen=True, kw_only=True):
    """The grounds that count as an answer; those in `need_evidence` only with evidence."""

    grounds: tuple[Ground, ...]
    need_evidence: tuple[Ground, ...]


class Step(Part, frozen=True, kw_only=True):
    """A step of the ladder. `days` empty: it lasts until it is undone; `notice_days`: told so long before."""

    step: LadderStep
    points: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    measures: tuple[Measure, ...]
    days: Count | None = None
    prior_warning: bool = False
    second_person: bool = False
    proportionality: bool = False
    notice_days: Count | None = None


class Ladder(Rule, frozen=True, kw_only=True):
    """From strikes to steps. Points count per linked owner, from the final decision on, until they expire."""

    expires_days: Count
    batch_days: Count
    cured_percent: Annotated[int, msgspec.Meta(ge=0, le=100)]
    reentry_points: Points
    steps: tuple[Step, ...]


class Bar(Part, frozen=True, kw_only=True):
    """What a tier of privilege demands: accepted, as the lower bound of the share; countered, as the share."""

    accepted_at_least: Share
    countered_at_most: Share


class WatchBar(Part, frozen=True, kw_only=True):
    """What puts a notifier under watch."""

    accepted_below: Share
    countered_above: Share
    withdrawn_above: Share


class Tiers(Rule, frozen=True, kw_only=True):
    """How a notifier's standing follows from what became of its notices."""

    window_days: Count
    min_decided: Count
    min_countered: Count
    z: Annotated[float, msgspec.Meta(gt=0, le=5)]
    proven: Bar
    good_faith: Bar
    watch: WatchBar
    lock_days: Count
    suspension_months: Count


class Policy(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, dict=True
):
    """All rules of a profile. `dict=True` keeps the id once it is computed."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: Text
    territories: tuple[str, ...]
    calendar: Calendar
    notice: NoticeContent
    automation: Automation
    hold: Hold
    substitutes: Substitutes
    exhaustion: Exhaustion
    claimant: Claimant
    answers: Answers
    ladder: Ladder
    tiers: Tiers
    keeps_up: Mapping[str, KeepsUp]
    counter_notice: Mapping[str, CounterContent]
    clocks: Mapping[ClockKind, Clock]
    reasons: Mapping[Code, Reason]
    provisions: Provisions | None = None

    @cached_property
    def canonical(self) -> bytes:
        """The content in the one form that is hashed, kept and read again: JSON with sorted keys."""
        return msgspec.json.encode(self, order="sorted")

    @cached_property
    def id(self) -> str:
        """`name@hash`: what decisions cite."""
        return f"{self.name}@{hashlib.sha256(self.canonical).hexdigest()[:12]}"

    def clock(self, kind: ClockKind) -> Clock:
        """The clock of this kind; a policy has all of them."""
        return self.clocks[kind]

    def provision(self, right: RightKind | None, reason: str) -> str:
        """What a restriction rests on in law; policies older than provisions cite their reason's source."""
        if self.provisions is not None:
            return self.provisions.cited(right)
        return self.reasons[reason].source

    def kept_up(self, right: RightKind | None) -> KeepsUp:
        """What keeps a restriction up that rests on this kind of right."""
        return self.keeps_up.get(str(right), self.keeps_up[ANY])

    def counter_content(self, right: RightKind | None) -> CounterContent:
        """What a counter-notice must contain against this kind of right."""
        return self.counter_notice.get(str(right), self.counter_notice[ANY])
