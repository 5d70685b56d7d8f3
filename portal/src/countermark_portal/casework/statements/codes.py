"""The codes that letters speak of. Each has its sentence in every language; loading the texts in tests shows it."""

from __future__ import annotations

from enum import StrEnum


class LetterKind(StrEnum):
    """Every letter that a case can send; stored with the letter, never guessed from its text."""

    STATEMENT = "statement"
    NOTICE_RECEIVED = "notice_received"
    NOTICE_INCOMPLETE = "notice_incomplete"
    NOTICE_REFUSED = "notice_refused"
    NOTICE_DECIDED = "notice_decided"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    COUNTER_NOTICE_RECEIVED = "counter_notice_received"
    COUNTER_NOTICE_FORWARDED = "counter_notice_forwarded"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_OUTCOME = "appeal_outcome"
    RESTORED = "restored"
    HOLD_ENDED = "hold_ended"
    WARNING = "warning"
    SHOP_SUSPENDED = "shop_suspended"


class Fix(StrEnum):
    """What a notice lacks, said so that it can be added."""

    NOTIFIER_NAME = "notifier_name"
    NOTIFIER_EMAIL = "notifier_email"
    CAPACITY = "capacity"
    AUTHORITY = "authority"
    RIGHT = "right"
    RIGHT_NOT_FOUND = "right_not_found"
    CONTROL = "control"
    LOCATION = "location"
    LISTING_NOT_FOUND = "listing_not_found"
    ELEMENT = "element"
    EXPLANATION = "explanation"
    EVIDENCE = "evidence"
    REASON_CODE = "reason_code"
    GOOD_FAITH = "good_faith"
    SIGNATURE = "signature"


class Refusal(StrEnum):
    """Why nothing is done about a notice, with guidance on what would help."""

    NOT_IP = "not_ip"
    RIGHT_NOT_IN_FORCE = "right_not_in_force"
    RIGHT_NOT_IN_TERRITORY = "right_not_in_territory"
    RIGHT_OTHER_GOODS = "right_other_goods"
    CONTROL_NOT_SHOWN = "control_not_shown"
    LISTING_NOT_FOUND = "listing_not_found"
    NOT_SHOWN = "not_shown"
    DUPLICATE = "duplicate"
    LAWFUL = "lawful"
    DECIDED_BEFORE = "decided_before"
    NOT_CURED = "not_cured"
    MISUSE = "misuse"


class Proof(StrEnum):
    """What a rights holder learns of the seller's evidence: that it was verified, never what it says."""

    PURCHASE_VERIFIED = "purchase_verified"
    LICENCE_VERIFIED = "licence_verified"
    AUTHORISATION_VERIFIED = "authorisation_verified"
    RIGHT_VERIFIED = "right_verified"
    CORRECTION_VERIFIED = "correction_verified"
    NOT_VERIFIED = "not_verified"
    NONE = "none"


class Silence(StrEnum):
    """What happens if the rights holder does not answer."""

    RESTORES = "restores"
    PERSON = "person"


class Party(StrEnum):
    """Whom a letter on a withdrawal goes to."""

    SELLER = "seller"
    NOTIFIER = "notifier"


class AppealSide(StrEnum):
    """Whom a letter on an appeal's outcome goes to."""

    APPELLANT = "appellant"
    OTHER = "other_side"


class Outcome(StrEnum):
    """What became of the decision that was appealed against."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REVERSED = "reversed"


class Effect(StrEnum):
    """What an appeal's outcome means for the listing or shop."""

    RESTORED = "restored"
    PARTLY_RESTORED = "partly_restored"
    STAYS_RESTRICTED = "stays_restricted"
    STAYS_ONLINE = "stays_online"
    RESTRICTED = "restricted"


class Cause(StrEnum):
    """Why something was restored."""

    APPEAL = "appeal"
    COUNTER_NOTICE = "counter_notice"
    SILENCE = "silence"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    DECISION_REVERSED = "decision_reversed"
    RIGHT_LAPSED = "right_lapsed"


class Lost(StrEnum):
    """What a restoration could not bring back."""

    SEARCH_RANK = "search_rank"
    REVIEWS = "reviews"
    ADVERTISING = "advertising"
    CARTS = "carts"
    FEATURED = "featured"
    MEDIA = "media"
    STOCK = "stock"
    LISTING_NUMBER = "listing_number"


class HoldCause(StrEnum):
    """Why a hold ended."""

    NOT_CONFIRMED = "not_confirmed"
    TIME_OVER = "time_over"
    CLEARED = "cleared"


class Consequence(StrEnum):
    """What the withdrawal of a notice means for the listing."""

    RESTORED = "restored"
    UNRESTRICTED = "unrestricted"
    STAYS = "stays"
