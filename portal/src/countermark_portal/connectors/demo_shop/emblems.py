"""The logos of the fictional brands, drawn: an emblem as a mask, and a wordmark in spaced capitals."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageDraw, ImageFont

_SIDE: Final = 400
"""Emblems are drawn at this size and scaled down, which smooths their edges."""


def _around(radius: float, turn: float) -> tuple[float, float]:
    """A point at a radius from the middle; turn 0 is the top, 1 a full turn clockwise."""
    middle = _SIDE / 2
    return middle + radius * sin(2 * pi * turn), middle - radius * cos(2 * pi * turn)


def _norrvik(pen: ImageDraw.ImageDraw) -> None:
    """Two peaks under a star, in a ring."""
    pen.ellipse((8, 8, 392, 392), outline=255, width=26)
    pen.polygon([(62, 300), (160, 140), (222, 238), (258, 188), (338, 300)], fill=255)
    pen.polygon([(160, 140), (132, 186), (150, 204), (162, 190), (178, 206), (190, 187)], fill=0)
    star = [_around(46 if corner % 2 == 0 else 15, corner / 8) for corner in range(8)]
    pen.polygon([(x + 50, y - 92) for x, y in star], fill=255)


def _quendrel(pen: ImageDraw.ImageDraw) -> None:
    """A Q that is a watch's ring, its tail the crown, with three rays inside."""
    pen.ellipse((30, 30, 370, 370), outline=255, width=44)
    pen.line([(238, 238), (372, 372)], fill=255, width=48)
    for turn in (0.0, 1 / 3, 2 / 3):
        pen.line([_around(28, turn), _around(104, turn)], fill=255, width=22)


def _velmora(pen: ImageDraw.ImageDraw) -> None:
    """A flower of six petals around an open middle."""
    for petal in range(6):
        turn = petal / 6
        x, y = _around(116, turn)
        pen.ellipse((x - 66, y - 66, x + 66, y + 66), fill=255)
    for petal in range(6):
        x, y = _around(116, petal / 6)
        pen.ellipse((x - 26, y - 26, x + 26, y + 26), fill=0)
    pen.ellipse((150, 150, 250, 250), fill=0)
    pen.ellipse((172, 172, 228, 228), fill=255)


def _tarnwick(pen: ImageDraw.ImageDraw) -> None:
    """A hexagonal nut with a T cut out of it."""
    pen.polygon([_around(190, corner / 6) for corner in range(6)], fill=255)
    pen.rounded_rectangle((112, 128, 288, 176), 8, fill=0)
    pen.rounded_rectangle((176, 128, 224, 296), 8, fill=0)


_EMBLEMS: Final[dict[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "norrvik": _norrvik,
    "quendrel": _quendrel,
    "velmora": _velmora,
    "tarnwick": _tarnwick,
}


@lru_cache(maxsize=64)
def emblem(brand: str, side: int) -> Image.Image:
    """The brand's emblem as a mask of the given side."""
    mask = Image.new("L", (_SIDE, _SIDE), 0)
    _EMBLEMS[brand](ImageDraw.Draw(mask))
    return mask.resize((side, side), Image.Resampling.LANCZOS)


@lru_cache(maxsize=64)
def wordmark(text: str, height: int) -> Image.Image:
    """A name in spaced capitals as a mask, letters of the given height."""
    font = ImageFont.load_default(height * 1.35)
    gap = height // 4
    widths = [int(font.getlength(letter)) for letter in text.upper()]
    mask = Image.new("L", (sum(widths) + gap * len(widths), int(height * 1.7)), 0)
    pen, x = ImageDraw.Draw(mask), 0
    for letter, width in zip(text.upper(), widths, strict=True):
        # Twice, one pixel apart: the font that Pillow brings is thin.
        pen.text((x, 0), letter, fill=255, font=font)
        pen.text((x + 1, 0), letter, fill=255, font=font)
        x += width + gap
    box = mask.getbbox()
    return mask.crop(box) if box else mask


def logo(brand: str, name: str, height: int) -> Image.Image:
    """Emblem above wordmark, as a mask: the logo as it stands in the brand's references."""
    mark, word = emblem(brand, int(height * 0.66)), wordmark(name, int(height * 0.2))
    mask = Image.new("L", (max(mark.width, word.width) + 4, height), 0)
    mask.paste(mark, ((mask.width - mark.width) // 2, 0))
    mask.paste(word, ((mask.width - word.width) // 2, height - word.height - 2))
    return mask
