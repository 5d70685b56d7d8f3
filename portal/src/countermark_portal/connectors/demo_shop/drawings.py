"""The goods of the demo shop as drawings, on a square of 960: one function a kind of goods."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from PIL import ImageDraw

Colour = tuple[int, int, int]
_WHITE: Final = (252, 250, 246)
_DARK: Final = (44, 46, 54)
_STEEL: Final = (186, 192, 200)
_BRASS: Final = (206, 168, 92)


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


@dataclass(slots=True)
class Canvas:
    """A pen, the goods' colour, and where the drawing left room for a logo (middle and height) in which ink."""

    pen: ImageDraw.ImageDraw
    colour: Colour
    place: tuple[int, int, int] | None = None

    @property
    def ink(self) -> Colour:
        """An ink that can be read on the goods' colour."""
        red, green, blue = self.colour
        light = 0.3 * red + 0.59 * green + 0.11 * blue
        return _DARK if light > 150 else _WHITE

    @property
    def shade(self) -> Colour:
        """The goods' colour in shadow."""
        return _mixed(self.colour, (20, 20, 40), 0.22)

    @property
    def light(self) -> Colour:
        """The goods' colour in light."""
        return _mixed(self.colour, (255, 255, 255), 0.2)


def _floor(canvas: Canvas, left: int, right: int, y: int) -> None:
    """The shadow on which a thing stands."""
    canvas.pen.ellipse((left, y - 22, right, y + 22), fill=(190, 184, 178))


def jacket(canvas: Canvas) -> None:
    """A quilted jacket with a hood."""
    pen, colour, shade = canvas.pen, canvas.colour, canvas.shade
    pen.rounded_rectangle((352, 96, 608, 330), 120, fill=shade)
    pen.rounded_rectangle((398, 140, 562, 330), 80, fill=_mixed(colour, (10, 10, 20), 0.45))
    for side in (-1, 1):
        arm = [
            (480 + side * x, y)
            for x, y in ((128, 226), (232, 262), (330, 664), (318, 700), (232, 716), (214, 690))
        ]
        pen.polygon(arm, fill=shade)
        cuff = [(480 + side * x, y) for x, y in ((326, 650), (338, 700), (226, 726), (208, 676))]
        pen.polygon(cuff, fill=_mixed(shade, (10, 10, 20), 0.3))
    pen.polygon([(356, 222), (604, 222), (700, 262), (684, 800), (276, 800), (260, 262)], fill=colour)
    pen.rounded_rectangle((276, 760, 684, 826), 26, fill=shade)
    for y in range(350, 760, 96):
        inset = 12 + (y - 262) // 34
        pen.line([(260 + inset, y), (480, y + 16), (700 - inset, y)], fill=shade, width=7, joint="curve")
    pen.polygon([(356, 222), (480, 340), (604, 222), (560, 206), (480, 268), (400, 206)], fill=canvas.light)
    pen.line([(480, 300), (480, 826)], fill=_STEEL, width=12)
    pen.rounded_rectangle((470, 330, 490, 372), 8, fill=_WHITE)
    for side in (-1, 1):
        pen.line([(480 + side * 80, 600), (480 + side * 158, 690)], fill=canvas.ink, width=9)
    canvas.place = (588, 428, 110)


