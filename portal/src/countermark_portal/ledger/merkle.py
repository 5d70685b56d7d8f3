"""Merkle trees as in RFC 6962 and RFC 9162: many leaves, one root, and for each leaf a short path that leads to it.

Leaves and nodes are hashed under different first bytes, so that no node can be passed off as a leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
"""The root of no leaves."""
SIZE: Final = 32
"""Bytes of a hash."""


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree over hashed leaves. All levels are kept, so that many paths cost one tree."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            level = [_node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            # One that is left over moves up as it is: the same tree as the RFC's, which splits from above.
            self._levels.append(level + below[2 * len(level) :])

    @property
    def root(self) -> bytes:
        """What stands for all leaves and their order."""
        return self._levels[-1][0] if self._levels[0] else EMPTY

    def path(self, index: int) -> list[bytes]:
        """The hashes beside the way from a leaf up to the root."""
        path = []
        for level in self._levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                path.append(level[beside])
            index //= 2
        return path


def root_of(hashed: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to; None if no tree of this size has such a path (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, hashed
    for beside in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = _node(beside, found)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            found = _node(found, beside)
        at, last = at // 2, last // 2
    return found if last == 0 else None
