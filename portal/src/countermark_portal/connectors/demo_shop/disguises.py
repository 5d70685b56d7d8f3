"""How the fakes of the demo market write the brand: each is read by a buyer and missed by a plain word list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_TWINS: Final = str.maketrans("oaeipcx", "оаеірсх")
"""Latin letters and the Cyrillic ones that look the same."""
_LEET: Final = str.maketrans("oiea", "01€4")


@dataclass(frozen=True, slots=True)
class Name:
    """A brand's name as its buyers know it: itself, its nickname, its name in Chinese."""

    text: str
    nickname: str
    renders: str


def _masked(text: str) -> str:
    return text[0] + "*" + text[2:]


def _misspelt(text: str) -> str:
    """A letter left out where it is doubled, else doubled where it is not."""
    for place in range(1, len(text)):
        if text[place] == text[place - 1]:
            return text[:place] + text[place + 1 :]
    return text[:3] + text[2:]


DISGUISES: Final[Mapping[str, Callable[[Name], str]]] = {
    "openly": lambda name: name.text,
    "homoglyph": lambda name: name.text.translate(_TWINS),
    "leet": lambda name: name.text.translate(_LEET),
    "spaced": lambda name: " ".join(name.text.upper()),
    "masked": lambda name: _masked(name.text),
    "misspelt": lambda name: _misspelt(name.text),
    "nickname": lambda name: name.nickname,
    "rendered": lambda name: name.renders,
    "picture": lambda _: "",
}
"""`picture`: no word of the brand, only its logo on the photo."""