def watch(canvas: Canvas) -> None:
    """A wrist watch: the strap in the goods' colour, hands at ten past ten."""
    pen = canvas.pen
    pen.polygon([(384, 40), (576, 40), (610, 300), (350, 300)], fill=canvas.colour)
    pen.polygon([(350, 660), (610, 660), (576, 920), (384, 920)], fill=canvas.colour)
    for side in (-1, 1):
        pen.line([(480 + side * 78, 52), (480 + side * 100, 292)], fill=canvas.light, width=6)
        pen.line([(480 + side * 100, 668), (480 + side * 78, 908)], fill=canvas.light, width=6)
    for y in (730, 784, 838):
        pen.ellipse((468, y, 492, y + 24), fill=canvas.shade)
    pen.rounded_rectangle((716, 452, 768, 508), 12, fill=_BRASS)
    pen.ellipse((236, 236, 724, 724), fill=_mixed(_BRASS, (60, 40, 20), 0.25))
    pen.ellipse((244, 240, 716, 712), fill=_BRASS)
    pen.ellipse((284, 284, 676, 676), fill=_WHITE)
    pen.ellipse((284, 284, 676, 676), outline=(226, 220, 208), width=10)
    for hour in range(12):
        turn = 2 * pi * hour / 12
        inner = 150 if hour % 3 == 0 else 164
        ends = [(480 + r * sin(turn), 480 - r * cos(turn)) for r in (inner, 180)]
        pen.line(ends, fill=_DARK, width=14 if hour % 3 == 0 else 8)
    for turn, length, width in ((10.17 / 12, 92, 16), (10.5 / 60, 142, 11)):
        tip = (480 + length * sin(2 * pi * turn), 480 - length * cos(2 * pi * turn))
        pen.line([(480, 480), tip], fill=_DARK, width=width)
    pen.line([(480, 520), (480, 356)], fill=(196, 70, 60), width=5)
    pen.ellipse((464, 464, 496, 496), fill=_DARK)
    canvas.place = (480, 574, 84)
    canvas.colour = _WHITE


def jar(canvas: Canvas) -> None:
    """A jar of cream with a label."""
    pen, colour = canvas.pen, canvas.colour
    _floor(canvas, 190, 790, 800)
    pen.rounded_rectangle((228, 380, 732, 806), 76, fill=colour)
    pen.rounded_rectangle((656, 420, 700, 760), 22, fill=canvas.light)
    pen.rounded_rectangle((204, 214, 756, 400), 40, fill=_mixed(_BRASS, _WHITE, 0.15))
    for x in range(244, 740, 34):
        pen.line([(x, 250), (x, 372)], fill=_mixed(_BRASS, (60, 40, 20), 0.12), width=6)
    pen.rounded_rectangle((204, 214, 756, 250), 18, fill=_mixed(_BRASS, _WHITE, 0.5))
    pen.rounded_rectangle((204, 374, 756, 404), 14, fill=_mixed(_BRASS, (60, 40, 20), 0.3))
    pen.rounded_rectangle((296, 464, 626, 744), 28, fill=_WHITE)
    pen.rounded_rectangle((310, 478, 612, 730), 20, outline=_mixed(_BRASS, _WHITE, 0.3), width=4)
    canvas.place = (461, 588, 168)
    canvas.colour = _WHITE
    for y, half in ((690, 84), (708, 52)):
        pen.rounded_rectangle((461 - half, y, 461 + half, y + 7), 3, fill=(196, 190, 180))


