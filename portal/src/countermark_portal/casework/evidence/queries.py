"""Reads of evidence: a listing as it was captured, and what was seen where in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from countermark_portal.casework.evidence.models import Capture


@dataclass(frozen=True, slots=True)
class Span:
    """A signal of the engine: what it is, how much it weighs (log-odds), and where in which field it was seen."""

    signal: str
    weight: float
    field: str
    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it was captured: the bytes are kept under their SHA-256."""

    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True)
class CaptureSeen:
    """A listing as it was at one moment."""

    at: datetime
    how: str
    tool: str
    found: bool
    fields: Mapping[str, Any]
    photos: tuple[Photo, ...]
    spans: tuple[Span, ...]
    score: float | None
    band: str
    warc: str
    references_version: str
    scoring_version: str
    later: int
    """Captures that were taken after this one."""


def shown(listing: UUID, *, brand: str, capture: UUID | None = None) -> CaptureSeen | None:
    """The capture that a decision rests on, else the latest that found the listing; with the brand's signals."""
    captures = list(Capture.objects.filter(listing=listing).order_by("-at"))
    there = (
        [one for one in captures if one.id == capture] or [one for one in captures if one.found] or captures
    )
    if not there:
        return None
    one = there[0]
    finding = next((found for found in one.findings if found["brand"] == brand), None)
    return CaptureSeen(
        at=one.at,
        how=one.how,
        tool=one.tool,
        found=one.found,
        fields=one.fields,
        photos=tuple(Photo(media["sha256"], media["content_type"]) for media in one.media),
        spans=_spans(finding["signals"]) if finding else (),
        score=finding["score"] if finding else None,
        band=finding["band"] if finding else "",
        warc=one.warc,
        references_version=one.references_version,
        scoring_version=one.scoring_version,
        later=sum(1 for other in captures if other.at > one.at),
    )


def _spans(signals: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
    spans = [
        Span(
            signal=one["name"],
            weight=one["weight"],
            field=one["field"] or "",
            start=one["start"] or 0,
            end=one["end"] or 0,
            says=one["text"] or "",
        )
        for one in signals
    ]
    return tuple(sorted(spans, key=lambda span: -abs(span.weight)))


def is_photo_of(listing: UUID, sha256: str) -> bool:
    """Whether these bytes are a photo that was captured of this listing."""
    return Capture.objects.filter(listing=listing, media__contains=[{"sha256": sha256}]).exists()
