from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermark.errors import Rejection, UnreadableFeed
from countermark.feeds import Feed, open_feed

Write = Callable[..., Path]
ReadToTheBreak = Callable[..., tuple[list[str], UnreadableFeed]]
Read = Callable[..., tuple[list[dict[str, Any]], list[Rejection]]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file with the given text or bytes; text is encoded, `packed` puts it through gzip."""

    def written(
        content: str | bytes, name: str = "feed", *, encoding: str = "utf-8", packed: bool = False
    ) -> Path:
        data = content.encode(encoding) if isinstance(content, str) else content
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(data) if packed else data)
        return path

    return written


@pytest.fixture
def read(write: Write) -> Read:
    """Read a feed of the given content: its listings without their nulls, and what it rejected."""

    def found(content: str | bytes | Path | Feed, **how: Any) -> tuple[list[dict[str, Any]], list[Rejection]]:
        if isinstance(content, Feed):
            feed = content
        else:
            feed = open_feed(content if isinstance(content, Path) else write(content, **how))
        chunks = list(feed.chunks())
        rows = [row for chunk in chunks for row in chunk.table.to_pylist()]
        rejected = [rejection for chunk in chunks for rejection in chunk.rejected]
        assert sum(chunk.rows_read for chunk in chunks) == len(rows) + len(rejected)
        return [{name: value for name, value in row.items() if value is not None} for row in rows], rejected

    return found


@pytest.fixture
def read_to_the_break() -> ReadToTheBreak:
    """Read a feed that breaks off: the listings' ids before the break, and the error."""

    def found(feed: Feed, rows: int = 2) -> tuple[list[str], UnreadableFeed]:
        names: list[str] = []
        try:
            for chunk in feed.chunks(rows):
                names += map(str, chunk.table["listing_id"].to_pylist())
        except UnreadableFeed as broken:
            return names, broken
        pytest.fail("the feed did not break off")

    return found
