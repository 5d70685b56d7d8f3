"""Suspects as the data that the page's script draws: JSON that cannot end the element it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from countermark.report.figures import score_text
from countermark.report.marking import Part, Run, plain, runs
from countermark.report.pricing import money
from countermark.report.sentences import kind, spoken
from countermark.report.suspects import SIGNALS_LIMIT, STARTING_POINT, Suspect

_NAME_LIMIT: Final = 120
_FACT_LIMIT: Final = 200
_REASON_LIMIT: Final = 600
# `<` and `&` could end the script element or start a comment in it; the separators end lines in old parsers.
_ESCAPED: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPES: Final = str.maketrans(_ESCAPED)


def embedded(value: object) -> str:
    """`value` as JSON for a data block of an HTML page."""
    return msgspec.json.encode(value).decode().translate(_ESCAPES)


def embedded_suspect(suspect: Suspect) -> dict[str, Any]:
    """One suspect as the script draws it.

    Texts are lists: a string is shown, `[label, name]` is a box, a mapping is a mark: `p` its parts, `s` the
    numbers of its signals, `e` those whose label follows.
    """
    listing, finding = suspect.listing, suspect.finding
    return {
        "row": suspect.row,
        "id": _short(finding.get("listing_id")),
        "marketplace": _short(suspect.marketplace),
        "brand_id": plain(finding.get("brand_id") or ""),
        "brand": _short(suspect.brand),
        "band": plain(finding.get("band") or ""),
        "score": suspect.score,
        "score_text": score_text(suspect.score),
        "language": suspect.language,
        "title": _runs(suspect.title.runs),
        "fields": [[field_label(field.name), _runs(field.runs)] for field in suspect.fields],
        "reason": _runs(runs(suspect.reason, limit=_REASON_LIMIT)),
        "price": float(suspect.price) if suspect.price is not None and suspect.price.is_finite() else None,
        "currency": plain(listing.get("currency") or ""),
        "price_text": suspect.price_text,
        "range": _range(suspect),
        "seller": _short(suspect.seller),
        "seller_kind": _short(listing.get("seller_kind")),
        "category": _short(listing.get("category")),
        "condition": _short(listing.get("condition")),
        "rights": _short(", ".join(finding.get("right_ids") or [])),
        "url": suspect.url,
        "signals": _signals(suspect),
        "total": suspect.total,
    }


def field_label(name: str) -> str:
    """A field's name for a person: `seller_name` is "Seller name"."""
    return name.replace("_", " ").capitalize()


def place(signal: dict[str, Any]) -> str:
    """Where a signal points, in words: a field, or a photo by its number."""
    if isinstance(signal.get("photo"), int):
        return f"photo {signal['photo'] + 1}"
    return (signal.get("field") or "").replace("_", " ")


def _signals(suspect: Suspect) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for at, (name, weight) in enumerate(suspect.contributions):
        if name == STARTING_POINT and at >= len(suspect.signals):
            fact: dict[str, Any] = {"text": "before any signal"}
        else:
            fact = suspect.signals[at]
        rows.append(
            {
                "name": plain(name),
                "spoken": plain(spoken(name)),
                "kind": plain(kind(name)),
                "weight": weight,
                "fact": _short(fact.get("text"), limit=_FACT_LIMIT),
                "place": place(fact),
            }
        )
    return _with_rest(rows)


def _with_rest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most so many rows; the smallest weights beyond are one row, so that the sum is still the sum."""
    if len(rows) <= SIGNALS_LIMIT:
        return rows
    smallest = sorted(range(len(rows)), key=lambda at: abs(rows[at]["weight"]))[
        : len(rows) - SIGNALS_LIMIT + 1
    ]
    rest = set(smallest)
    weight = round(sum(rows[at]["weight"] for at in rest), 2)
    for at in rest:
        rows[at] = {**rows[at], "hidden": True}
    more = {
        "name": "",
        "spoken": f"{len(rest)} more signals",
        "kind": "",
        "weight": weight,
        "fact": [],
        "place": "",
    }
    return [*rows, more]


def _range(suspect: Suspect) -> dict[str, Any] | None:
    prices = suspect.prices
    if prices is None:
        return None
    return {
        "asks": float(prices.asks),
        "low": float(prices.low),
        "high": float(prices.high),
        "asks_text": money(prices.asks, prices.currency),
        "range_text": f"{money(prices.low, None)}–{money(prices.high, prices.currency)}",
    }


def _short(text: object, *, limit: int = _NAME_LIMIT) -> list[Any]:
    return _runs(runs(str(text), limit=limit)) if text else []


def _runs(found: Iterable[Run]) -> list[Any]:
    drawn: list[Any] = []
    for run in found:
        if run.signals:
            drawn.append({"s": run.signals, "e": run.ends, "p": _parts(run.parts)})
        else:
            drawn.extend(_parts(run.parts))
    return drawn


def _parts(parts: Sequence[Part]) -> list[Any]:
    return [[part.text, part.name] if part.name else part.text for part in parts]
