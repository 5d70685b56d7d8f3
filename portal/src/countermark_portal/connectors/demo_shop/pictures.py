"""Product pictures drawn by our code: flat, in a few colours, with the brand's logo, a wrong one, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from countermark_portal.connectors.demo_shop import drawings, emblems
from countermark_portal.connectors.demo_shop.drawings import Canvas, Colour

SIDE: Final = 480
CONTENT_TYPE: Final = "image/webp"
COLOURS: Final[dict[str, Colour]] = {
    "navy": (42, 66, 112),
    "moss": (92, 118, 80),
    "rust": (184, 88, 54),
    "sand": (212, 184, 142),
    "plum": (116, 66, 108),
    "slate": (96, 110, 126),
    "ivory": (236, 228, 212),
    "teal": (34, 122, 128),
    "mustard": (216, 162, 50),
    "coral": (228, 116, 100),
    "charcoal": (58, 60, 68),
    "rose": (224, 168, 174),
}
_BACKDROPS: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((244, 240, 233), (232, 223, 208)),
    ((236, 242, 244), (214, 227, 232)),
    ((243, 238, 245), (227, 216, 232)),
    ((240, 244, 235), (220, 231, 209)),
    ((250, 240, 234), (245, 222, 208)),
)
_KINDS: Final[dict[str, Callable[[Canvas], None]]] = {
    "jacket": drawings.jacket,
    "watch": drawings.watch,
    "jar": drawings.jar,
    "drill": drawings.drill,
    "bag": drawings.bag,
    "phone_case": drawings.phone_case,
    "strap": drawings.strap,
    "battery": drawings.battery,
    "box": drawings.box,
    "pouch": drawings.pouch,
    "label": drawings.label,
}
KINDS: Final = frozenset(_KINDS)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is to be drawn. `logo`: true, wrong (askew and in an ink of its own), covered (blurred out), none."""

    kind: str
    colour: str
    brand: str = ""
    name: str = ""
    logo: str = "true"
    backdrop: int = 0


def _backdrop(number: int) -> Image.Image:
    ground, disc = _BACKDROPS[number % len(_BACKDROPS)]
    image = Image.new("RGB", (2 * SIDE, 2 * SIDE), ground)
    ImageDraw.Draw(image).ellipse((110, 90, 850, 830), fill=disc)
    return image


def _stamped(image: Image.Image, sketch: Sketch, canvas: Canvas) -> None:
    """Put the logo where the drawing left room for it."""
    if canvas.place is None or not sketch.brand or sketch.logo == "none":
        return
    x, y, height = canvas.place
    mask, ink = emblems.logo(sketch.brand, sketch.name, height), canvas.ink
    if sketch.logo == "wrong":
        mask = mask.rotate(7, Image.Resampling.BICUBIC, expand=True).resize(
            (int(mask.width * 1.04), int(mask.height * 0.8))
        )
        ink = (176, 40, 44) if ink[0] > ink[2] - 40 and ink[0] < 200 else (250, 214, 90)
    corner = (x - mask.width // 2, y - mask.height // 2)
    image.paste(ink, corner, mask)
    if sketch.logo == "covered":
        region = (corner[0] - 12, corner[1] - 12, corner[0] + mask.width + 12, corner[1] + mask.height + 12)
        image.paste(image.crop(region).filter(ImageFilter.GaussianBlur(16)), region[:2])


@lru_cache(maxsize=256)
def draw(sketch: Sketch) -> bytes:
    """The picture as WebP, 480 pixels square. The same sketch gives the same bytes."""
    image = _backdrop(sketch.backdrop)
    canvas = Canvas(ImageDraw.Draw(image), COLOURS[sketch.colour])
    _KINDS[sketch.kind](canvas)
    _stamped(image, sketch, canvas)
    out = BytesIO()
    # Drawn twice as large: halving it smooths the edges, which Pillow's pen leaves jagged.
    image.reduce(2).save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def logo(brand: str, name: str, *, side: int = SIDE) -> bytes:
    """The brand's logo as PNG, dark on white: for its entry in a registry."""
    mask = emblems.logo(brand, name, side // 2)
    image = Image.new("RGB", (side, side), (255, 255, 255))
    image.paste((28, 30, 36), ((side - mask.width) // 2, (side - mask.height) // 2), mask)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
