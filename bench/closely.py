"""Looks into a screening: which share of the listings takes which way, and where a core's time goes.

One process screens some listings as the engine does, with signals and a matcher that count what they are asked.
"""

from __future__ import annotations

import dataclasses
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import pyarrow as pa

from countermark import batch as batches
from countermark import screener as screeners
from countermark.batch import Batch
from countermark.evidence import Evidence, Example, Pairs, Phase, Signal
from countermark.feeds import open_feed
from countermark.matching.candidates import Piece
from countermark.matching.hits import Hits
from countermark.matching.matcher import Matcher
from countermark.matching.pieces import Pieces
from countermark.matching.verdicts import Verdict
from countermark.text.tokens import Tokens
from market import NOW

REST: Final = "weighing, and what holds it together"
COUNTING: Final = "counting"


class Looked:
    """What was counted, and the processor time of each step without the steps within it."""

    def __init__(self) -> None:
        self.rows = 0
        self.counted: Counter[str] = Counter()
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.pieces: list[tuple[int, int]] = []
        self._steps = [COUNTING]
        self._since = time.process_time()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """What happens within is charged to `name`."""
        self._charge()
        self._steps.append(name)
        try:
            yield
        finally:
            self._charge()
            self._steps.pop()

    def _charge(self) -> None:
        now = time.process_time()
        self.spent[self._steps[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """`work`, charged to `name`."""

        def charged(*given: Any, **named: Any) -> Any:
            with self.step(name):
                return work(*given, **named)

        return charged

    @property
    def seconds(self) -> float:
        """Processor time of everything but the counting."""
        return sum(seconds for name, seconds in self.spent.items() if name != COUNTING)

    def share(self, phase: Phase) -> float:
        """The share of listings that a phase of signals was asked about."""
        return self.counted[phase.name] / max(self.rows, 1)

    def slow(self, *, last: bool = False) -> float:
        """The share of pieces (words, and words with no space between) that were never seen before."""
        some = self.pieces[-len(self.pieces) // 4 :] if last else self.pieces
        return sum(new for _, new in some) / max(sum(count for count, _ in some), 1)

    def worked(self) -> float:
        """The share of pieces that were worked out letter by letter."""
        return self.counted["worked"] / max(sum(count for count, _ in self.pieces), 1)

    def costs(self) -> dict[str, float]:
        """Seconds of each step, the dearest first, and of all."""
        dearest = sorted(self.spent.items(), key=lambda step: -step[1])
        return {name: seconds for name, seconds in dearest if name != COUNTING} | {"all": self.seconds}


def look(listings: list[Path], references: Path, tables: Path, rows: int) -> Looked:
    """Screen the first `rows` listings and count."""
    pa.set_cpu_count(1)
    screener = screeners.Screener(references, tables=tables)
    looked = Looked()
    state: Any = screener._state  # noqa: SLF001  # what is counted is no business of the engine's users
    signals = tuple(_Signal(signal, looked) for signal in state.scoring.signals)
    counting = dataclasses.replace(
        state,
        matcher=_Matcher(state.matcher, looked),
        scoring=dataclasses.replace(state.scoring, signals=signals),
    )
    screener._state = counting  # noqa: SLF001  # as above
    with (
        _charged(looked, batches, "tokenise", "words: borders, keys, folding"),
        _charged(looked, screeners, "findings_table", "findings as a table"),
    ):
        _screen(screener, listings, rows, looked)
    return looked


@contextmanager
def _charged(looked: Looked, module: ModuleType, function: str, step: str) -> Iterator[None]:
    """What the function of a module does within is charged to `step`."""
    work = getattr(module, function)
    setattr(module, function, looked.timed(step, work))
    try:
        yield
    finally:
        setattr(module, function, work)


def _screen(screener: screeners.Screener, listings: list[Path], rows: int, looked: Looked) -> None:
    for path in listings:
        feed = open_feed(path)
        for piece in feed.pieces():
            if looked.rows >= rows:
                return
            with looked.step("reading and conforming"):
                table = feed.read(piece).table
            with looked.step(REST):
                screener.screen_conformed(table, now=NOW)
            looked.rows += table.num_rows


class _Signal(Signal):
    """A signal that counts the listings that it is asked about."""

    def __init__(self, signal: Signal, looked: Looked) -> None:
        self.name, self.phase, self.kinds = signal.name, signal.phase, signal.kinds  # type: ignore[misc]
        self._signal, self._looked = signal, looked
        self._last: Batch | None = None

    def find(self, batch: Batch, pairs: Pairs) -> Evidence:
        """See `Signal.find`."""
        looked = self._looked
        with looked.step(COUNTING):
            rows = len(np.unique(pairs.rows))
            seen = looked.counted[f"{self.phase.name} {looked.rows}"]
            # Several signals of a phase are asked about the same listings of a batch.
            looked.counted[self.phase.name] += max(rows - seen, 0)
            looked.counted[f"{self.phase.name} {looked.rows}"] = max(rows, seen)
        with looked.step(f"signal {self.name}"):
            return self._signal.find(batch, pairs)

    @classmethod
    def examples(cls) -> Sequence[Example]:
        """None: it is no signal of its own."""
        return []


class _Matcher(Matcher):
    """A matcher that counts pieces, those never seen before, and those that are worked out."""

    def __init__(self, matcher: Matcher, looked: Looked) -> None:
        super().__init__(matcher.vocabulary, matcher.known)
        self._looked = looked

    def match(self, tokens: Tokens, *, disguises: bool = True) -> Hits:
        """See `Matcher.match`."""
        with self._looked.step("terms in the words"):
            return super().match(tokens, disguises=disguises)

    def about(self, pieces: Sequence[Piece]) -> list[tuple[Verdict, ...]]:
        """See `Matcher.about`."""
        self._looked.counted["worked"] += len(pieces)
        with self._looked.step("words never seen before: worked out"):
            return super().about(pieces)

    def _learn(self, memory: Any, tokens: Tokens, several: Sequence[Pieces]) -> None:
        with self._looked.step(COUNTING):
            for pieces in several:
                new = np.unique(pieces.keys[memory.seen.unseen(pieces.keys)])
                self._looked.pieces.append((len(pieces.keys), len(new)))
        with self._looked.step("words never seen before: told from known ones"):
            super()._learn(memory, tokens, several)
