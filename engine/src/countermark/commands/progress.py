"""A screening as it is watched: a bar with rate, time left and suspects by brand, or plain lines in a log."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from countermark.references import References
from countermark.runners.journal import State

_SHOWN: Final = 3
"""Brands named beside the bar."""
_SECONDS: Final = 10.0
"""How often a line is written where there is no terminal."""


class ScreeningProgress:
    """Shows a run on stderr."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[told]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None
        self._total = 0
        self._written = time.monotonic()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begun(self, total_bytes: int) -> None:
        """See `runners.local.Progress`."""
        self._total = max(total_bytes, 1)
        self._task = self._bar.add_task("starting", total=self._total, told="")

    def ready(self, seconds: float) -> None:
        """See `runners.local.Progress`."""
        assert self._task is not None
        self._bar.update(self._task, description=f"screening (started in {seconds:.1f} s)")

    def advanced(self, state: State, position: int, rate: float) -> None:
        """See `runners.local.Progress`."""
        assert self._task is not None
        told = self._told(state, rate)
        self._bar.update(self._task, completed=position, told=told)
        if not self._console.is_terminal and time.monotonic() - self._written > _SECONDS:
            self._written = time.monotonic()
            self._console.print(
                f"{100 * position / self._total:.0f} %: {told}", highlight=False, soft_wrap=True
            )

    def _told(self, state: State, rate: float) -> str:
        brands = ", ".join(
            f"{self._name(brand)} {count:,}" for brand, count in state.brands.most_common(_SHOWN)
        )
        suspects = f"{state.findings:,} suspect" + (f" ({brands})" if brands else "")
        return f"{state.read:,} listings, {rate:,.0f}/s, {suspects}"

    def _name(self, brand: str) -> str:
        number = self._references.numbers.get(brand)
        return self._references.brand(number).name if number is not None else brand
