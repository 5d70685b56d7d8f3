"""The few words that say a listing's condition and the kind of its seller, and what feeds write for them."""

from __future__ import annotations

import re
from typing import Final

CONDITION_WORDS: Final = {
    "new": """
        new | brand new | new with tags | new without tags | new with box | new in box | unused | neu |
        neuf | nuevo | nuovo | novo | nieuw | новый | yeni | جديد | 全新 | 新品
    """,
    "used": """
        used | used like new | like new | used very good | used good | used acceptable | very good | good |
        fair | acceptable | pre owned | preowned | pre loved | preloved | second hand | secondhand |
        open box | damaged | vintage | gebraucht | occasion | usado | usato | gebruikt | б/у |
        ikinci el | مستعمل | 二手 | 中古
    """,
    "refurbished": """
        refurbished | certified refurbished | seller refurbished | manufacturer refurbished | renewed |
        reconditioned | remanufactured | generalüberholt | reconditionné | reacondicionado | ricondizionato |
        recondicionado
    """,
}
SELLER_WORDS: Final = {
    "trader": """
        trader | business | professional | pro | commercial | company | merchant | organization |
        organisation | corporation | store | onlinestore | gewerblich | professionnel
    """,
    "private": "private | individual | person | consumer | c2c | privat | particulier | particular | privato",
}


def _by_word(kinds: dict[str, str]) -> dict[str, str]:
    return {word.strip(): kind for kind, words in kinds.items() for word in words.split("|")}


_READ: Final = {"condition": _by_word(CONDITION_WORDS), "seller_kind": _by_word(SELLER_WORDS)}
_VOCABULARY_URL: Final = re.compile(r"^(?:https?://)?(?:www\.)?schema(?:\.org)?[/:#]", re.IGNORECASE)
_GAPS: Final = re.compile(r"[\s_\-–:,]+")


def read(field: str, written: str) -> str | None:
    """What `written` means in `field` (`condition`, `seller_kind`): one of its few words, or None."""
    word = _VOCABULARY_URL.sub("", written.strip())
    if field == "condition":
        word = word.removesuffix("Condition")
    return _READ[field].get(_GAPS.sub(" ", word).strip().casefold())
