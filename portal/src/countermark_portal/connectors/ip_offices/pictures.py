"""Whether a picture that came with a record can be shown at all."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

MOST_PIXELS: Final = 50_000_000
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
"""What the portal's pages can show again."""
_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow's decoders raise for what is no picture."""


def is_shown(content: bytes) -> bool:
    """Whether the bytes are a whole picture of a size that can be decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return False
            image.load()
    except _UNREADABLE:
        return False
    return True
