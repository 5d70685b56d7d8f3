"""Google Merchant feeds in XML: RSS 2.0 with items, Atom with entries. Read by expat while they stream in.

Entities of a document's own are refused before any is used: they can grow without bounds, or fetch files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from countermark.errors import UnreadableFeed
from countermark.feeds.feed import RECORD_BYTES
from countermark.feeds.google import listing
from countermark.feeds.records import Record, RecordFeed
from countermark.feeds.rows import Refusal
from countermark.feeds.source import Blocks

DEEPEST: Final = 100
"""Elements inside one another. An item has three or four."""

MOST_NAMES: Final = 10_000
"""Kinds of elements. They are kept, so a file that makes up ever new ones would fill the memory."""

_ITEMS: Final = frozenset({"item", "entry"})
_GOOGLE: Final = "base.google.com"
_STRUCTURED: Final = {"shipping": {"country"}, "product_detail": {"attribute_name", "attribute_value"}}
"""Fields made of fields, and those of them that we read."""


@dataclass
class _Item:
    """An item while it is read: `own` are Google's fields, `common` those of RSS or Atom."""

    line: int
    size: int = 0
    own: dict[str, list[str]] = field(default_factory=dict)
    common: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, value: str, *, google: bool) -> None:
        if value and self.size <= RECORD_BYTES:
            (self.own if google else self.common).setdefault(name, []).append(value)


@dataclass(frozen=True)
class MerchantXml(RecordFeed):
    """A Google Merchant feed in XML."""

    def records(self, blocks: Blocks) -> Iterator[Record]:
        """A record for each item."""
        reader = _Reader(self.path)
        for block in blocks:
            reader.feed(block)
            yield from reader.taken()
        reader.feed(b"", final=True)
        yield from reader.taken()


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._ready: list[Record] = []
        self._item: _Item | None = None
        self._depth = 0
        self._inside: list[str] = []
        self._text: list[str] = []
        self._names: dict[str, tuple[str, bool]] = {}
        self._fed = 0
        self._fault: UnreadableFeed | None = None
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity

    def taken(self) -> list[Record]:
        ready, self._ready = self._ready, []
        if self._fault and not ready:
            raise self._fault
        return ready

    def feed(self, block: bytes, *, final: bool = False) -> None:
        """Read `block`. What is wrong with it is raised when all before it was taken."""
        if self._fault:
            raise self._fault
        self._fed += len(block)
        try:
            self._parser.Parse(block, final)
        except expat.ExpatError as error:
            self._fault = self._broken(error.lineno, expat.ErrorString(error.code) or "it is no XML")
        except UnreadableFeed as error:
            self._fault = error
        if self._fed - self._parser.CurrentByteIndex > RECORD_BYTES and not self._fault:
            self._fault = self._broken(self._parser.CurrentLineNumber, "a tag without an end")

    def _broken(self, line: int, what: str) -> UnreadableFeed:
        return UnreadableFeed(
            f"{self._path} breaks off in line {line}: {what}",
            mend="Export it again; a validator of XML shows the place.",
        )

    def _entity(self, name: str, *_: object) -> None:
        raise UnreadableFeed(
            f"{self._path} declares the entity `{name}` in line {self._parser.CurrentLineNumber}: refused, "
            "since entities can make a small file fill the memory or read other files",
            mend="Write the feed without a DOCTYPE that declares entities.",
        )

    def _known(self, name: str) -> tuple[str, bool]:
        """An element's name without its namespace, and whether that is Google's."""
        if len(self._names) == MOST_NAMES:
            raise self._broken(self._parser.CurrentLineNumber, f"more than {MOST_NAMES} kinds of elements")
        uri, _, local = name.rpartition(" ")
        self._names[name] = local, _GOOGLE in uri
        return self._names[name]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._broken(self._parser.CurrentLineNumber, f"over {DEEPEST} elements inside one another")
        local, _ = self._names.get(name) or self._known(name)
        if not self._inside or self._inside[-1] in _STRUCTURED:
            self._text.clear()
        if self._item is None:
            if local in _ITEMS:
                self._item = _Item(self._parser.CurrentLineNumber)
                self._inside = []
            return
        self._inside.append(local)
        self._item.size += len(local)
        if local == "link" and "href" in attributes and attributes.get("rel", "alternate") == "alternate":
            self._item.put("link", attributes["href"].strip(), google=False)

    def _characters(self, text: str) -> None:
        if self._item is None:
            return
        self._item.size += len(text)
        if self._item.size <= RECORD_BYTES:
            self._text.append(text)
        else:
            self._text.clear()

    def _end(self, name: str) -> None:
        self._depth -= 1
        item = self._item
        if item is None:
            return
        if not self._inside:
            self._finish(item)
            return
        local, google = self._names[name]
        self._inside.pop()
        around = self._inside[-1] if self._inside else None
        if around is None:
            item.put(local, self._read(), google=google)
        elif local in _STRUCTURED.get(around, ()):
            item.put("shipping_country" if local == "country" else around, self._read(), google=True)

    def _read(self) -> str:
        """The text of the element that ends, elements within it included."""
        text = "".join(self._text).strip()
        self._text.clear()
        return text

    def _finish(self, item: _Item) -> None:
        self._item = None
        if item.size > RECORD_BYTES:
            fault = Refusal(
                "item-too-long", f"the item has more than {RECORD_BYTES >> 20} MiB of text; shorten it"
            )
            shown = (item.own.get("id") or item.common.get("guid") or [""])[0]
            self._ready.append(Record(item.line, fault.of(self._path, item.line, shown), 0))
        else:
            self._ready.append(Record(item.line, listing(item.common | item.own), item.size))
