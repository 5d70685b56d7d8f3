"""The record of a restriction for the EU's transparency database (DSA 24(5)); the rules of its API as of June 2026.

It is public: no listing title, no reviewer's words, no seller, no natural person, and of the facts only slots that
cannot hold anything personal. English, because the database's readers compare records of all platforms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from countermark_portal.casework.statements import texts
from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.eu_check import (
    EARLIEST_APPLICATION,
    EARLIEST_CONTENT,
    LATEST,
    LIMITS,
    PUID,
    record_faults,
)
from countermark_portal.casework.statements.restriction import Automation, Ground, Origin, Restriction
from countermark_portal.casework.statements.writing import OFFICES, cut, joined_territory, plain
from countermark_portal.catalogue.ports import OF_LISTING, MeasureKind
from countermark_portal.policies.territories import EEA

__all__ = ["MEASURES", "PUBLIC_SLOTS", "REASONS", "database_record", "ean13", "record_faults"]

PUBLIC_SLOTS: Final = frozenset(
    {"mark", "photo", "price", "usual", "date", "gtin", "territories", "points", "limit"}
)
"""Slots of facts that may stand in the record. Others quote a seller, a document or a work, and may name a person."""

_VISIBILITY: Final = "DECISION_VISIBILITY_CONTENT_"
MEASURES: Final[Mapping[MeasureKind, tuple[Mapping[str, Any], str | None]]] = {
    MeasureKind.REMOVE: ({"decision_visibility": [f"{_VISIBILITY}REMOVED"]}, "visibility"),
    MeasureKind.DISABLE: ({"decision_visibility": [f"{_VISIBILITY}DISABLED"]}, "visibility"),
    MeasureKind.DEMOTE: ({"decision_visibility": [f"{_VISIBILITY}DEMOTED"]}, "visibility"),
    MeasureKind.HOLD: ({"decision_visibility": [f"{_VISIBILITY}DISABLED"]}, "visibility"),
    # Stays visible meanwhile and ends by the seller's correction: none of the named kinds, and no end date.
    MeasureKind.EDIT_REQUIRED: (
        {
            "decision_visibility": ["DECISION_VISIBILITY_OTHER"],
            "decision_visibility_other": "Correction of the listing required",
        },
        None,
    ),
    MeasureKind.REMOVE_MEDIA: ({"decision_visibility": [f"{_VISIBILITY}REMOVED"]}, "visibility"),
    MeasureKind.BLOCK_NEW_LISTINGS: (
        {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"},
        "service",
    ),
    MeasureKind.PAYOUT_HOLD: ({"decision_monetary": "DECISION_MONETARY_SUSPENSION"}, "monetary"),
    MeasureKind.SUSPEND: ({"decision_account": "DECISION_ACCOUNT_SUSPENDED"}, "account"),
    MeasureKind.TERMINATE: ({"decision_account": "DECISION_ACCOUNT_TERMINATED"}, None),
}
"""What each measure is in the database's words, and which end date goes with it."""

_IP: Final = "INTELLECTUAL_PROPERTY_INFRINGEMENTS"
_MARK: Final = "TRADEMARK_INFRINGEMENT"
REASONS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "TM-CF": (_IP, (_MARK,)),
    "TM-USE": (_IP, (_MARK,)),
    "TM-3D": (_IP, (_MARK,)),
    "TM-LOOK": (_IP, (_MARK,)),
    "TM-EXH": (_IP, (_MARK,)),
    "TM-COND": (_IP, (_MARK,)),
    "CR-IMG": (_IP, ("COPYRIGHT_INFRINGEMENT",)),
    "CR-TXT": (_IP, ("COPYRIGHT_INFRINGEMENT",)),
    "CR-PROD": (_IP, ("COPYRIGHT_INFRINGEMENT",)),
    "DS-REG": (_IP, ("DESIGN_INFRINGEMENT",)),
    "PT-UTIL": (_IP, ("PATENT_INFRINGEMENT",)),
    "GI": (_IP, ("GEOGRAPHIC_INDICATIONS_INFRINGEMENT",)),
    "ID-FORGED": ("SCAMS_AND_FRAUD", ("OTHER",)),
    "EVADE": ("SCAMS_AND_FRAUD", ("INAUTHENTIC_LISTINGS",)),
}
"""Category and keywords of each reason code that can restrict."""

_SOURCES: Final = {
    Origin.NOTICE: "SOURCE_ARTICLE_16",
    Origin.TRUSTED_FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Origin.OTHER_NOTIFICATION: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Origin.OWN_INITIATIVE: "SOURCE_VOLUNTARY",
}


def database_record(restriction: Restriction, *, puid: str) -> dict[str, Any] | None:
    """The record, or None where the restriction touches no country of the EU or EEA.

    `puid` names the restriction for good: it is never used for another one.
    """
    scope = _scope(restriction)
    if not scope:
        return None
    if not PUID.fullmatch(puid):
        raise Unsayable(f"no puid: {plain(puid)}", mend="letters, digits, - and _, at most 500 of them")
    record = {
        **_decision(restriction),
        **_ground(restriction),
        **_content(restriction),
        **_source(restriction),
        "decision_facts": _facts(restriction),
        "territorial_scope": scope,
        "account_type": f"ACCOUNT_TYPE_{restriction.account_type.upper()}",
        "automated_detection": _yes(restriction.automated_detection),
        "automated_decision": _automation(restriction.automation),
        "puid": puid,
    }
    return {field: _cut(field, value) for field, value in record.items()}


