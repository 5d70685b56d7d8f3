"""What a value written without quotes is to YAML: text, or something that only looks like text to its writer.

YAML 1.1 and 1.2 disagree on many of these (`NO`, `010`, `1:30`), so whatever either of them takes for other
than text is not text here.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final

NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
FLAGS: Final = frozenset({"true", "false", "yes", "no", "on", "off"})
_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|0[xob][0-9a-f_]+|\.(?:inf|nan)"
    r"|(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:e[-+]?[0-9]+)?)",
    re.IGNORECASE | re.ASCII,
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?", re.ASCII)
_AMOUNT: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})", re.ASCII)
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def taken_for(text: str) -> str | None:
    """What YAML takes the unquoted `text` for (a number, a date, …); None where it is text."""
    if text in NOTHING:
        return "nothing"
    if text.lower() in FLAGS:
        return "true or false"
    if _NUMBER.fullmatch(text):
        return "a number"
    return "a date" if _DAY.fullmatch(text) else None


def whole(text: str) -> int | None:
    """The whole number that `text` writes without doubt: `010` may be ten or eight."""
    return int(text) if _WHOLE.fullmatch(text) else None


def amount(text: str) -> Decimal | None:
    """The exact decimal that `text` writes, without idle zeros, so that equal amounts are equal texts too."""
    if not _AMOUNT.fullmatch(text):
        return None
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def day(text: str) -> dt.date | None:
    """The day that `text` writes as YYYY-MM-DD."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
