"""Code points read from UTF-8 bytes, many at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIX: Final = 0x3F


def code_points(raw: NDArray[np.uint8], leads: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The code points of the characters beyond ASCII whose first bytes are at `leads` of valid UTF-8.

    A character that is cut off at the end of `raw` is read as if zeros followed.
    """
    padded = np.concatenate([raw, np.zeros(3, dtype=np.uint8)])
    head = padded[leads].astype(np.uint32)
    second, third, fourth = (padded[leads + n].astype(np.uint32) & _SIX for n in (1, 2, 3))
    two = ((head & 0x1F) << 6) | second
    three = ((head & 0x0F) << 12) | (second << 6) | third
    four = ((head & 0x07) << 18) | (second << 12) | (third << 6) | fourth
    return np.where(head < 0xE0, two, np.where(head < 0xF0, three, np.minimum(four, 0x10FFFF)))
