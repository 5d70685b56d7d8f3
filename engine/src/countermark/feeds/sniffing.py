"""The format of a feed, told from its first lines, whatever its name ends in."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import msgspec

from countermark.errors import UnusableInput
from countermark.feeds import google, shopify
from countermark.feeds.delimited import SEPARATORS, cells
from countermark.feeds.feed import Format
from countermark.feeds.json_stream import LISTS
from countermark.tables import LISTING


class Kind(NamedTuple):
    """A format, and for separated records their separator and column names."""

    format: Format
    separator: str = ""
    names: tuple[str, ...] = ()


_PICTURE: Final = "Give the feed that names it."
_BINARY: Final = (
    (b"PK\x03\x04", "a ZIP archive, or an office document", "Unpack it; export a spreadsheet as CSV."),
    (b"\x1f\x8b", "compressed twice", "Unpack it once."),
    (b"PAR1", "a compressed Parquet file", "Unpack it; Parquet is compressed inside."),
    (b"PARE", "an encrypted Parquet file", "Write it without encryption."),
    (b"ARROW1", "an Arrow IPC file", "Write it as Parquet."),
    (b"BZh", "compressed with bzip2", "Unpack it, or compress it with gzip."),
    (b"\xfd7zXZ\x00", "compressed with xz", "Unpack it, or compress it with gzip."),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "Unpack it, or compress it with gzip."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Export it as CSV."),
    (b"%PDF", "a PDF", "Ask for the data as CSV, XML or JSON."),
    (b"SQLite format 3\x00", "an SQLite database", "Export its table as CSV."),
    (b"\x89PNG", "a picture", _PICTURE),
    (b"\xff\xd8\xff", "a picture", _PICTURE),
    (b"GIF8", "a picture", _PICTURE),
    (b"RIFF", "a picture, or sound", _PICTURE),
)
_ROOT: Final = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*<([A-Za-z_][\w.:-]*)",
    re.DOTALL | re.IGNORECASE,
)
_FEEDS: Final = frozenset({"rss", "feed", "rdf:RDF", "channel"})
_LD_KEYS: Final = re.compile(r'"@(?:context|graph|type)"\s*:')
_LOOKED_AT: Final = 20
_KNOWN: Final = (
    "Known are Parquet, JSON Lines, JSON, JSON-LD, CSV with listings' columns, Google Merchant XML and TSV, "
    "and Shopify's product CSV: see docs/feeds.md."
)


def refuse_binary(path: str, head: bytes) -> None:
    """`UnusableInput` for what is well known not to be a feed, naming it."""
    for magic, what, mend in _BINARY:
        if head.startswith(magic):
            raise UnusableInput(f"{path} is {what}", mend=mend)


def kind_of(path: str, text: str, *, whole: bool) -> Kind:
    """The kind of the feed that begins with `text` (`whole`: that is all of it)."""
    begin = text.lstrip()
    if not begin:
        raise UnusableInput(f"{path} is empty", mend="Check the export that should have filled it.")
    if begin.startswith("<"):
        return _xml(path, begin)
    if begin[0] in "[{":
        return _json(begin, whole=whole)
    lines = begin.split("\n")
    found = _table(lines[0].removesuffix("\r"))
    if found:
        return found
    if any(_object(line) for line in lines[1:_LOOKED_AT]):
        return _json_lines(lines)
    control = sum(char < " " and char not in "\t\n\r\f" for char in begin[:4096])
    if control > len(begin[:4096]) * 0.02:
        raise UnusableInput(f"{path} is binary data of an unknown kind", mend=_KNOWN)
    shown = lines[0][:200].strip()
    raise UnusableInput(f"{path} is in no known format; it begins with: {shown}", mend=_KNOWN)


def _xml(path: str, begin: str) -> Kind:
    found = _ROOT.match(begin)
    root = found[1] if found else ""
    # A document that declares entities hides its root behind them; reading it refuses them with their line.
    if root in _FEEDS or (not found and "<!DOCTYPE" in begin):
        return Kind(Format.MERCHANT_XML)
    what = (
        "a web page"
        if root.lower() == "html" or "<!doctype html" in begin[:200].lower()
        else f"XML of <{root}>"
    )
    raise UnusableInput(
        f"{path} is {what if found else 'no XML feed'}", mend=f"XML feeds are RSS or Atom. {_KNOWN}"
    )


def _json(begin: str, *, whole: bool) -> Kind:
    lines = begin.split("\n")
    complete = lines if whole else lines[:-1]
    if begin[0] == "{" and any(_object(line) for line in complete[:_LOOKED_AT]):
        node = next(node for line in complete[:_LOOKED_AT] if (node := _object(line)))
        if "listing_id" in node or not any(isinstance(node.get(key), list) for key in LISTS):
            return _json_lines(complete)
    if begin[0] == "{" and not complete and not _wrapped(begin):
        return Kind(
            Format.JSON_LINES
        )  # one line longer than the sample: it will be rejected, the next ones read
    return Kind(Format.JSON_LD if _LD_KEYS.search(begin) else Format.JSON_ARRAY)


def _wrapped(begin: str) -> bool:
    return bool(re.match(r'\{.{0,65536}?"(?:' + "|".join(LISTS) + r')"\s*:\s*\[', begin, re.DOTALL))


def _json_lines(lines: list[str]) -> Kind:
    nodes = [node for line in lines[:_LOOKED_AT] if (node := _object(line))]
    ld = any("@context" in node or "@type" in node or "@graph" in node for node in nodes)
    return Kind(Format.JSON_LD_LINES if ld else Format.JSON_LINES)


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _table(heading: str) -> Kind | None:
    """The kind of table that has this heading, if it is one of ours."""
    for separator in SEPARATORS:
        if separator not in heading:
            continue
        written = [name.strip() for name in cells(heading.encode(errors="replace"), separator)]
        names = {name.lower() for name in written}
        if {"listing_id", "title"} <= names:
            return Kind(
                Format.CSV,
                separator,
                tuple(name if name in LISTING.names else name.lower() for name in written),
            )
        shop = tuple(map(shopify.column_name, written))
        if {"handle", "title"} <= set(shop):
            return Kind(Format.SHOPIFY_CSV, separator, shop)
        merchant = tuple(map(google.column_name, written))
        if {"id", "title"} <= set(merchant):
            return Kind(Format.MERCHANT_CSV, separator, merchant)
    return None
