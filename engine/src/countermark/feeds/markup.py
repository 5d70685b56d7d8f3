"""HTML as a buyer reads it: the text without the tags."""

from __future__ import annotations

import html
import re
from typing import Final

_TAG: Final = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*|/)?>", re.DOTALL
)
_TAGS_AT_ALL: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#][a-zA-Z0-9]*;")
_SPACES: Final = re.compile(r"[ \t\r\f\v]+")
_LINES: Final = re.compile(r"\s*\n\s*")
_INSIDE_LINES_TAGS: Final = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong "
    "sub sup time tt u var wbr"
)
_INSIDE_LINES: Final = frozenset(_INSIDE_LINES_TAGS.split())
"""Tags that stand inside a word without breaking it: `Nor<b>rvik</b>` is read as one word."""
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "head", "title"})


def text_of(markup: str) -> str:
    """`markup` without tags, entities resolved, a line for each block; plain text stays as it is."""
    if not _TAGS_AT_ALL.search(markup):
        return markup
    parts: list[str] = []
    unseen = ""
    at = 0
    for tag in _TAG.finditer(markup):
        if not unseen:
            parts.append(_SPACES.sub(" ", markup[at : tag.start()].replace("\n", " ")))
        at = tag.end()
        name = (tag["name"] or "").lower()
        if unseen:
            unseen = "" if tag["close"] and name == unseen else unseen
        elif name in _UNSEEN and not tag["close"]:
            unseen = name
        elif name and name not in _INSIDE_LINES:
            parts.append("\n")
    if not unseen:
        parts.append(_SPACES.sub(" ", markup[at:].replace("\n", " ")))
    return _LINES.sub("\n", html.unescape("".join(parts))).strip()
