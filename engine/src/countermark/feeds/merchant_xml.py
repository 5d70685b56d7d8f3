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

    def put(self, name: str, text: str, *, google: bool) -> None:
        self.size += len(text) + len(name)
        if text and self.size <= RECORD_BYTES:
            (self.own if google else self.common).setdefault(name, []).append(text)


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
    """Expat's handlers. They run for every element, so there is one pair within items and one outside."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._ready: list[Record] = []
        self._item = _Item(0)
        self._depth = 0
        self._inside: list[str] = []
        self._text: list[str] = []
        self._names: dict[str, tuple[str, bool]] = {}
        self._fed = 0
        self._fault: UnreadableFeed | None = None
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.ordered_attributes = True
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = self._entity
        self._look_for_items()

    def taken(self) -> list[Record]:
        """The records read since the last call; what ends the feed is raised when there are none."""
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
            self._fault = self._broken(expat.ErrorString(error.code) or "it is no XML", error.lineno)
        except UnreadableFeed as error:
            self._fault = error
        if self._fed - self._parser.CurrentByteIndex > RECORD_BYTES and not self._fault:
            self._fault = self._broken("a tag without an end")
        held = sum(map(len, self._text))
        if held > RECORD_BYTES:
            self._item.size += held
            self._text.clear()

    def _broken(self, what: str, line: int | None = None) -> UnreadableFeed:
        return UnreadableFeed(
            f"{self._path} breaks off in line {line or self._parser.CurrentLineNumber}: {what}",
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
            raise self._broken(f"more than {MOST_NAMES} kinds of elements")
        uri, _, local = name.rpartition(" ")
        self._names[name] = local, _GOOGLE in uri
        return self._names[name]

    def _look_for_items(self) -> None:
        self._parser.StartElementHandler = self._start_outside
        self._parser.EndElementHandler = self._end_outside

    def _start_outside(self, name: str, _: list[str]) -> None:
        self._text.clear()
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._broken(f"over {DEEPEST} elements inside one another")
        if (self._names.get(name) or self._known(name))[0] in _ITEMS:
            self._item = _Item(self._parser.CurrentLineNumber)
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end

    def _end_outside(self, _: str) -> None:
        self._depth -= 1

    def _start(self, name: str, attributes: list[str]) -> None:
        local, _ = self._names.get(name) or self._known(name)
        inside = self._inside
        if not inside or inside[-1] in _STRUCTURED:
            self._text.clear()
        inside.append(local)
        if len(inside) > DEEPEST:
            raise self._broken(f"over {DEEPEST} elements inside one another")
        if attributes and local == "link":
            given = dict(zip(attributes[::2], attributes[1::2], strict=True))
            if given.get("rel", "alternate") == "alternate":
                self._item.put("link", given.get("href", "").strip(), google=False)

    def _end(self, name: str) -> None:
        inside = self._inside
        if not inside:
            self._finish()
            return
        local = inside.pop()
        if not inside:
            self._item.put(local, self._read(), google=self._names[name][1])
        elif local in _STRUCTURED.get(inside[-1], ()):
            self._item.put(
                "shipping_country" if local == "country" else inside[-1], self._read(), google=True
            )

    def _read(self) -> str:
        """The text of the element that ends, elements within it included."""
        text = "".join(self._text).strip()
        self._text.clear()
        return text

    def _finish(self) -> None:
        item = self._item
        self._depth -= 1
        self._look_for_items()
        if item.size <= RECORD_BYTES:
            self._ready.append(Record(item.line, listing(item.common | item.own), item.size))
            return
        fault = Refusal(
            "item-too-long", f"the item has more than {RECORD_BYTES >> 20} MiB of text; shorten it"
        )
        shown = (item.own.get("id") or item.common.get("guid") or [""])[0]
        self._ready.append(Record(item.line, fault.of(self._path, item.line, shown), 0))
