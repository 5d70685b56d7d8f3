"""HTML as a buyer reads it: the text without the tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

_TAG: Final = re.compile(r"<!--|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*|/)?>")
_TAGS_AT_ALL: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#][a-zA-Z0-9]*;")
_SPACES: Final = re.compile(r"\s+")
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
    lines = html.unescape("".join(_seen(markup))).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if line)


def _seen(markup: str) -> Iterator[str]:
    """The text between the tags, with a line feed for each that begins or ends a block."""
    unseen = ""
    at = 0
    while tag := _TAG.search(markup, at):
        if not unseen:
            yield _SPACES.sub(" ", markup[at : tag.start()])
        at = tag.end()
        name = (tag["name"] or "").lower()
        if tag[0] == "<!--":
            end = markup.find("-->", at)
            at = end + 3 if end >= 0 else len(markup)
        elif unseen:
            unseen = "" if tag["close"] and name == unseen else unseen
        elif name in _UNSEEN and not tag["close"]:
            unseen = name
        elif name not in _INSIDE_LINES:
            yield "\n"
    if not unseen:
        yield _SPACES.sub(" ", markup[at:])
