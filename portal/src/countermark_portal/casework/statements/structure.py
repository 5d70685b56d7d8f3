"""The parts of a letter: lines with signs to blocks, blocks to plain text and to html without styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from itertools import groupby
from typing import Final

_MARK: Final = "\x01"
_BETWEEN: Final = "\x02"


class Kind(Enum):
    """What a line is; the value is its sign in a template."""

    SUBJECT = "!"
    TITLE = "#"
    HEADING = "##"
    ITEM = "-"
    QUOTE = ">"
    TERM = "="
    LINK = "@"
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a letter; `value` is what a term or a link has beside its text."""

    kind: Kind
    text: str
    value: str = ""


def with_signs(template: str) -> str:
    """A template with its signs turned into control characters, which no slot can hold."""
    marked = re.sub(
        r"^[ \t]*(!|##?|-|>|=|@) (?!\})", lambda sign: f"{_MARK}{sign[1]} ", template, flags=re.MULTILINE
    )
    return re.sub(rf"^({_MARK}[=@] .*?) :: ", rf"\1{_BETWEEN}", marked, flags=re.MULTILINE)


def blocks(raw: str) -> list[Block]:
    """The blocks of a rendered template."""
    found = []
    for line in raw.split("\n"):
        if not line.strip():
            continue
        if not line.startswith(_MARK):
            found.append(Block(Kind.PARAGRAPH, line.strip()))
            continue
        sign, _, content = line[1:].partition(" ")
        text, _, value = content.partition(_BETWEEN)
        found.append(Block(Kind(sign), text.strip(), value.strip()))
    return found


def _line(block: Block, colon: str) -> str:
    match block.kind:
        case Kind.TERM:
            return f"{block.text}{colon}{block.value}"
        case Kind.LINK:
            return f"{block.text}{colon.rstrip()}\n{block.value}"
        case Kind.ITEM:
            return f"- {block.text}"
        case Kind.QUOTE:
            return f"> {block.text}"
        case _:
            return block.text


def as_text(parts: Sequence[Block], colon: str) -> str:
    """Plain text for a mail or a marketplace's inbox: no wrapping, because phones wrap."""
    runs = []
    for kind, run in groupby(parts, key=lambda block: block.kind):
        lines = [_line(block, colon) for block in run]
        tight = kind in {Kind.ITEM, Kind.TERM, Kind.QUOTE}
        runs.append(("\n" if tight else "\n\n").join(lines))
    return "\n\n".join(runs) + "\n"


_LISTS: Final = {Kind.ITEM: "ul", Kind.TERM: "dl", Kind.QUOTE: "blockquote"}


def _element(block: Block) -> str:
    text, value = escape(block.text), escape(block.value)
    match block.kind:
        case Kind.TITLE:
            return f"<h1>{text}</h1>"
        case Kind.HEADING:
            return f"<h2>{text}</h2>"
        case Kind.ITEM:
            return f"<li>{text}</li>"
        case Kind.TERM:
            return f"<dt>{text}</dt><dd>{value}</dd>"
        case Kind.LINK:
            return f'<p><a href="{value}">{text}</a></p>'
        case _:
            return f"<p>{text}</p>"


def as_html(parts: Sequence[Block], language: str) -> str:
    """The same as html: an article in its language, headings, lists and links, styled by whoever shows it."""
    lines = [f'<article lang="{"zh-Hans" if language == "zh" else language}">']
    for kind, run in groupby(parts, key=lambda block: block.kind):
        elements = [_element(block) for block in run]
        around = _LISTS.get(kind)
        lines += [f"<{around}>", *elements, f"</{around}>"] if around else elements
    return "\n".join([*lines, "</article>"]) + "\n"
