"""The other letters of a case: each a frozen value that says what it tells, written as statements are.

Which letter it is stands in its `kind`; who sends it stores that. What a letter must not tell has no field in it: the
one to the rights holder on a counter-notice knows no supplier, invoice or price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from countermark_portal.casework.statements.codes import (
    AppealSide,
    Cause,
    Consequence,
    Effect,
    Fix,
    HoldCause,
    LetterKind,
    Lost,
    Outcome,
    Party,
    Proof,
    Refusal,
    Silence,
)
from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.rendering import Letter, render, slots_from
from countermark_portal.casework.statements.restriction import (
    Automation,
    Fact,
    ListingShown,
    OutOfCourtBody,
    Redress,
)
from countermark_portal.casework.statements.rules import paragraphs
from countermark_portal.catalogue.ports import MeasureKind
from countermark_portal.policies.terms import Ground as CounterGround
from countermark_portal.policies.terms import KeptBy, LadderStep


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every letter has: the reference, the marketplace's name, a link to the case."""

    kind: ClassVar[LetterKind]
    reference: str
    marketplace: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReceived(About):
    """Receipt of a notice (DSA 16(4)), with what happens next and by when."""

    kind = LetterKind.NOTICE_RECEIVED
    listings: int
    received_at: datetime
    gaps_by: datetime
    decide_by: datetime
    name_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeIncomplete(About):
    """What a notice lacks and how many days there are to add it."""

    kind = LetterKind.NOTICE_INCOMPLETE
    fixes: tuple[Fix, ...]
    days_to_cure: int
    cure_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRefused(About):
    """Nothing is done about a notice: why, what would help, and redress. `reason` is the code that the notice gave."""

    kind = LetterKind.NOTICE_REFUSED
    refusal: Refusal
    reason: str | None
    facts: tuple[Fact, ...]
    own_words: str | None
    automation: Automation
    redress: Redress


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedItem:
    """What was decided on one listing of a notice; no measure means no restriction."""

    listing: ListingShown
    measure: MeasureKind | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDecided(About):
    """The decision, told to the notifier (DSA 16(5)), and whether programs took part in it (16(6))."""

    kind = LetterKind.NOTICE_DECIDED
    items: tuple[DecidedItem, ...]
    facts: tuple[Fact, ...]
    own_words: str | None
    automation: Automation
    redress: Redress


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWithdrawn(About):
    """A notice was withdrawn, told to either side. `pressed_link` is the button for who was pressed to pay."""

    kind = LetterKind.NOTICE_WITHDRAWN
    to: Party
    listing: ListingShown
    withdrawn_at: datetime
    consequence: Consequence
    pressed_link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterNoticeReceived(About):
    """Receipt of the seller's answer. `answer_by` is the rights holder's clock, or ours where nothing is forwarded."""

    kind = LetterKind.COUNTER_NOTICE_RECEIVED
    listing: ListingShown
    received_at: datetime
    grounds: tuple[CounterGround, ...]
    forwarded: bool
    answer_by: datetime
    silence: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterNoticeForwarded(About):
    """The seller's answer, told to the rights holder. `declared_by` only where a profile demands it."""

    kind = LetterKind.COUNTER_NOTICE_FORWARDED
    listing: ListingShown
    grounds: tuple[CounterGround, ...]
    declared_by: str | None
    proofs: tuple[Proof, ...]
    keeps: KeptBy
    answer_by: datetime
    silence: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReceived(About):
    """Receipt of an appeal. `title` is the listing's, or the shop's name."""

    kind = LetterKind.APPEAL_RECEIVED
    title: str
    received_at: datetime
    decide_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealOutcome(About):
    """How an appeal ended, told to one side. `redress` is for a side that may appeal in its turn."""

    kind = LetterKind.APPEAL_OUTCOME
    to: AppealSide
    title: str
    outcome: Outcome
    effect: Effect
    facts: tuple[Fact, ...]
    own_words: str | None
    redress: Redress | None
    body: OutOfCourtBody | None
    court: str | None

    def __post_init__(self) -> None:
        """An outcome without reasons is none (DSA 20(5))."""
        if not self.facts and not self.own_words:
            raise Unsayable(
                f"{self.reference}: an appeal's outcome needs its reasons", mend="give facts or words"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount and its ISO 4217 currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(About):
    """A listing, or the shop where there is none, is back and was seen to be back; what could not be brought back."""

    kind = LetterKind.RESTORED
    listing: ListingShown | None
    restored_at: datetime
    cause: Cause
    days_down: int
    lost: tuple[Lost, ...]
    strikes_erased: bool
    safe_conduct: bool
    loss: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded(About):
    """A hold ended without a finding."""

    kind = LetterKind.HOLD_ENDED
    listing: ListingShown
    ended_at: datetime
    cause: HoldCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned(About):
    """Points after a final decision: where the shop stands, what comes next, how to appeal."""

    kind = LetterKind.WARNING
    listing: ListingShown | None
    reason: str
    points_given: int
    points_now: int
    next_step: LadderStep | None
    next_at: int | None
    expires_on: date
    training_link: str | None
    redress: Redress


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSuspended(About):
    """What a suspension means in practice; its reasons stand in a statement of its own."""

    kind = LetterKind.SHOP_SUSPENDED
    start: datetime
    until: datetime | None
    reason: str
    warned_on: date | None
    listings: int
    payout_held: bool
    redress: Redress


def letter(told: About, language: str) -> Letter:
    """The letter in a language: subject, text, html, template and its version, the slots used."""
    slots = slots_from(told)
    own_words = getattr(told, "own_words", None)
    if own_words is not None:
        slots["own_words"] = paragraphs(own_words)
    loss = getattr(told, "loss", None)
    if loss is not None:
        slots["loss"] = f"{loss.amount} {loss.currency}"
    return render(told.kind.value, language, slots)
