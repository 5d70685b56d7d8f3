"""How values are written in each language: dates, moments, countries, money, lists. No sentence stands here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from countermark_portal.casework.statements.errors import Unsayable
from countermark_portal.policies import territories

SHORT: Final = 60
"""Characters of a title in a subject line: what a phone shows of it."""
LONGEST: Final = 4000
"""Characters of a value in a sentence; longer ones are cut. Sentences are read, not searched."""

# What turns a line of text around, breaks it, or cannot be seen. Joiners stay: emoji and Persian words need them.
_UNSEEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def plain(value: object) -> str:
    """A value as one line that cannot pass for structure: no line breaks, no control characters, cut to length."""
    text = str(value)
    if not text.isprintable():  # the seldom case, and the slow one
        text = _without_unseen(text)
    return cut(" ".join(text.split()), LONGEST)


def _without_unseen(text: str) -> str:
    text = _UNSEEN.sub("", text)
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Zs", "Cs"} else c for c in text)
    return "".join(kept)


def cut(text: str, longest: int) -> str:
    """The text, or as much of it as fits, ending at a word where one ends near, and an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    space = head.rfind(" ", longest * 3 // 4)
    return (head[:space] if space > 0 else head).rstrip() + "…"


def joined_territory(codes: Iterable[str]) -> tuple[str, ...]:
    """Countries by code: `EU` and `EEA` stand for their members, `EL` and `UK` for what ISO calls GR and GB."""
    given = (code.strip().upper() for code in codes)
    return tuple(sorted(territories.countries({"EL": "GR", "UK": "GB"}.get(code, code) for code in given)))


OFFICES: Final[Mapping[str, str]] = {
    "EM": "EUIPO", "EP": "EPO", "WO": "WIPO", "IB": "WIPO", "BX": "BOIP", "DE": "DPMA", "FR": "INPI", "ES": "OEPM",
    "GB": "UKIPO", "IT": "UIBM", "CH": "IGE/IPI", "US": "USPTO", "CN": "CNIPA", "JP": "JPO", "KR": "KIPO",
}  # fmt: skip
"""Offices (ST.3) by the short name under which sellers find their registers; others are shown by their code."""


@cache
def _format(language: str) -> Mapping[str, Any]:
    folder = files(__package__) / "texts"
    formats: Mapping[str, Any] = yaml.safe_load((folder / "formats.yaml").read_text("utf-8"))
    return {name: by_language[language] for name, by_language in formats.items()}


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """Names of countries by code and language."""
    text = (files(__package__) / "texts" / "countries.yaml").read_text("utf-8")
    named: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return named


@dataclass(frozen=True, slots=True)
class Writing:
    """The ways of writing in one language."""

    language: str

    @property
    def colon(self) -> str:
        """What stands between a term and its value."""
        return str(_format(self.language)["colon"])

    @property
    def gap(self) -> str:
        """What stands between two sentences."""
        return str(_format(self.language)["gap"])

    def is_one(self, count: object) -> bool:
        """Whether a count takes the singular; French counts nothing in the singular too."""
        return count == 1 or (self.language == "fr" and count == 0)

    def write(self, way: str, value: object) -> str:
        """A value, written in one of the ways."""
        return WAYS[way](self, value)

    def short(self, value: object) -> str:
        """A title for a subject line."""
        return cut(plain(value), SHORT)

    def on_day(self, value: object) -> str:
        """A day, from ISO text."""
        try:
            day = datetime.fromisoformat(str(value)).date()
        except ValueError:
            raise Unsayable(f"no date: {plain(value)}", mend="write it as 2026-11-22") from None
        return self._day(day)

    def moment(self, value: object) -> str:
        """A day and time with its zone, from ISO text."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise Unsayable(
                f"no moment: {plain(value)}", mend="write it as 2026-11-22T09:00:00+00:00"
            ) from None
        if moment.tzinfo is None:
            raise Unsayable(f"{plain(value)} has no zone", mend="moments are told with their zone")
        form = str(_format(self.language)["moment"])
        return form.format(day=self._day(moment.date()), time=f"{moment:%H:%M}", zone=_zone(moment))

    def countries(self, value: object) -> str:
        """Countries as a list; the Union and the Economic Area by name where all of it is meant."""
        given = value.split(",") if isinstance(value, str) else value
        if not isinstance(given, Iterable):
            raise Unsayable(f"no countries: {plain(value)}")
        codes = set(joined_territory(map(str, given)))
        names = []
        for name, members in (("EEA", territories.EEA), ("EU", territories.EU_MEMBERS)):
            if codes >= members:
                names.append(countries()[name][self.language])
                codes -= members
        names += sorted(plain(countries().get(code, {}).get(self.language, code)) for code in codes)
        return self.row(names)

    def money(self, value: object) -> str:
        """An amount with its ISO 4217 code, from `1240.50 EUR`."""
        amount, _, currency = str(value).partition(" ")
        try:
            number = Decimal(amount)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not re.fullmatch("[A-Z]{3}", currency):
            raise Unsayable(f"no amount: {plain(value)}", mend="write it as 1240.50 EUR")
        thousands, point = _format(self.language)["number"]
        written = f"{number:,.2f}".translate(str.maketrans({",": thousands, ".": point}))
        return f"{written}\N{NO-BREAK SPACE}{currency}"

    def row(self, names: Iterable[str]) -> str:
        """Names in a row with the language's "and" before the last."""
        comma, last = _format(self.language)["list"]
        *heads, tail = names
        return str(comma).join(heads) + str(last) + tail if heads else tail

    def _day(self, day: date) -> str:
        formats = _format(self.language)
        number = formats["first"] if day.day == 1 else day.day
        return str(formats["date"]).format(day=number, month=formats["months"][day.month - 1], year=day.year)


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta(0)
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


WAYS: Final[Mapping[str, Callable[[Writing, object], str]]] = {
    "plain": lambda _, value: plain(value),
    "short": Writing.short,
    "date": Writing.on_day,
    "moment": Writing.moment,
    "countries": Writing.countries,
    "money": Writing.money,
    "office": lambda _, value: OFFICES.get(str(value), plain(value)),
}
