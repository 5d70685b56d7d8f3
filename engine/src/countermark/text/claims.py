"""Claims of a seller to be a brand's own shop or authorised by it: which words make one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from countermark.text.lexicon import Cue, Item, Lexicon

NEAR: Final = 6
"""Words that may lie between a claim and the mark."""
WIDE: Final = 3
"""Words that may lie between "official" and "store", the mark not counted."""
_STOP: Final = re.compile(r"[.!?;|\n。！？；]")


class Claimed(NamedTuple):
    """A claim: `official` or `authorised`, and where it stands (code points)."""

    kind: str
    start: int
    end: int


class _Span(NamedTuple):
    kind: str
    first: int
    last: int


def claimed(text: str, marks: Sequence[tuple[int, int]], *, name: bool = False) -> Iterator[Claimed]:
    """The claims of `text` about the brand of `marks`. In a seller's name "official" is enough."""
    lexicon = Lexicon.of("claim", "negation")
    items = lexicon.items(text, marks)
    cues = lexicon.cues(items)
    for span in _spans(items, cues, name=name):
        if _beside_a_mark(items, span) and not _denied(text, items, cues, span):
            yield Claimed(span.kind, items[span.first].start, items[span.last].end)


def _spans(items: Sequence[Item], cues: dict[str, list[Cue]], *, name: bool) -> Iterator[_Span]:
    """Words that make a claim, whatever it is about."""
    for kind in ("official", "authorised"):
        whole = cues.get(f"whole_{kind}", ())
        yield from (_Span(kind, cue.first, cue.last) for cue in whole)
        for cue in cues.get(kind, ()):
            if any(long.first <= cue.first and cue.last <= long.last for long in whole):
                continue
            shop = _shop(items, cues, cue)
            if shop is not None:
                yield _Span(kind, min(cue.first, shop.first), max(cue.last, shop.last))
            elif name:
                yield _Span(kind, cue.first, cue.last)


def _shop(items: Sequence[Item], cues: dict[str, list[Cue]], cue: Cue) -> Cue | None:
    """The shop that is called official; None if it is something else that is."""
    for shop in cues.get("shop", ()):
        low, high = sorted((cue, shop))
        between = range(low.last + 1, high.first)
        words = sum(items[at].of < 0 for at in between)
        others = {at for other in cues.get("other", ()) for at in range(other.first, other.last + 1)}
        if low.last < high.first and words < WIDE and not others & set(between):
            return shop
    return None


def _beside_a_mark(items: Sequence[Item], span: _Span) -> bool:
    return any(
        item.of >= 0
        and (span.first <= at <= span.last or min(abs(at - span.first), abs(at - span.last)) <= NEAR)
        for at, item in enumerate(items)
    )


_DENIALS: Final = (
    ("not_before", -5), ("bought", -5), ("at_place", -2),
    ("not_after", 1), ("other", 1), ("bought_behind", 4),
)  # fmt: skip
"""Groups of words that undo a claim, and how many words before (negative) or behind it they may stand."""


def _denied(text: str, items: Sequence[Item], cues: dict[str, list[Cue]], span: _Span) -> bool:
    """Whether the seller says not to be one, to have bought from one, or speaks of another's service."""
    for group, reach in _DENIALS:
        for cue in cues.get(group, ()):
            distance = cue.first - span.last if reach > 0 else span.first - cue.last
            low, high = (span.last, cue.first) if reach > 0 else (cue.last, span.first)
            if 0 < distance <= abs(reach) and not _STOP.search(text, items[low].end, items[high].start):
                return True
    return False
