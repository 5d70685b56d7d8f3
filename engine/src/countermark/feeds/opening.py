"""Opening feeds: what a file is, and which files a folder stands for."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from countermark.errors import UnusableInput
from countermark.feeds.encodings import encoding_of
from countermark.feeds.feed import Feed, Format
from countermark.feeds.json_lines import JsonLines
from countermark.feeds.json_stream import JsonLdLines, JsonStream
from countermark.feeds.merchant_xml import MerchantXml
from countermark.feeds.parquet import MAGIC, Parquet
from countermark.feeds.shopify import Shopify
from countermark.feeds.sniffing import Kind, kind_of, refuse_binary
from countermark.feeds.source import Source, opened, sample
from countermark.feeds.tabular import Tabular
from countermark.listings import Presumed

SUFFIXES: Final = frozenset(
    {
        ".parquet",
        ".pq",
        ".jsonl",
        ".ndjson",
        ".json",
        ".jsonld",
        ".xml",
        ".rss",
        ".atom",
        ".csv",
        ".tsv",
        ".txt",
    }
)
"""What files in a folder end in to be taken as feeds, `.gz` behind it or not."""


def open_feed(path: str | Path, *, presumed: Presumed | None = None) -> Feed:
    """The feed in a file, by its content; `presumed` counts for listings that do not say it.

    `UnusableInput` says what is wrong with one that cannot be read.
    """
    feed = _opened(str(path))
    return feed if presumed is None else replace(feed, presumed=presumed)


def _opened(name: str) -> Feed:
    with opened(name) as file:
        head = file.read(8)
        size = file.seek(0, 2)
    if not size:
        raise UnusableInput(f"{name} is empty", mend="Check the export that should have filled it.")
    if head.startswith(MAGIC):
        return Parquet(name, Format.PARQUET, None, size).opened()
    begin, whole, gzipped = sample(name)
    refuse_binary(name, begin)
    encoding = encoding_of(name, begin, whole=whole)
    text = codecs.getincrementaldecoder(encoding.codec)("replace").decode(begin[encoding.mark :])
    carriage_returns = "\n" not in text and "\r" in text
    if carriage_returns:
        text = text.replace("\r", "\n")
    source = Source(name, gzipped, encoding.codec, encoding.mark, carriage_returns)
    return _feed(name, encoding.codec, size, source, kind_of(name, text, whole=whole))


def _feed(name: str, codec: str, size: int, source: Source, kind: Kind) -> Feed:
    match kind.format:
        case Format.JSON_LINES:
            return JsonLines(name, kind.format, codec, size, source)
        case Format.JSON_LD_LINES:
            return JsonLdLines(name, kind.format, codec, size, source)
        case Format.JSON_LD | Format.JSON_ARRAY:
            return JsonStream(name, kind.format, codec, size, source)
        case Format.MERCHANT_XML:
            return MerchantXml(name, kind.format, codec, size, source)
        case Format.SHOPIFY_CSV:
            return Shopify(name, kind.format, codec, size, source, kind.separator, kind.names)
        case _:
            return Tabular(name, kind.format, codec, size, source, kind.separator, kind.names)


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """The files that `paths` stand for: a file for itself, a folder for its feeds by name."""
    found: list[Path] = []
    for given in map(Path, paths):
        if not given.is_dir():
            opened(str(given)).close()
            found.append(given)
            continue
        inside = [
            path for path in sorted(given.rglob("*")) if _is_feed(path.relative_to(given)) and path.is_file()
        ]
        if not inside:
            known = " ".join(sorted(SUFFIXES))
            raise UnusableInput(
                f"there is no feed in the folder {given}", mend=f"Feeds in folders end in: {known}"
            )
        found += inside
    return found


def _is_feed(path: Path) -> bool:
    if any(part.startswith((".", "_")) for part in path.parts):
        return False
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower() in SUFFIXES
