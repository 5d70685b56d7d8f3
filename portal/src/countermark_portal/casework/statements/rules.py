"""A restriction in two documents: the seller's statement of reasons and the EU database's record. No Django.

The statement says all that DSA 17(3)(a)-(f) asks: measure, territory, duration; facts, origin and, where allowed, who
claims the right; automation; the legal or contractual ground and why; every way of redress. The record is another
thing: it goes to a public database, has no redress in it and nothing personal (`eu_record`).
"""

from __future__ import annotations

from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.casework.statements.eu_record import database_record, record_faults
from countermark_portal.casework.statements.rendering import PERSONAL_SLOTS, Letter, Slot, render, slots_from
from countermark_portal.casework.statements.restriction import (
    AccountType,
    Automation,
    Claimant,
    Fact,
    Ground,
    ListingShown,
    Origin,
    OutOfCourtBody,
    Reason,
    Redress,
    Restriction,
    Right,
    RightKind,
    Site,
)
from countermark_portal.casework.statements.texts import LANGUAGES, codes, nearest_language

__all__ = [
    "LANGUAGES",
    "PERSONAL_SLOTS",
    "AccountType",
    "Automation",
    "Claimant",
    "Fact",
    "Ground",
    "ListingShown",
    "Origin",
    "OutOfCourtBody",
    "Reason",
    "Redress",
    "Restriction",
    "Right",
    "RightKind",
    "Site",
    "Statement",
    "Unsayable",
    "again",
    "codes",
    "database_record",
    "nearest_language",
    "paragraphs",
    "record_faults",
    "statement",
]

Statement = Letter
"""A statement of reasons is sent and kept as every letter is."""


def paragraphs(words: str | None) -> list[Slot] | None:
    """A person's own words, paragraph by paragraph; None if there are none."""
    lines: list[Slot] = [line.strip() for line in (words or "").splitlines() if line.strip()]
    return lines or None


def statement(restriction: Restriction, language: str) -> Statement:
    """The statement of reasons for one restriction, in one language."""
    slots = slots_from(restriction)
    slots["own_words"] = paragraphs(restriction.own_words)
    return render("statement", language, slots)


def again(letter: Letter) -> Letter:
    """The letter that its kept slots give today; equal to the one sent as long as the template's version is."""
    return render(letter.template, letter.language, letter.slots)
