"""From the elements of one mark to a record: by local names, whichever of the standards' versions they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from lxml import etree

from countermark_portal.policies.terms import RightKind
from countermark_portal.registry.records import (
    Address,
    OfficeRecord,
    RecordFault,
    Standing,
    Whose,
    is_address,
    standing_of,
    territories_of,
)

MOST_TEXT: Final = 400
MOST_GOODS: Final = 60_000
_NICE: Final = range(1, 46)
_NAMES: Final = ("EntityName", "OrganizationStandardName", "PersonFullName", "FreeFormatNameLine", "LastName")
_REPRESENTATIVES: Final = (
    "Representative",
    "NationalRepresentative",
    "NationalCorrespondent",
    "CorrespondenceAddress",
    "RecordAttorney",
)
Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml has no public name for its elements


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a mark, and where the record says that they are reached."""

    name: str = ""
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What one mark's element says; the owner may stand elsewhere."""

    place: str
    office: str
    number: str
    application: str
    text: str
    picture: str
    classes: tuple[int, ...]
    goods: str
    status: str
    status_code: str
    status_date: date | None
    filed: date | None
    registered: date | None
    expires: date | None
    owner: Owner
    representatives: tuple[Address, ...]
    designated: tuple[str, ...]


def mark_of(mark: Element, place: str) -> Mark:
    """What the element of a mark says."""
    office = (_first(mark, "RegistrationOfficeCode") or _first(mark, "IPOfficeCode")).upper()
    return Mark(
        place=place,
        office=office,
        number=_number(_first(mark, "RegistrationNumber")),
        application=_number(_first(mark, "ApplicationNumberText") or _first(mark, "ApplicationNumber")),
        text=(_first(mark, "MarkVerbalElementText") or _first(mark, "MarkSignificantVerbalElementText"))[
            :MOST_TEXT
        ],
        picture=_picture(mark),
        classes=_classes(mark),
        goods=_goods(mark),
        status=_status(mark),
        status_code=_first(mark, "MarkCurrentStatusCode"),
        status_date=_date(_first(mark, "MarkCurrentStatusDate")),
        filed=_date(_first(mark, "ApplicationDate")),
        registered=_date(_first(mark, "RegistrationDate")),
        expires=_date(_first(mark, "ExpiryDate") or _first(mark, "ExpirationDate")),
        owner=_owner_in(mark, office),
        representatives=tuple(_representatives(mark)),
        designated=tuple(sorted({code.upper() for code in _all(mark, "DesignatedCountryCode")})),
    )


def record_of(mark: Mark) -> OfficeRecord | RecordFault:
    """The record of a mark, or what it lacks to name a right."""
    if not re.fullmatch(r"[A-Z]{2}", mark.office):
        return RecordFault(
            mark.place, "it does not say which office it is of", "the record needs RegistrationOfficeCode"
        )
    number = mark.number or mark.application
    if not number or len(number) > 60:
        return RecordFault(
            mark.place, "it has no registration number", "send the record as the office gives it"
        )
    standing = standing_of(mark.office, mark.status or mark.status_code, mark.status_code)
    if not mark.number and standing is Standing.REGISTERED:
        standing = Standing.PENDING
    return OfficeRecord(
        office=mark.office,
        kind=RightKind.TRADEMARK,
        number=number,
        text=mark.text,
        classes=mark.classes,
        goods=mark.goods,
        status=mark.status or mark.status_code,
        standing=standing,
        filed=mark.filed,
        registered=mark.registered,
        expires=mark.expires,
        ended=mark.status_date if standing is Standing.ENDED else None,
        owner=mark.owner.name,
        addresses=tuple(dict.fromkeys((*mark.owner.addresses, *mark.representatives))),
        territories=mark.designated or territories_of(mark.office),
    )


def owner_of(bag: Element, office: str) -> Owner:
    """Who owns it now, of all whom a bag of applicants or holders names."""
    people = list(bag.iter("{*}Holder")) or list(bag.iter("{*}Applicant"))
    named = [(one, _name(one)) for one in people]
    named = [(one, name) for one, name in named if name]
    if not named:
        return Owner()
    # The US office lists every owner that there ever was, the later the higher its number; others list co-owners.
    owner, name = max(named, key=lambda one: _rank(one[0])) if office == "US" else named[0]
    return Owner(name, tuple(_addresses(owner, Whose.OWNER)))


def _owner_in(mark: Element, office: str) -> Owner:
    for bag in mark.iter("{*}HolderBag", "{*}HolderDetails", "{*}ApplicantBag", "{*}ApplicantDetails"):
        owner = owner_of(bag, office)
        if owner.name:
            return owner
    return Owner()


def _rank(person: Element) -> int:
    given = _first(person, "PartyTypeCode") or next(
        (
            str(value)
            for key, value in person.attrib.items()
            if etree.QName(key).localname == "sequenceNumber"
        ),
        "",
    )
    return int(given) if given.isdecimal() else 0


def _representatives(mark: Element) -> Iterator[Address]:
    for one in mark.iter(*(f"{{*}}{name}" for name in _REPRESENTATIVES)):
        yield from _addresses(one, Whose.REPRESENTATIVE)


def _addresses(person: Element, whose: Whose) -> Iterator[Address]:
    for given in (*_all(person, "EmailAddressText"), *_all(person, "Email"), *_all(person, "EmailAddress")):
        if is_address(given):
            yield Address(whose, _name(person), given)


def _name(person: Element) -> str:
    for kind in _NAMES:
        lines = list(dict.fromkeys(_all(person, kind)))
        if lines:
            return ", ".join(lines)[:300]
    return ""


def _classes(mark: Element) -> tuple[int, ...]:
    numbers = {int(one) for one in _all(mark, "ClassNumber") if one.isdecimal()}
    return tuple(sorted(numbers & set(_NICE)))


def _goods(mark: Element) -> str:
    texts = (*_all(mark, "GoodsServicesDescriptionText"), *_all(mark, "GoodsServicesDescription"))
    return "; ".join(dict.fromkeys(texts))[:MOST_GOODS]


def _status(mark: Element) -> str:
    words = _first(mark, "MarkCurrentStatusExternalDescriptionText") or _first(mark, "MarkCurrentStatusCode")
    return words[:MOST_TEXT]


def _picture(mark: Element) -> str:
    name = _first(mark, "ImageFileName") or _first(mark, "MarkImageFilename")
    return re.split(r"[\\/]", name)[-1][:200]


def _number(text: str) -> str:
    return re.sub(r"\s", "", text)


def _date(text: str) -> date | None:
    """The day; offices write it with or without a zone, with or without dashes."""
    found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _first(element: Element, name: str) -> str:
    return next(_all(element, name), "")


def _all(element: Element, name: str) -> Iterator[str]:
    """What stands in the elements of this name, folded to one line; empty ones are left out."""
    for one in element.iter(f"{{*}}{name}"):
        text = " ".join("".join(one.itertext()).split()) if not len(one) else ""
        if text:
            yield text
