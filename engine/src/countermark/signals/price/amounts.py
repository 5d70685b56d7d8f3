"""How much of a product a title says there is: pieces in a pack, millilitres, grams."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

MOST: Final = 100
"""Pieces from which on a number is more likely part of a set's name than a count of products."""

_NO_MEASURE: Final = r"(?![\d.,]|\s?(?:[cm]?m|in|ft|zoll|inch|px|ml|c?l|k?g|oz|[x×*])\b)"
_PACK: Final = "multi-?pack|pack|lot|box|carton|bundle|paquete|pacote|caja|caixa|confezione|paket"
_PACKS: Final = re.compile(
    "|".join(
        (
            rf"\b(?:{_PACK})\s?(?:of|de|da|di|con|com|mit|à|x|:)\s?(\d{{1,3}})\b",
            r"\b(\d{1,3})\s?-?\s?(?:er|ers)?[\s-]?(?:multi)?packs?\b",
            r"\b(\d{1,3})\s?'?(?:li|lı|lu|lü)\s(?:paket|set)",
            r"(\d{1,3})\s?(?:件装|只装|个装|瓶装|盒装|支装|双装|条装|只套装|件套装|個裝|件裝)",
            r"(?:набор|комплект)\s(?:из|по)\s(\d{1,3})\b",
            r"(?:عبوة|طقم)\s(?:من\s)?(\d{1,3})\b",
        )
    )
)
_PIECES: Final = re.compile(
    r"(?:^|[^\w.,×])[x×]\s?(\d{1,2})\b" + _NO_MEASURE + r"|(?:^|[\s(\[])(\d{1,2})\s?[x×]\s?(?=[^\W\d_]{3})|"
    r"\b(?:sets?|satz|jeu|juego|conjunto|jogo)\s(?:of|de|da|di|von|aus)\s(\d{1,3})\b"
    r"|\b(\d{1,3})[\s-]?(?:pcs|pieces?|piece|pk|stück|stk|teilig|pi[eè]ces|piezas|peças|pezzi|шт|adet|قطع|件|个|片)",
)
_SIZE: Final = re.compile(
    r"(?<![\d.,])(\d{1,5}(?:[.,]\d{1,3})?)\s?(fl\.?\s?oz|ml|cl|dl|litres?|liters?|ltr|l|oz|kg|gr|g|lbs?|мл|л|кг|гр|г"
    r"|مل|جم|كجم|毫升|公斤|千克|升|克)(?![^\W\d_])"
)
_UNITS: Final[Mapping[str, tuple[tuple[str, float], ...]]] = {
    **dict.fromkeys(("ml", "мл", "مل", "毫升"), (("volume", 1.0),)),
    **dict.fromkeys(("l", "ltr", "liter", "liters", "litre", "litres", "л", "升"), (("volume", 1000.0),)),
    "cl": (("volume", 10.0),),
    "dl": (("volume", 100.0),),
    **dict.fromkeys(("g", "gr", "г", "гр", "جم", "克"), (("weight", 1.0),)),
    **dict.fromkeys(("kg", "кг", "كجم", "公斤", "千克"), (("weight", 1000.0),)),
    **dict.fromkeys(("lb", "lbs"), (("weight", 453.6),)),
    "floz": (("volume", 29.57),),
    # Perfume is sold by the ounce without a word on which of the two is meant.
    "oz": (("volume", 29.57), ("weight", 28.35)),
}


PACK_HINT: Final = (
    r"[pP][aA][cCkK]|[lL]ot |[bB](?:ox|undle)|[cC](?:onfez|aja|aixa|arton)|набор|компл|装|裝|عبوة|طقم"
)
"""What a title that tells of a pack has somewhere."""
_HINT: Final = re.compile(PACK_HINT + r"|[0-9] ?(?:[mMcC][lL]|[oO][zZ]|мл|مل|毫升)")


class Amounts(NamedTuple):
    """How many `pieces`; `pack`: whether they are a pack of products, not what one product consists of.

    `sizes`: millilitres of `volume`, grams of `weight`.
    """

    pieces: int
    pack: bool
    sizes: Mapping[str, float]


ONE: Final = Amounts(1, pack=False, sizes={})
"""What a title says that says nothing of amounts."""


def may_matter(title: str) -> bool:
    """Whether a title may tell of a pack or a flask. Says yes where it takes a closer look."""
    return _HINT.search(title) is not None


def amounts_of(title: str) -> Amounts:
    """What `title` says of amounts. Nothing said is one piece of no known size."""
    text = title.lower()
    if not any(map(str.isdigit, text)):
        return ONE
    packs = [int(next(filter(None, found.groups()))) for found in _PACKS.finditer(text)]
    pieces = [int(next(filter(None, found.groups()))) for found in _PIECES.finditer(text)]
    counts = [count for count in packs or pieces if 1 < count <= MOST]
    return Amounts(max(counts, default=1), pack=bool(packs), sizes=_sizes(text))


def _sizes(text: str) -> Mapping[str, float]:
    sizes: dict[str, float] = {}
    for number, unit in _SIZE.findall(text):
        amount = float(number.replace(",", "."))
        for dimension, factor in _UNITS[unit.replace(" ", "").replace(".", "")]:
            if amount > 0:
                sizes[dimension] = max(sizes.get(dimension, 0.0), amount * factor)
    return sizes
