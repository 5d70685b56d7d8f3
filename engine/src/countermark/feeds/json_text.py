"""A JSON text read value by value while it streams in: its list is never held, every item has its line."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from typing import Any, Final

from countermark.errors import UnreadableFeed
from countermark.feeds.feed import RECORD_BYTES

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_READER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
"""Numbers stay as they are written: no price passes through a float, no long one is worked out."""


class JsonText:
    """A cursor in a JSON text that is read as far as is needed, and forgotten behind the cursor.

    `dubious`: bytes that are no UTF-8 were met; they stand as single surrogates in the values.
    """

    def __init__(self, path: str, blocks: Iterable[bytes]) -> None:
        self._path = path
        self._blocks = iter(blocks)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._line = 1
        self._counted = 0
        self._read = 0
        self.dubious = False

    @property
    def position(self) -> int:
        """Characters before the cursor."""
        return self._read + self._at

    @property
    def line(self) -> int:
        """The line that the cursor stands in."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def broken(self, what: str) -> UnreadableFeed:
        """The error for a text that is no JSON at the cursor."""
        return UnreadableFeed(
            f"{self._path} breaks off in line {self.line}: {what}",
            mend="Export it again, or write JSON Lines: there one bad row spoils no other.",
        )

    def _more(self) -> bool:
        """Read on; false at the end. What is behind the cursor is forgotten."""
        line = self.line
        block = next(self._blocks, b"")
        try:
            text = self._decoder.decode(block, not block)
        except UnicodeDecodeError:
            self.dubious = True
            self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
            text = self._decoder.decode(block, not block)
        self._text = self._text[self._at :] + text
        self._read += self._at
        self._at = self._counted = 0
        self._line = line
        return bool(block)

    def peek(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            place = _SPACE.match(self._text, self._at)
            self._at = place.end() if place else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> None:
        """Go past `wanted`, the next character."""
        found = self.peek()
        if found != wanted:
            raise self.broken(f"`{wanted}` should stand where {f'`{found}` is' if found else 'it ends'}")
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        first = self.peek()
        while True:
            try:
                value, end = _READER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.broken("it is nested too deep") from None
            except json.JSONDecodeError as error:
                self._read_on(error)
                continue
            # A number at the end of what was read may go on behind it.
            if end == len(self._text) and first not in '"[{' and self._more():
                continue
            self._at = end
            return value

    def _read_on(self, fault: json.JSONDecodeError) -> None:
        """Read on if the value may just not be all there; raise if reading on cannot mend it."""
        held = len(self._text) - self._at
        if held and fault.pos + 16 < len(self._text) and not fault.msg.startswith("Unterminated"):
            self._at = fault.pos
            raise self.broken(f"it is no JSON there ({fault.msg})")
        if held > RECORD_BYTES:
            raise self.broken(f"one item is longer than {RECORD_BYTES >> 20} MiB")
        if not self._more():
            raise self.broken("it ends in the middle" if not held else f"it ends in the middle ({fault.msg})")
