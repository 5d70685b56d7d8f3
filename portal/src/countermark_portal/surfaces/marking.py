"""Text with what was seen in it marked in place, and the marks numbered as the list beside it numbers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from countermark_portal.casework.evidence.queries import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `numbers` of the signals that were seen in it, none for plain text."""

    text: str
    numbers: tuple[int, ...] = ()


def pieces(text: str, field: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """The text in pieces: cut wherever a mark begins or ends, so that overlapping ones are all shown."""
    seen = [
        (max(0, span.start), min(span.end, len(text)), number)
        for number, span in enumerate(spans, 1)
        if span.field == field and span.end > span.start
    ]
    cuts = sorted({0, len(text), *(at for start, end, _ in seen for at in (start, end) if at <= len(text))})
    found = []
    for start, end in pairwise(cuts):
        numbers = tuple(number for first, last, number in seen if first <= start and end <= last)
        found.append(Piece(text[start:end], numbers))
    return tuple(found)