def ean13(gtin: str | None) -> str | None:
    """The GTIN as the thirteen digits that the database takes; None if it is no GTIN or has no such form (EAN-8)."""
    digits = re.sub(r"[\s-]", "", gtin or "")
    if not re.fullmatch("[0-9]{12,14}", digits):
        return None
    if len(digits) == 14 and digits[0] != "0":  # a carton of the product, not the product
        return None
    digits = digits[-13:].zfill(13)
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits if weighed % 10 == 0 else None


def _scope(restriction: Restriction) -> list[str]:
    named: Iterable[str] = restriction.territory or restriction.marketplace.territories or EEA
    return sorted(set(joined_territory(named)) & EEA)


def _decision(restriction: Restriction) -> dict[str, Any]:
    said, end = MEASURES[restriction.measure]
    record = dict(said)
    record["application_date"] = _day(restriction.start.date(), EARLIEST_APPLICATION)
    if end and restriction.end:
        record[f"end_date_{end}_restriction"] = _day(restriction.end.date(), EARLIEST_APPLICATION)
    return record


def _ground(restriction: Restriction) -> dict[str, str]:
    reason = restriction.reason
    why = texts.say("en", f"reason.{reason.code}.why")
    if reason.ground is Ground.LEGAL:
        record = {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": plain(reason.provision),
            "illegal_content_explanation": why,
        }
    else:
        record = {
            "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
            "incompatible_content_ground": plain(reason.provision),
            "incompatible_content_explanation": why,
        }
        if reason.also_illegal is not None:
            record["incompatible_content_illegal"] = _yes(reason.also_illegal)
    # A cut address leads nowhere: one that is too long is left out.
    if reason.url and len(reason.url) <= LIMITS["decision_ground_reference_url"]:
        record["decision_ground_reference_url"] = reason.url
    return record


def _content(restriction: Restriction) -> dict[str, Any]:
    category, keywords = REASONS[restriction.reason.code]
    safety = any(fact.code == "safety_risk" for fact in restriction.facts)
    record: dict[str, Any] = {
        "category": f"STATEMENT_CATEGORY_{category}",
        "category_specification": [
            f"KEYWORD_{word}" for word in (*keywords, *(["UNSAFE_PRODUCTS"] if safety else []))
        ],
    }
    if "OTHER" in keywords:
        record["category_specification_other"] = texts.say("en", f"reason.{restriction.reason.code}.name")
    if safety:
        record["category_addition"] = ["STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"]
    return record | _content_type(restriction) | _listing(restriction)


def _content_type(restriction: Restriction) -> dict[str, Any]:
    if restriction.measure not in OF_LISTING:
        return {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "Seller account"}
    if restriction.measure is MeasureKind.REMOVE_MEDIA or restriction.reason.code == "CR-IMG":
        return {"content_type": ["CONTENT_TYPE_IMAGE"]}
    return {
        "content_type": [
            "CONTENT_TYPE_TEXT" if restriction.reason.code == "CR-TXT" else "CONTENT_TYPE_PRODUCT"
        ]
    }


def _listing(restriction: Restriction) -> dict[str, Any]:
    listing = restriction.listing
    record: dict[str, Any] = {}
    # The day is required. Where nobody knows when it was put up, the day of the measure is the first it is known for.
    listed = restriction.start.date()
    if listing and listing.listed_on:
        listed = min(listing.listed_on, listed)
    record["content_date"] = _day(listed, EARLIEST_CONTENT)
    code = ean13(listing.gtin) if listing else None
    if code:
        record["content_id"] = {"EAN-13": code}
    language = (listing.language or "").split("-")[0].split("_")[0].upper() if listing else ""
    if re.fullmatch("[A-Z]{2}", language):
        record["content_language"] = language
    return record


def _source(restriction: Restriction) -> dict[str, str]:
    record = {"source_type": _SOURCES[restriction.origin]}
    claimant = restriction.claimant
    if restriction.origin is not Origin.OWN_INITIATIVE and claimant and not claimant.natural_person:
        record["source_identity"] = plain(claimant.name)
    return record


@cache
def record_sentences() -> Mapping[str, str]:
    """The sentences of facts as the record gives them."""
    sentences: Mapping[str, str] = texts.read("record.yaml")["fact"]
    return sentences


def _facts(restriction: Restriction) -> str:
    parts = [
        f"Reason {restriction.reason.code}: {texts.say('en', f'reason.{restriction.reason.code}.name')}."
    ]
    right = restriction.right
    if right:
        office = OFFICES.get(right.office or "", right.office or "")
        number = plain(f", {office} {right.number}" if right.number else "")
        parts.append(f"Right concerned: {texts.say('en', f'right.{right.kind}')}{number}.")
    parts.append(texts.say("en", f"origin.{restriction.origin}"))
    for fact in restriction.facts:
        known = {slot: value for slot, value in fact.slots.items() if slot in PUBLIC_SLOTS}
        if fact.code not in record_sentences():
            raise Unsayable(f"there is no sentence for fact.{fact.code}")
        parts.append(texts.fill("en", f"fact.{fact.code}", record_sentences()[fact.code], known))
    if not restriction.facts:
        parts.append("A reviewer assessed the individual circumstances.")
    return " ".join(parts)


def _day(day: date, earliest: date) -> str:
    return min(max(day, earliest), LATEST).isoformat()


def _cut(field: str, value: Any) -> Any:
    return cut(value, LIMITS[field]) if field in LIMITS and isinstance(value, str) else value


def _yes(holds: bool) -> str:
    return "Yes" if holds else "No"


def _automation(automation: Automation) -> str:
    return f"AUTOMATED_DECISION_{automation.upper()}"
