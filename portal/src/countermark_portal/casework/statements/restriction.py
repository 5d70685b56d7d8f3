"""What a restriction is, told in full: the frozen values that letters are written from. No Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind


class Ground(StrEnum):
    """What a restriction rests on: the law (DSA 17(3)(d)) or the marketplace's terms (17(3)(e))."""

    LEGAL = "legal"
    CONTRACTUAL = "contractual"


class Origin(StrEnum):
    """What led to the decision. `TRUSTED_FLAGGER` only where that status was given under DSA 22."""

    NOTICE = "notice"
    TRUSTED_FLAGGER = "trusted_flagger"
    OTHER_NOTIFICATION = "other_notification"
    OWN_INITIATIVE = "own_initiative"


class Automation(StrEnum):
    """How much of the decision a machine took."""

    FULLY = "fully"
    PARTIALLY = "partially"
    NOT_AUTOMATED = "not_automated"


class AccountType(StrEnum):
    """Who stands behind the seller account."""

    BUSINESS = "business"
    PRIVATE = "private"


class RightKind(StrEnum):
    """Kinds of rights; a utility model is told apart from a patent because sellers know it by that name."""

    TRADEMARK = "trademark"
    DESIGN = "design"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    UTILITY_MODEL = "utility_model"
    GEOGRAPHICAL_INDICATION = "geographical_indication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: the reason code of the policy and the provision that it rests on, cited as the profile cites it.

    `also_illegal` is said only of contractual grounds: whether the same content is held to be illegal too.
    """

    code: str
    ground: Ground
    provision: str
    url: str | None = None
    also_illegal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """The right concerned: kind, office (ST.3 code), number and its text, or the title of a work."""

    kind: RightKind
    text: str
    office: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A coded phrase and what fills its slots. Dates are written `2026-11-22`, lists of countries `DE,FR`."""

    code: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who claims the right, named only where the profile allows. A natural person is never named to the public."""

    name: str
    natural_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingShown:
    """The listing as a letter speaks of it. `listed_on` is when it was put up, where that is known."""

    id: str
    title: str
    gtin: str | None = None
    language: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The marketplace by name, and the countries that it serves (ISO 3166; none named: all of them)."""

    name: str
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfCourtBody:
    """A certified body for out-of-court dispute settlement (DSA 21), or a mediator (P2B 12)."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redress:
    """What can be done against a decision: appeal until a day by a link, a body out of court, a court."""

    appeal_until: datetime
    appeal_link: str
    body: OutOfCourtBody | None = None
    court: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One measure against one listing or seller account, with all that its statement of reasons must say.

    `territory` None means the whole marketplace; `end` None means without a set end.
    Moments are told in the zone that they are given in. `own_words` are the reviewer's and are quoted as such.
    """

    reference: str
    measure: MeasureKind
    territory: tuple[str, ...] | None
    start: datetime
    end: datetime | None
    reason: Reason
    right: Right | None
    facts: tuple[Fact, ...]
    own_words: str | None
    origin: Origin
    claimant: Claimant | None
    automated_detection: bool
    automation: Automation
    listing: ListingShown | None
    marketplace: Site
    account_type: AccountType
    redress: Redress

    def __post_init__(self) -> None:
        """A restriction that contradicts itself is never told to anyone."""
        for fault in _contradictions(self):
            raise Unsayable(f"{self.reference}: {fault}")


def _contradictions(told: Restriction) -> list[str]:
    faults = {
        "NOT-IP never restricts: price, MAP and distribution contracts are no rights": told.reason.code
        == "NOT-IP",
        "start has no zone": told.start.tzinfo is None,
        "end has no zone": told.end is not None and told.end.tzinfo is None,
        f"a measure of kind {told.measure} needs its listing": told.measure in OF_LISTING
        and told.listing is None,
        "every hold ends by itself: it needs an end": told.measure is MeasureKind.HOLD and told.end is None,
        "an empty territory is neither a country nor the whole marketplace": told.territory == (),
        "a restriction without facts gives no reasons": not told.facts and not told.own_words,
    }
    found = [fault for fault, holds in faults.items() if holds]
    if not found and told.end is not None and told.end <= told.start:
        found.append("the end does not lie after the start")
    return found
