"""A right as its office records it: what every reader of records makes, and all that the registry takes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from countermark_portal.policies.terms import RightKind


class Standing(StrEnum):
    """What an office's words about a right come down to."""

    REGISTERED = "registered"
    PENDING = "pending"
    ENDED = "ended"
    UNKNOWN = "unknown"
    """Words that we do not know: they change nothing."""


class Whose(StrEnum):
    """Whom an address in a record belongs to."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where the office's record says that somebody is reached."""

    whose: Whose
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRecord:
    """A right. `status` is in the office's own words; `ended` is when it stopped, where that is known."""

    office: str
    kind: RightKind
    number: str
    text: str = ""
    picture: str = ""
    classes: tuple[int, ...] = ()
    goods: str = ""
    status: str = ""
    standing: Standing = Standing.UNKNOWN
    filed: date | None = None
    registered: date | None = None
    expires: date | None = None
    ended: date | None = None
    owner: str = ""
    addresses: tuple[Address, ...] = ()
    territories: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What names a right: kind, office and number."""
        return self.kind.value, self.office, self.number

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.office} {self.number}"


@dataclass(frozen=True, slots=True)
class RecordFault:
    """What of a file could not be taken: where it stands, what is wrong, how to mend it."""

    place: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. Mend: {self.mend}"


_ENDED: Final = re.compile(
    r"\b(expired|cancell?ed|surrendered|withdrawn|abandoned|refused|rejected|invalidated|annulled|revoked|lapsed"
    r"|dead|removed from the register|not renewed|ended)\b"
)
_IN_PART: Final = re.compile(r"\b(in part|partial(ly)?|pending|requested|filed|some)\b")
_REGISTERED: Final = re.compile(
    r"\b(registered|registration|renewed|renewal|live|active|in force|granted|protected)\b"
    r"|declaration has been accepted"
)
_PENDING: Final = re.compile(
    r"\b(application|applied|filed|pending|examination|published for opposition|opposition|under review)\b"
)
_US_ENDED: Final = frozenset({*range(600, 620), *range(709, 720), 781, *range(900, 903)})
"""Abandoned, cancelled, expired, in the status codes of the US office, whose words are sometimes missing."""
_US_REGISTERED: Final = frozenset({*range(700, 709), *range(800, 804)})


def standing_of(office: str, words: str, code: str = "") -> Standing:
    """What the words of a status come down to; of the US office the code too, where the words say nothing.

    An ended right must be said to be ended outright: what is cancelled in part, or asked to be, stands.
    """
    said = words.casefold()
    if _ENDED.search(said) and not _IN_PART.search(said):
        return Standing.ENDED
    if office == "US" and code.isdecimal():
        if int(code) in _US_ENDED:
            return Standing.ENDED
        if int(code) in _US_REGISTERED:
            return Standing.REGISTERED
    if _REGISTERED.search(said) and "application" not in said:
        return Standing.REGISTERED
    return Standing.PENDING if _PENDING.search(said) else Standing.UNKNOWN


REACHES: Final = {"EM": ("EU",), "BX": ("BE", "LU", "NL"), "OA": (), "WO": (), "IB": ()}
"""Offices (ST.3) that are no country: where their rights have effect; none where the record has to say it."""


_ADDRESS: Final = re.compile(r"[^@\s<>,;:\"'()\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


def is_address(text: str) -> bool:
    """Whether it is one e-mail address and nothing else: letters go there."""
    return _ADDRESS.fullmatch(text) is not None


def territories_of(office: str) -> tuple[str, ...]:
    """Where a right of this office has effect, as ISO 3166-1 codes; ST.3 has the same for countries."""
    return REACHES.get(office, (office,))
