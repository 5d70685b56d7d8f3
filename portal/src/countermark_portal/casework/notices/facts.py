"""What triage knows and what it answers. Frozen values; ids are opaque texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from countermark_portal.policies.terms import (
    ClockKind,
    Declaration,
    Element,
    Evidence,
    Measure,
    NotifierKind,
    RightKind,
    Tier,
    Why,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the notifier says. `power_of_attorney`: in force now, from the right's owner, covering this right."""

    reason: str
    notifier: NotifierKind
    explanation: str
    element: Element | None = None
    organisation: str | None = None
    is_named: bool = True
    has_email: bool = True
    power_of_attorney: bool = False
    declared: frozenset[Declaration] = frozenset()
    evidence: frozenset[Evidence] = frozenset()
    first_sold_in: frozenset[str] = frozenset()
    new_facts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """The right that is relied on. `control_until`: the last day on which control of it counts as shown."""

    kind: RightKind
    owner: str
    office: str | None = None
    number: str | None = None
    territories: frozenset[str] = frozenset()
    classes: frozenset[int] = frozenset()
    registered: dt.date | None = None
    expires: dt.date | None = None
    is_lapsed: bool = False
    control_until: dt.date | None = None

    def is_controlled(self, on: dt.date) -> bool:
        """Whether control of the right is shown on this day."""
        return self.control_until is not None and on <= self.control_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One signal of the engine on the capture: its name, its weight (log-odds), and what it saw, for people."""

    signal: str
    weight: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The listing as captured. `classes` are empty where nobody knows the Nice classes of the goods."""

    exists: bool = True
    findings: tuple[Seen, ...] = ()
    seller_authorised: bool = False
    provenance_pass: bool = False
    territories: frozenset[str] = frozenset()
    classes: frozenset[int] = frozenset()
    safety_critical: bool = False
    prominent_seller: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What happened before: references of an open case and of a safe conduct for the same, and a hold for it."""

    open_case: str | None = None
    safe_conduct: str | None = None
    held_for_same_cause: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """Everything that triage looks at. `automation`: the operator and the marketplace allow automatic effect now."""

    notice: Notice
    right: Right | None
    listing: Listing | None
    before: Before = field(default_factory=Before)
    tier: Tier = Tier.STANDARD
    automation: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """What a notifier has to mend: the field, a stable code, what is wrong, what to do."""

    field: str
    code: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """The notice cannot be worked on yet. It may be mended while the clock runs."""

    fixes: tuple[Fix, ...]
    clock: ClockKind = ClockKind.CURE
    code: str = "incomplete"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The notice leads nowhere, and mending its form would not help. The first reason is the one told first."""

    reasons: tuple[Why, ...]
    code: str = "refused"


@dataclass(frozen=True, slots=True)
class Act:
    """Restrict now, without a person: the measures, and what was seen."""

    measures: tuple[Measure, ...]
    seen: tuple[Seen, ...]
    code: str = "act"


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the seller first; `measure` is a hold that ends with the clock, or None: nothing is restricted."""

    measure: Measure | None
    clock: ClockKind
    reasons: tuple[Why, ...]
    code: str = "ask"


@dataclass(frozen=True, slots=True)
class ForPerson:
    """A person looks; `proposed` is what the policy would do if the person finds the notice right."""

    reasons: tuple[Why, ...]
    clock: ClockKind
    proposed: Measure | None = None
    code: str = "person"


Verdict = Incomplete | Refusal | Act | Ask | ForPerson
