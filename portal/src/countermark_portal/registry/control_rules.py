"""How control of a right is shown: codes, domains, how long it counts. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from countermark_portal.policies.calendars import months_later

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: what is read from a letter and typed holds no I, L, O, U."""
CHARACTERS: Final = 10
CODE_LASTS: Final = timedelta(days=14)
MOST_TRIES: Final = 5
MOST_CODES_A_DAY: Final = 3
"""To one right: a law firm's letter box is nobody's to fill."""
DOMAIN_LASTS: Final = timedelta(days=30)
MONTHS: Final = 12
"""So long control counts at most; then it is shown again."""
WELL_KNOWN: Final = "/.well-known/countermark.txt"
_DOMAIN: Final = re.compile(
    r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,22}[a-z0-9])"
)
_SHARED: Final = frozenset(
    "126.com 163.com aol.com fastmail.com foxmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com "
    "icloud.com laposte.net live.com mail.com mail.ru me.com msn.com orange.fr outlook.com proton.me protonmail.com "
    "qq.com sina.com t-online.de wanadoo.fr web.de yahoo.com yandex.ru zoho.com".split()
)
"""Where anybody has an address: such a domain says nothing about an owner."""


class Origin(StrEnum):
    """Who gave us a record. A file that a holder sends can be written by the holder."""

    OPERATOR = "operator"
    HOLDER = "holder"


class CopyState(StrEnum):
    """What a record is to its right."""

    COUNTS = "counts"
    WAITS = "waits"
    """It changes a right that is trusted: the desk compares it with the office's register first."""
    REPLACED = "replaced"
    REFUSED = "refused"


class ProofState(StrEnum):
    """What became of an attempt to show control."""

    OPEN = "open"
    WAITS = "waits"
    """A person of the desk checks it."""
    SHOWN = "shown"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class NotShown:
    """Control is not shown, why, and what can be done."""

    code: str
    what: str
    mend: str


def typed(code: str) -> str:
    """A code as it was meant: letters that look like digits are those digits."""
    folded = code.upper().translate(str.maketrans("ILO", "110"))
    return "".join(letter for letter in folded if letter in ALPHABET)


def counts_until(day: date, at_most: date | None = None) -> date:
    """Until when control counts that is shown on a day."""
    until = months_later(day, MONTHS)
    return min(until, at_most) if at_most else until


def domain_of(text: str) -> str:
    """The domain that somebody means, or nothing: `https://www.example.com/` is example.com's www."""
    host = re.sub(r"^[a-z]+://", "", text.strip().casefold()).split("/")[0].rstrip(".")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        return ""
    return host if _DOMAIN.fullmatch(host) else ""


def stands_in_record(domain: str, emails: list[str]) -> bool:
    """Whether the record itself names the domain, as that of an address. Where anybody has one, it does not count."""
    named = {email.rsplit("@", 1)[-1].casefold() for email in emails} - _SHARED
    return domain.removeprefix("www.") in named


def says_token(content: bytes, token: str) -> bool:
    """Whether a line of the domain's file is the token."""
    lines = content[:10_000].decode("utf-8", "replace").splitlines()
    return any(line.strip() == told(token) for line in lines)


def told(token: str) -> str:
    """The line that the file has to hold."""
    return f"countermark-control={token}"


def masked(email: str) -> str:
    """An address so that who knows it recognises it."""
    name, _, domain = email.partition("@")
    return f"{name[:2]}…@{domain}"
