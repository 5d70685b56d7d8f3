"""Records on disk, dealt out to files by a key, so that all records of one key are met again together.

This keeps a pass over any number of listings within the memory of a few batches: one file is read back at a
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from countermark.text.keys import U64, mix

FILES: Final = 64
_SHIFT: Final = np.uint64(58)
_AT_ONCE: Final = 8 << 20
"""Bytes that are gathered before they are dealt out: many small writes cost more than few large ones."""


class Spill:
    """Records of one type in `folder`, which is emptied by whoever made it."""

    def __init__(self, folder: Path, name: str, record: np.dtype[Any]) -> None:
        self.record = record
        self._paths = [folder / f"{name}-{number}" for number in range(FILES)]
        self._held: list[tuple[NDArray[Any], NDArray[np.uint8]]] = []
        self._size = 0

    def add(self, records: NDArray[Any], keys: U64) -> None:
        """Keep `records`, each with those of the same key."""
        self._held.append((records, (mix(keys) >> _SHIFT).astype(np.uint8)))
        self._size += records.nbytes
        if self._size > _AT_ONCE:
            self._deal()

    def parts(self) -> Iterator[NDArray[Any]]:
        """All records, file by file, in the order in which they were added."""
        self._deal()
        for path in self._paths:
            yield np.fromfile(path, dtype=self.record) if path.exists() else np.empty(0, dtype=self.record)

    def _deal(self) -> None:
        if not self._held:
            return
        records, numbers = (np.concatenate(parts) for parts in zip(*self._held, strict=True))
        order = np.argsort(numbers, kind="stable")
        ordered = records[order]
        borders = np.searchsorted(numbers[order], np.arange(FILES + 1), side="left").tolist()
        for path, begin, end in zip(self._paths, borders, borders[1:], strict=False):
            if end > begin:
                with path.open("ab") as file:
                    file.write(ordered[begin:end].tobytes())
        self._held, self._size = [], 0
