"""Arrow columns from what was drawn: words by their number, texts, with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from countermark.demo.assortment import Codes, Texts

Flags = npt.NDArray[np.bool_]


def texts(values: Texts | list[str], without: Flags | None = None) -> pa.Array[Any]:
    """A column of texts; null where `without`."""
    column: pa.Array[Any] = pa.array(values, pa.string(), mask=without)
    return column


def chosen(words: Sequence[str], codes: Codes, without: Flags | None = None) -> pa.Array[Any]:
    """A column of words by their number; null where `without`."""
    choices: Any = pa.array(list(words), pa.string())
    column: pa.Array[Any] = choices.take(pa.array(codes, mask=without))
    return column


def same(word: str, rows: int) -> pa.Array[Any]:
    """A column that says the same in every row."""
    column: pa.Array[Any] = pa.repeat(word, rows)
    return column