def drill(canvas: Canvas) -> None:
    """A cordless drill driver."""
    pen, colour = canvas.pen, canvas.colour
    _floor(canvas, 180, 560, 838)
    pen.polygon([(286, 440), (470, 440), (430, 730), (250, 730)], fill=_DARK)
    for y in range(520, 700, 36):
        pen.line([(296 - (y - 520) // 7, y), (372 - (y - 520) // 7, y)], fill=(84, 88, 98), width=10)
    pen.rounded_rectangle((470, 470, 506, 560), 16, fill=(206, 66, 54))
    pen.rounded_rectangle((196, 716, 520, 836), 26, fill=colour)
    pen.rounded_rectangle((196, 786, 520, 836), 22, fill=canvas.shade)
    for x in (236, 268, 300):
        pen.ellipse((x, 744, x + 18, 762), fill=(156, 220, 130))
    pen.rounded_rectangle((140, 250, 620, 470), 64, fill=colour)
    pen.rounded_rectangle((140, 404, 620, 470), 32, fill=canvas.shade)
    for x in range(176, 262, 28):
        pen.rounded_rectangle((x, 300, x + 13, 386), 6, fill=canvas.shade)
    pen.rounded_rectangle((604, 262, 690, 458), 20, fill=_DARK)
    pen.polygon([(690, 286), (786, 316), (786, 404), (690, 434)], fill=(96, 100, 110))
    for y in (322, 346, 372, 396):
        pen.line([(700, y), (780, y)], fill=_DARK, width=6)
    pen.rectangle((786, 350, 884, 370), fill=_STEEL)
    pen.polygon([(884, 346), (912, 360), (884, 374)], fill=_STEEL)
    canvas.place = (436, 340, 124)


def bag(canvas: Canvas) -> None:
    """A backpack with a front pocket."""
    pen, colour = canvas.pen, canvas.colour
    _floor(canvas, 220, 740, 846)
    pen.arc((396, 70, 564, 240), 180, 360, fill=canvas.shade, width=30)
    for side in (-1, 1):
        pen.rounded_rectangle((480 + side * 244 - 44, 330, 480 + side * 244 + 44, 740), 40, fill=canvas.shade)
    pen.rounded_rectangle((250, 140, 710, 850), 150, fill=colour)
    pen.rounded_rectangle((250, 660, 710, 850), 90, fill=colour)
    pen.arc((290, 190, 670, 620), 190, 350, fill=canvas.shade, width=14)
    pen.rounded_rectangle((640, 336, 666, 410), 10, fill=_BRASS)
    pen.rounded_rectangle((306, 520, 654, 800), 56, fill=canvas.light)
    pen.line([(330, 590), (630, 590)], fill=canvas.shade, width=12)
    pen.rounded_rectangle((590, 580, 612, 650), 9, fill=_BRASS)
    pen.rounded_rectangle((250, 476, 710, 508), 8, fill=_mixed(colour, (90, 56, 30), 0.55))
    canvas.place = (480, 378, 136)


def phone_case(canvas: Canvas) -> None:
    """A phone case seen from behind, with hills for a pattern."""
    pen, colour = canvas.pen, canvas.colour
    _floor(canvas, 280, 680, 886)
    pen.rounded_rectangle((282, 74, 678, 886), 74, fill=canvas.shade)
    pen.rounded_rectangle((296, 74, 664, 878), 66, fill=colour)
    pen.ellipse((500, 420, 610, 530), fill=_mixed(colour, (255, 240, 190), 0.7))
    pen.polygon(
        [(296, 690), (400, 520), (520, 690), (588, 590), (664, 690), (664, 800), (296, 800)],
        fill=canvas.light,
    )
    pen.rounded_rectangle((296, 700, 664, 878), 66, fill=canvas.shade)
    pen.rectangle((296, 700, 664, 770), fill=canvas.shade)
    pen.rounded_rectangle((322, 104, 500, 290), 48, fill=_DARK)
    for x, y in ((342, 124), (410, 124), (342, 200)):
        pen.ellipse((x, y, x + 66, y + 66), fill=(84, 90, 104))
        pen.ellipse((x + 18, y + 18, x + 48, y + 48), fill=(30, 34, 46))
        pen.ellipse((x + 24, y + 22, x + 34, y + 32), fill=(150, 170, 196))
    pen.ellipse((430, 222, 460, 252), fill=(250, 236, 190))


def strap(canvas: Canvas) -> None:
    """A watch strap in two pieces, with its buckle."""
    pen, colour = canvas.pen, canvas.colour
    pen.rounded_rectangle((300, 180, 452, 860), 54, fill=colour)
    pen.rounded_rectangle((508, 260, 660, 780), 34, fill=colour)
    for left in (318, 526):
        top, bottom = (204, 836) if left == 318 else (280, 760)
        for x in (left, left + 112):
            for y in range(top + 20, bottom - 20, 30):
                pen.line([(x, y), (x, y + 16)], fill=canvas.light, width=5)
    for y in range(560, 820, 52):
        pen.ellipse((364, y, 388, y + 24), fill=canvas.shade)
    pen.rounded_rectangle((486, 126, 682, 270), 26, outline=_BRASS, width=24)
    pen.rounded_rectangle((574, 150, 594, 300), 8, fill=_BRASS)
    pen.rounded_rectangle((494, 470, 674, 530), 16, fill=canvas.shade)
    for left, right in ((296, 456), (504, 664)):
        pen.rounded_rectangle(
            (left, 172 if left == 296 else 772, right, 196 if left == 296 else 796), 10, fill=_STEEL
        )


def battery(canvas: Canvas) -> None:
    """A battery pack for power tools."""
    pen, colour = canvas.pen, canvas.colour
    _floor(canvas, 180, 780, 800)
    pen.rounded_rectangle((312, 232, 648, 420), 24, fill=_DARK)
    for x in range(352, 620, 62):
        pen.rounded_rectangle((x, 260, x + 30, 372), 8, fill=_BRASS)
    pen.rounded_rectangle((206, 372, 754, 800), 60, fill=_mixed(colour, _DARK, 0.75))
    pen.rounded_rectangle((206, 460, 754, 660), 20, fill=colour)
    pen.rounded_rectangle((270, 700, 470, 752), 20, fill=(30, 32, 38))
    for place, x in enumerate(range(288, 450, 42)):
        pen.ellipse((x, 714, x + 24, 738), fill=(156, 220, 130) if place < 3 else (84, 88, 98))
    pen.polygon([(630, 486), (566, 574), (612, 574), (590, 640), (664, 546), (616, 546)], fill=canvas.ink)


def _zipped(canvas: Canvas) -> None:
    """A soft case with a zip, seen from above."""
    pen = canvas.pen
    _floor(canvas, 150, 810, 752)
    pen.rounded_rectangle((160, 300, 800, 752), 110, fill=canvas.shade)
    pen.rounded_rectangle((160, 270, 800, 700), 110, fill=canvas.colour)
    pen.rounded_rectangle((196, 304, 764, 664), 84, outline=canvas.light, width=6)
    pen.line([(262, 712), (698, 712)], fill=_BRASS, width=12)
    pen.rounded_rectangle((662, 700, 694, 772), 12, fill=_BRASS)


def box(canvas: Canvas) -> None:
    """A travel case for a watch."""
    _zipped(canvas)
    pen = canvas.pen
    pen.ellipse((404, 408, 556, 560), outline=canvas.ink, width=14)
    pen.line([(480, 440), (480, 486), (512, 506)], fill=canvas.ink, width=12, joint="curve")
    pen.rounded_rectangle((444, 352, 516, 400), 10, fill=canvas.ink)
    pen.rounded_rectangle((444, 568, 516, 616), 10, fill=canvas.ink)


def pouch(canvas: Canvas) -> None:
    """A pouch for cosmetics, with a lipstick and a brush on it."""
    _zipped(canvas)
    pen = canvas.pen
    pen.rounded_rectangle((396, 500, 456, 610), 8, fill=canvas.ink)
    pen.rectangle((404, 452, 448, 492), fill=canvas.ink)
    pen.polygon([(404, 444), (404, 392), (448, 362), (448, 444)], fill=canvas.ink)
    pen.rounded_rectangle((528, 470, 552, 612), 10, fill=canvas.ink)
    pen.ellipse((506, 356, 574, 462), fill=canvas.ink)


def label(canvas: Canvas) -> None:
    """A close look at the goods: a stitched label on cloth."""
    pen, colour = canvas.pen, canvas.colour
    pen.rectangle((0, 0, 960, 960), fill=colour)
    for offset in range(-960, 960, 48):
        pen.line([(offset, 0), (offset + 960, 960)], fill=canvas.shade, width=8)
    pen.rounded_rectangle((166, 226, 806, 746), 30, fill=canvas.shade)
    pen.rounded_rectangle((156, 212, 796, 732), 30, fill=_WHITE)
    for x in range(184, 770, 36):
        pen.line([(x, 238), (x + 20, 238)], fill=(184, 176, 164), width=6)
        pen.line([(x, 706), (x + 20, 706)], fill=(184, 176, 164), width=6)
    canvas.place = (476, 472, 320)
    canvas.colour = _WHITE
