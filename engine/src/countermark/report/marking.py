"""A field of a listing in runs: what a signal points at, what stands around it, what nobody sees.

Offsets are code points. A run holds only what is safe to show; page and terminal draw the same runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Final

from countermark.report.invisible import shown

AROUND: Final = 60
"""Code points shown on each side of a mark where the whole text is too long."""
BOXES_IN_A_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Where signal number `signal` points: code points `start` to `end` of a field."""

    start: int
    end: int
    signal: int


@dataclass(frozen=True, slots=True)
class Part:
    """Text as shown; with `name`, a box that stands for something unseen: a character, or a cut."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that the same `signals` point at (none: plain text). `ends`: those whose last run this is."""

    parts: tuple[Part, ...]
    signals: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The run without boxes' names, as one string."""
        return "".join(part.text for part in self.parts)


def runs(text: str, spans: Sequence[Span] = (), *, limit: int) -> list[Run]:
    """`text` in runs; if longer than `limit` code points, its beginning and what stands around the marks."""
    valid = [Span(max(0, s.start), min(len(text), s.end), s.signal) for s in spans]
    valid = [span for span in valid if span.start < span.end]
    found: list[Run] = []
    at = 0
    for start, end in _windows(text, valid, limit):
        if start > at:
            found.append(_gap(start - at))
        found.extend(_window(text, start, end, valid))
        at = end
    if at < len(text):
        found.append(_gap(len(text) - at))
    return _with_ends(found)


def plain(text: str, *, limit: int = 2000) -> str:
    """`text` on one line, unseen characters named in angle brackets: for tooltips and terminals."""
    return "".join(
        f"⟨{part.text}⟩" if part.name and part.text != "…" else part.text
        for run in runs(text, limit=limit)
        for part in run.parts
    )


def spans_of(signals: Sequence[dict[str, Any]], field: str) -> list[Span]:
    """Where `signals` point in `field`; their numbers are their places in the sequence."""
    return [
        Span(signal["start"], signal["end"], number)
        for number, signal in enumerate(signals)
        if signal.get("field") == field
        and isinstance(signal.get("start"), int)
        and isinstance(signal.get("end"), int)
    ]


def _gap(length: int) -> Run:
    return Run((Part("…", f"{length:,} characters not shown"),))


def _windows(text: str, spans: Sequence[Span], limit: int) -> list[tuple[int, int]]:
    if len(text) <= limit:
        return [(0, len(text))] if text else []
    # The beginning is what a buyer reads first; half of the room is kept for the marks.
    head = limit if not spans else min(limit // 2, 2 * AROUND)
    wanted = [(0, _word_border(text, head, -1) or head)]
    wanted += sorted(
        (_word_border(text, span.start - AROUND, -1), _word_border(text, span.end + AROUND, 1))
        for span in spans
    )
    windows: list[tuple[int, int]] = []
    room = limit
    for start, end in wanted:
        begin = max(start, windows[-1][1] if windows else 0)
        stop = min(end, len(text), begin + room)
        if stop <= begin:
            continue
        room -= stop - begin
        if windows and begin <= windows[-1][1]:
            windows[-1] = (windows[-1][0], stop)
        else:
            windows.append((begin, stop))
    return windows


def _word_border(text: str, at: int, step: int) -> int:
    """The nearest border of a word from `at` outwards; `at` itself where none is near, as in Chinese."""
    for near in range(at, at + 16 * step, step):
        if near <= 0 or near >= len(text):
            return min(max(near, 0), len(text))
        if text[near - 1 if step < 0 else near].isspace():
            return near
    return at


def _window(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Run]:
    inside = [span for span in spans if span.start < end and span.end > start]
    borders = {start, end}
    for span in inside:
        borders.update((max(start, span.start), min(end, span.end)))
    for left, right in pairwise(sorted(borders)):
        over = tuple(sorted({span.signal for span in inside if span.start <= left and right <= span.end}))
        yield Run(tuple(_parts(text, left, right)), over)


def _parts(text: str, start: int, end: int) -> Iterator[Part]:
    for is_box, group in groupby((shown(text, at) for at in range(start, end)), key=lambda one: bool(one[1])):
        if is_box:
            yield from _boxes(list(group))
        else:
            yield Part("".join(char for char, _ in group))


def _boxes(unseen: Sequence[tuple[str, str]]) -> Iterator[Part]:
    """Boxes for unseen characters in a row: a listing may hold thousands, and the page must stay readable."""
    kinds = list(dict.fromkeys(unseen))
    if len(kinds) == 1 and len(unseen) > 1:
        label, name = kinds[0]
        yield Part(f"{label}×{len(unseen):,}", f"{name}, {len(unseen):,} times")
    elif len(unseen) <= BOXES_IN_A_ROW:
        yield from (Part(label, name) for label, name in unseen)
    else:
        some = ", ".join(label for label, _ in kinds[:8])
        yield Part(f"{len(unseen):,} unseen", f"{len(unseen):,} characters, among them {some}")


def _with_ends(found: list[Run]) -> list[Run]:
    told: set[int] = set()
    for at in range(len(found) - 1, -1, -1):
        run = found[at]
        ends = tuple(signal for signal in run.signals if signal not in told)
        told.update(ends)
        found[at] = Run(run.parts, run.signals, ends)
    return found
