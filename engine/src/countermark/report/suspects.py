"""A finding as a reader sees it: marked fields, weights that add up, price against range, a safe link."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from countermark.report.marking import Run, runs, spans_of
from countermark.report.pricing import PriceRange, money, price_range
from countermark.report.sentences import by_weight, reason
from countermark.tables import DEFAULT_MARKETPLACE, TEXT_FIELDS

TITLE_LIMIT: Final = 300
FIELD_LIMIT: Final = 360
FIELD_UNMARKED: Final = 160
SIGNALS_LIMIT: Final = 40
STARTING_POINT: Final = "starting_point"
"""Name of the contribution that no signal makes: what the scoring presumes before it looks."""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Field:
    """A text field of the listing in runs; `marked` where a signal points into it."""

    name: str
    runs: list[Run]
    marked: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """One finding, ready to be drawn. `signals` are ordered by weight; runs refer to them by number."""

    row: int
    finding: dict[str, Any]
    listing: dict[str, Any]
    brand: str
    signals: list[dict[str, Any]]
    title: Field
    fields: list[Field]
    reason: str
    prices: PriceRange | None

    @property
    def price(self) -> Decimal | None:
        """What the listing asks."""
        value = self.listing.get("price")
        return value if isinstance(value, Decimal) else None

    @property
    def price_text(self) -> str:
        """The price as a person writes it."""
        return money(self.price, self.listing.get("currency"))

    @property
    def marketplace(self) -> str:
        """The marketplace, if the feed names one."""
        name = self.finding.get("marketplace") or self.listing.get("marketplace") or ""
        return "" if name == DEFAULT_MARKETPLACE else name

    @property
    def seller(self) -> str:
        """The seller's name and id, as far as they are known."""
        name, key = (
            self.listing.get("seller_name"),
            self.finding.get("seller_id") or self.listing.get("seller_id"),
        )
        return f"{name} ({key})" if name and key else (name or key or "")

    @property
    def url(self) -> str:
        """The listing's address if it may be opened: http or https, nothing else."""
        return safe_address(self.listing.get("url"))

    @property
    def language(self) -> str:
        """The language tag of the listing where it is well-formed."""
        tag = self.listing.get("language") or ""
        return tag if _LANGUAGE.fullmatch(tag) else ""

    @property
    def score(self) -> float:
        """The score, 0 where there is none."""
        score = self.finding.get("score")
        return score if score is not None and math.isfinite(score) else 0.0

    @property
    def contributions(self) -> list[tuple[str, float]]:
        """Names and weights of all that adds up to `total`, rounded as shown: what is shown adds up too."""
        return contributions(self.signals, self.score)

    @property
    def total(self) -> float:
        """The sum of the contributions in log-odds."""
        return round(sum(weight for _, weight in self.contributions), 2)


def suspect(row: int, finding: dict[str, Any], brand_names: Mapping[str, str]) -> Suspect:
    """Row number `row` of a findings file, ready to be drawn."""
    listing = finding.get("listing") or {}
    signals = by_weight(finding.get("signals") or [])
    fields = [_field(name, listing, signals) for name in TEXT_FIELDS]
    brand_id = finding.get("brand_id") or ""
    return Suspect(
        row=row,
        finding=finding,
        listing=listing,
        brand=brand_names.get(brand_id, brand_id),
        signals=signals,
        title=fields[0],
        fields=[
            field for field in fields[1:] if field.marked or (field.name == "description" and field.runs)
        ],
        reason=reason(finding),
        prices=price_range(signals, listing.get("price"), listing.get("currency")),
    )


def contributions(signals: Sequence[dict[str, Any]], score: float) -> list[tuple[str, float]]:
    """What adds up to the score in log-odds: the signals, then what the scoring starts from, if anything."""
    added = [(signal.get("name") or "", round(signal.get("weight") or 0.0, 2)) for signal in signals]
    if not 0 < score < 1:
        return added
    rest = round(math.log(score / (1 - score)) - sum(weight for _, weight in added), 2)
    # A score near 0 or 1 is stored too coarsely to be turned back, and roundings are no starting point.
    tolerance = 0.01 * (len(added) + 2) + 2e-7 / (score * (1 - score))
    return [*added, (STARTING_POINT, rest)] if abs(rest) > tolerance else added


def safe_address(url: str | None) -> str:
    """`url` if it is a plain http or https address, else nothing."""
    if not url or any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _field(name: str, listing: Mapping[str, Any], signals: Sequence[dict[str, Any]]) -> Field:
    text = _text(listing.get(name))
    spans = spans_of(signals, name)
    limit = TITLE_LIMIT if name == "title" else FIELD_LIMIT if spans else FIELD_UNMARKED
    return Field(name, runs(text, spans, limit=limit), bool(spans and text))


def _text(value: Any) -> str:
    """A field as the signals counted its code points: attributes value by value, joined by newlines."""
    if isinstance(value, dict):
        return "\n".join(map(str, value.values()))
    if isinstance(value, list):
        return "\n".join(str(text) for _, text in value)
    return value or ""
