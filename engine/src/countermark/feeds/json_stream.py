"""JSON that is not one object a line: arrays of listings, and JSON-LD, both read item by item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from countermark.feeds.feed import Format
from countermark.feeds.json_ld import listings
from countermark.feeds.json_lines import loaded
from countermark.feeds.json_text import JsonText
from countermark.feeds.lines import numbered, too_long
from countermark.feeds.records import Record, RecordFeed
from countermark.feeds.rows import Refusal, row_of
from countermark.feeds.source import Blocks

LISTS: Final = frozenset(
    {"@graph", "itemListElement", "dataFeedElement", "listings", "items", "products", "results", "data"}
)
"""Keys of an outermost object whose list is the feed itself."""


@dataclass(frozen=True)
class JsonStream(RecordFeed):
    """A feed that is one JSON text, or several one after the other."""

    def records(self, blocks: Blocks) -> Iterator[Record]:
        """A record for each item of the list, or for each listing that JSON-LD has in it."""
        text = JsonText(self.path, blocks)
        for line, value, size in _items(text):
            shown = json.dumps(value, ensure_ascii=False) if text.dubious else ""
            if any("\udc80" <= char <= "\udcff" for char in shown):
                fault = Refusal(
                    "bad-encoding", "this item has bytes that are no UTF-8; write the feed in UTF-8"
                )
                yield Record(line, fault.of(self.path, line, shown.encode(errors="replace").decode()), size)
            else:
                yield from self._found(value, line, size)

    def _found(self, value: Any, line: int, size: int) -> Iterator[Record]:
        if self.format is Format.JSON_LD:
            yield from (Record(line, row, size) for row in listings(value))
            return
        row = row_of(value)
        if isinstance(row, Refusal):
            yield Record(line, row.of(self.path, line, json.dumps(value)), size)
        else:
            yield Record(line, row, size)


@dataclass(frozen=True)
class JsonLdLines(RecordFeed):
    """A feed with a JSON-LD text in each line."""

    def records(self, blocks: Blocks) -> Iterator[Record]:
        """A record for each listing in each line."""
        for number, line in numbered(blocks):
            if line is None:
                yield Record(number, too_long(self.path, number), 0)
                continue
            value = loaded(line)
            if isinstance(value, Refusal):
                shown = line.decode(errors="backslashreplace")
                yield Record(number, value.of(self.path, number, shown), len(line))
            else:
                yield from (Record(number, row, len(line)) for row in listings(value))


def _items(text: JsonText) -> Iterator[tuple[int, Any, int]]:
    """The items of a JSON text with their lines and lengths: of its list, or of the list in its object."""
    while first := text.peek():
        if first == "[":
            yield from _listed(text)
        elif first == "{":
            yield from _object(text)
        else:
            raise text.broken("a `{` or `[` should stand there")


def _listed(text: JsonText) -> Iterator[tuple[int, Any, int]]:
    text.take("[")
    if text.peek() == "]":
        text.take("]")
        return
    while True:
        text.peek()
        line, begin = text.line, text.position
        value = text.value()
        yield line, value, text.position - begin
        if text.peek() != ",":
            break
        text.take(",")
    text.take("]")


def _object(text: JsonText) -> Iterator[tuple[int, Any, int]]:
    """The items of the lists in an object, or the object itself if it has none."""
    line, begin = text.line, text.position
    text.take("{")
    node: dict[str, Any] = {}
    streamed = False
    while text.peek() == '"':
        key = text.value()
        text.take(":")
        if key in LISTS and text.peek() == "[":
            yield from _listed(text)
            streamed = True
        else:
            node[key] = text.value()
        if text.peek() != ",":
            break
        text.take(",")
    text.take("}")
    if not streamed:
        yield line, node, text.position - begin
