"""The words that policies, rules and cases share. A word here is the value in files, columns and the API."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)


def word(of: type[Word], value: str | None) -> Word | None:
    """The word with this value, or None if there is no such word."""
    return next((one for one in of if one.value == value), None)


@dataclass(frozen=True, slots=True, order=True)
class Why:
    """A reason with a stable code, and a text for people."""

    code: str
    text: str


class RightKind(StrEnum):
    """The kinds of intellectual property right, in the engine's words."""

    TRADEMARK = "trademark"
    DESIGN = "design"
    COPYRIGHT = "copyright"
    PATENT = "patent"
    GEOGRAPHICAL_INDICATION = "geographical_indication"


class NotifierKind(StrEnum):
    """As what somebody notifies. Standing limits privileges, never the right to notify (DSA 16)."""

    RIGHTS_HOLDER = "rights_holder"
    AGENT = "agent"
    ASSOCIATION = "association"
    BUYER = "buyer"
    COMPETITOR = "competitor"
    ANONYMOUS = "anonymous"


class Tier(StrEnum):
    """A notifier's standing, from what became of its notices."""

    PROVEN = "proven"
    GOOD_FAITH = "good_faith"
    STANDARD = "standard"
    WATCH = "watch"
    SUSPENDED = "suspended"


class Element(StrEnum):
    """What of a listing is complained of."""

    PRODUCT = "product"
    PACKAGING = "packaging"
    TITLE = "title"
    TEXT = "text"
    IMAGE = "image"
    SELLER_NAME = "seller_name"
    DOCUMENT = "document"


class Declaration(StrEnum):
    """What a notifier declares."""

    GOOD_FAITH = "good_faith"
    ACCURATE = "accurate"
    AUTHORITY = "authority"
    """To act for the owner; under penalty of perjury where the profile says so."""
    SIGNATURE = "signature"
    GUARANTEE = "guarantee"
    """To answer for the damage that a wrong notice does."""


class Evidence(StrEnum):
    """Kinds of evidence that a notice brings."""

    INDICATORS = "indicators"
    TEST_PURCHASE = "test_purchase"
    AUTHENTICATION = "authentication"
    EXACT_ELEMENT = "exact_element"
    COMPARISON = "comparison"
    ORIGINAL = "original"
    FIRST_PUBLICATION = "first_publication"
    WORK = "work"
    CERTIFICATE = "certificate"
    CLAIM_CHART = "claim_chart"
    EVALUATION = "evaluation"
    REGISTER_ENTRY = "register_entry"
    PRODUCT_FACTS = "product_facts"
    DOCUMENT_CHECK = "document_check"
    EVASION = "evasion"
    FIRST_SALE = "first_sale"
    """Where the goods were first sold by the holder or with its consent."""
    ALTERATION = "alteration"


class Measure(StrEnum):
    """What can be done about a listing or a shop; the first ten are the words of the port to marketplaces."""

    REMOVE = "remove"
    DISABLE = "disable"
    DEMOTE = "demote"
    HOLD = "hold"
    EDIT_REQUIRED = "edit_required"
    REMOVE_MEDIA = "remove_media"
    BLOCK_NEW_LISTINGS = "block_new_listings"
    PAYOUT_HOLD = "payout_hold"
    SUSPEND = "suspend"
    TERMINATE = "terminate"
    STOCK_HOLD = "stock_hold"
    LIMIT_LISTINGS = "limit_listings"
    WARN = "warn"


class Route(StrEnum):
    """What triage may do with a good notice of a reason, at most."""

    RESTRICT = "restrict"
    """The default measure at once, where the policy's automation allows it; else a person."""
    PAUSE = "pause"
    """A hold that ends by itself, and the seller is asked."""
    ASK = "ask"
    """The seller is asked and nothing is restricted meanwhile."""
    PERSON = "person"
    """A neutral look comes first."""
    REFUSE = "refuse"
    """No matter for a notice at all."""


class Unit(StrEnum):
    """What a clock counts."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"


class AtEnd(StrEnum):
    """What happens when a clock has run out."""

    RESTORE = "restore"
    PERSON = "person"
    ESCALATE = "escalate"
    REFUSE = "refuse"


class ClockKind(StrEnum):
    """Every clock that a case can have."""

    RECEIPT = "receipt"
    INCOMPLETE_REPLY = "incomplete_reply"
    CURE = "cure"
    TRIAGE = "triage"
    TRIAGE_PROVEN = "triage_proven"
    TRIAGE_SAFETY_CRITICAL = "triage_safety_critical"
    HOLD = "hold"
    SELLER_ANSWER = "seller_answer"
    COUNTER_NOTICE = "counter_notice"
    FORWARD = "forward"
    FORWARD_COPYRIGHT = "forward_copyright"
    BRAND_CONFIRMATION = "brand_confirmation"
    APPEAL = "appeal"
    APPEAL_DECISION = "appeal_decision"
    CLOSURE_NOTICE = "closure_notice"


class KeptBy(StrEnum):
    """What a rights holder has to bring so that a restriction outlives a good counter-notice."""

    EVIDENCE = "evidence"
    COURT_FILING = "court_filing"
    SUIT_OR_COMPLAINT = "suit_or_authority_complaint"


class ExhaustionKind(StrEnum):
    """How far the first sale by the holder exhausts the right."""

    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    UNSETTLED = "unsettled"


class LadderStep(StrEnum):
    """The steps that points lead to."""

    WARNING = "warning"
    LISTING_LIMIT = "listing_limit"
    DEMOTION = "demotion"
    SUSPENSION = "suspension"
    CLOSURE = "closure"


class Ground(StrEnum):
    """On what a seller rests a counter-notice."""

    AUTHORISED = "authorised"
    GENUINE_PURCHASED = "genuine_purchased"
    LICENCE = "licence"
    EXHAUSTION = "exhaustion"
    DESCRIPTIVE_USE = "descriptive_use"
    RIGHT_INVALID = "right_invalid"
    WRONG_LISTING = "wrong_listing"
    OWN_EARLIER_RIGHT = "own_earlier_right"
    FAIR_USE = "fair_use"
    CORRECTED = "corrected"


class CounterField(StrEnum):
    """What a counter-notice can contain."""

    GROUND = "ground"
    STATEMENT = "statement"
    DECLARATION = "declaration"
    EVIDENCE = "evidence"
    CONTACT = "contact"
    CONSENT_TO_FORWARD = "consent_to_forward"
    IDENTITY = "identity"
    LOCATION = "location"
    SIGNATURE = "signature"
    PERJURY = "perjury"
    JURISDICTION = "jurisdiction"
    GUARANTEE = "guarantee"
    COMPARISON = "comparison"
