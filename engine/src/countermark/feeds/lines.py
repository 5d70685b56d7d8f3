"""The lines of a feed, each of a bearable length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermark.errors import Rejection
from countermark.feeds.feed import RECORD_BYTES


def numbered(
    blocks: Iterable[bytes], limit: int = RECORD_BYTES, *, blanks: bool = False
) -> Iterator[tuple[int, bytes | None]]:
    """The lines of `blocks` with their numbers, blank ones if asked for; None for one of over `limit` bytes.

    Of such a line no more than `limit` bytes and a block are ever held.
    """
    number = 1
    held: list[bytes] = []
    size = 0
    for block in blocks:
        first, *others = block.split(b"\n")
        for line in others:
            size += len(first)
            whole = b"".join([*held, first]) if held else first
            if size > limit:
                yield number, None
            elif blanks or (whole and not whole.isspace()):
                yield number, whole
            number += 1
            first, size = line, 0
            held.clear()
        size += len(first)
        if size <= limit:
            held.append(first)
        else:
            held.clear()
    rest = b"".join(held)
    if size > limit:
        yield number, None
    elif rest and not rest.isspace():
        yield number, rest


def too_long(file: str, line: int) -> Rejection:
    """The rejection of a line that has more than the bytes that a row may have."""
    reason = (
        f"the line has more than {RECORD_BYTES >> 20} MiB; write one listing a line, ended by a line feed"
    )
    return Rejection(file=file, line=line, code="line-too-long", reason=reason)
