"""GTINs: the numbers under the bar codes. Eight, twelve, thirteen or fourteen digits, the last a check digit.

Spaces and hyphens do not count. Shorter numbers are longer ones without leading zeros: `canonical` writes
all with fourteen digits, so that equal numbers are equal texts.
"""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

LENGTHS: Final = (8, 12, 13, 14)
_DIGITS: Final = re.compile(r"[0-9]+", re.ASCII)
_WEIGHTS: Final = np.array([3, 1] * 7, dtype=np.int64)


def bare(gtin: str) -> str:
    """`gtin` without its spaces and hyphens."""
    return gtin.replace(" ", "").replace("-", "")


def check_digit(digits: str) -> str:
    """The check digit that belongs behind `digits` (of any length, without a check digit)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def is_valid(gtin: str) -> bool:
    """Whether `gtin` has a right length and check digit. Nothing but zeros is nobody's number."""
    number = bare(gtin)
    if len(number) not in LENGTHS or not _DIGITS.fullmatch(number) or not number.strip("0"):
        return False
    return check_digit(number[:-1]) == number[-1]


def canonical(gtin: str) -> str | None:
    """`gtin` with fourteen digits; None if it is not valid."""
    return bare(gtin).zfill(14) if is_valid(gtin) else None


def valid(column: pa.Array[Any]) -> pa.BooleanArray:
    """`is_valid` of a whole column; null where the column is null."""
    good, _ = _weighed(column)
    flags: pa.BooleanArray = pa.array(good, mask=_nulls(column))
    return flags


def canonicals(column: pa.Array[Any]) -> pa.StringArray:
    """`canonical` of a whole column; null where it is not valid."""
    good, padded = _weighed(column)
    only: pa.StringArray = pc.if_else(pa.array(good), padded, pa.scalar(None, pa.string()))
    return only


def _weighed(column: pa.Array[Any]) -> tuple[NDArray[np.bool_], pa.StringArray]:
    """Which entries are valid, and all with fourteen digits (zeros where the length is wrong)."""
    given: Any = column.cast(pa.string())
    texts: Any = pc.fill_null(given, "")
    numbers = pc.replace_substring_regex(texts, r"[ -]", "")
    shaped = pc.match_substring_regex(numbers, r"^(?:[0-9]{8}|[0-9]{12,14})$")
    padded = pc.ascii_lpad(pc.if_else(shaped, numbers, "0"), 14, "0")
    # Every entry has fourteen bytes now, so the column is one block of them.
    _, offsets, data = padded.buffers()
    begin = np.frombuffer(offsets, dtype=np.int32)[padded.offset]
    count = len(padded) * 14
    digits = np.frombuffer(data, dtype=np.uint8)[begin : begin + count].reshape(-1, 14).astype(np.int64) - 48
    total = digits @ _WEIGHTS
    return (total % 10 == 0) & (total > 0), padded


def _nulls(column: pa.Array[Any]) -> NDArray[np.bool_]:
    return np.asarray(column.is_null().to_numpy(zero_copy_only=False))
