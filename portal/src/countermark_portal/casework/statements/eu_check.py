"""The rules of the EU database's API, applied to a record before it is sent: one bad record refuses a whole bulk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from countermark_portal.policies.territories import EEA

PUID: Final = re.compile(r"[A-Za-z0-9_-]{1,500}")
EARLIEST_CONTENT: Final = date(2000, 1, 1)
EARLIEST_APPLICATION: Final = date(2020, 1, 1)
LATEST: Final = date(2038, 1, 1)

LIMITS: Final[Mapping[str, int]] = {
    "decision_visibility_other": 500,
    "decision_monetary_other": 500,
    "decision_ground_reference_url": 500,
    "illegal_content_legal_ground": 500,
    "illegal_content_explanation": 2000,
    "incompatible_content_ground": 500,
    "incompatible_content_explanation": 2000,
    "content_type_other": 500,
    "category_specification_other": 500,
    "decision_facts": 5000,
    "source_identity": 500,
}
"""Lengths in characters, as the database counts them."""

_ALWAYS: Final = (
    "decision_ground category content_type content_date application_date decision_facts source_type"
    " automated_detection automated_decision puid"
).split()
_DECISIONS: Final = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_ILLEGAL: Final[tuple[str, ...]] = ("illegal_content_legal_ground", "illegal_content_explanation")
_INCOMPATIBLE: Final[tuple[str, ...]] = ("incompatible_content_ground", "incompatible_content_explanation")
_OTHERS: Final = {
    "decision_visibility": ("DECISION_VISIBILITY_OTHER", "decision_visibility_other"),
    "decision_monetary": ("DECISION_MONETARY_OTHER", "decision_monetary_other"),
    "content_type": ("CONTENT_TYPE_OTHER", "content_type_other"),
    "category_specification": ("KEYWORD_OTHER", "category_specification_other"),
}


def record_faults(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What the database would refuse in a record; nothing if it would take it."""
    faults = [f"{field} is missing" for field in _ALWAYS if not record.get(field)]
    if not any(record.get(field) for field in _DECISIONS):
        faults.append("one decision at least is needed: visibility, monetary, provision or account")
    faults += _ground(record) + _others(record) + _dates(record)
    faults += [
        f"{field} is too long" for field, most in LIMITS.items() if len(str(record.get(field, ""))) > most
    ]
    if not PUID.fullmatch(str(record.get("puid", ""))):
        faults.append("puid has other characters than letters, digits, - and _")
    if not EEA.issuperset(record.get("territorial_scope", ())):
        faults.append("territorial_scope names a country outside the EU and EEA")
    if record.get("source_type") == "SOURCE_VOLUNTARY" and "source_identity" in record:
        faults.append("own initiative has no source_identity")
    content_id = record.get("content_id")
    if content_id is not None and not re.fullmatch("[0-9]{13}", str(content_id.get("EAN-13", ""))):
        faults.append("content_id holds no EAN-13")
    return tuple(faults)


def _ground(record: Mapping[str, Any]) -> list[str]:
    illegal = record.get("decision_ground") == "DECISION_GROUND_ILLEGAL_CONTENT"
    needed, excluded = (_ILLEGAL, _INCOMPATIBLE) if illegal else (_INCOMPATIBLE, _ILLEGAL)
    faults = [f"{field} is missing" for field in needed if not record.get(field)]
    if illegal:
        excluded = (*excluded, "incompatible_content_illegal")
    return faults + [f"{field} does not go with this ground" for field in excluded if field in record]


def _others(record: Mapping[str, Any]) -> list[str]:
    faults = []
    for field, (other, explained) in _OTHERS.items():
        chosen = record.get(field) or ()
        is_other = other == chosen if isinstance(chosen, str) else other in chosen
        if is_other and not record.get(explained):
            faults.append(f"{explained} is missing")
        if not is_other and explained in record:
            faults.append(f"{explained} goes only with {other}")
    return faults


def _dates(record: Mapping[str, Any]) -> list[str]:
    faults = []
    for field, value in record.items():
        if "date" not in field.split("_"):
            continue
        earliest = EARLIEST_CONTENT if field == "content_date" else EARLIEST_APPLICATION
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            faults.append(f"{field} is no day")
            continue
        if not earliest <= day <= LATEST:
            faults.append(f"{field} lies outside {earliest} to {LATEST}")
    return faults
