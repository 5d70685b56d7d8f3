"""Who listed a text first, and who shares texts with whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermark.sellers.risk import UNDATED
from countermark.text.keys import I64, U64

TEXT: Final = np.dtype([("text", "<u8"), ("seller", "<u4"), ("seen", "<i8")])
"""One listing's title or description: 20 bytes."""
COMMON: Final = 50
"""Sellers from which on a text is common goods: the maker's own, or the marketplace's."""
SHARING: Final = 0.5
"""Share of a seller's texts that others have, too, from which on it counts as one with them."""


class Copies(NamedTuple):
    """By seller: how many of its texts count, how many of these another listed first; and its group.

    Sellers who share most of their texts are one group: a ring of accounts, or resellers of one supplier.
    """

    texts: I64
    copied: I64
    groups: I64


def copies_of(parts: Iterable[NDArray[Any]], sellers: int) -> Copies:
    """What records of `TEXT` tell; all records of one text are in the same part.

    Another listed a text first if its earliest listing with it is dated before the earliest of one's own.
    Where dates are missing or equal nobody can tell, and nobody copied.
    """
    texts, copied, shared = (np.zeros(sellers, dtype=np.int64) for _ in range(3))
    links = [np.empty(0, dtype=np.uint64)]
    for part in parts:
        one = _by_text(part)
        np.add.at(texts, one.sellers, one.listings)
        np.add.at(copied, one.sellers, one.listings * one.copied)
        np.add.at(shared, one.sellers, one.listings * one.shared)
        links.append(one.links)
    alike = shared >= SHARING * np.maximum(texts, 1)
    return Copies(texts, copied, _groups(np.unique(np.concatenate(links)), alike))


class _ByText(NamedTuple):
    """One entry for each text and seller; `links` pairs those who share a text with the first of them."""

    sellers: I64
    listings: I64
    copied: NDArray[np.bool_]
    shared: NDArray[np.bool_]
    links: U64


def _by_text(part: NDArray[Any]) -> _ByText:
    order = np.lexsort((part["seen"], part["seller"], part["text"]))
    texts, sellers, seen = (part[name][order] for name in ("text", "seller", "seen"))
    begins = np.flatnonzero(_changes(texts) | _changes(sellers))
    listings = np.diff(np.append(begins, len(texts)))
    # The earliest of a seller's listings with the text is the first of its run.
    texts, sellers, seen = texts[begins], sellers[begins].astype(np.int64), seen[begins]
    heads = np.flatnonzero(_changes(texts))
    counts = np.diff(np.append(heads, len(texts)))
    earliest = np.minimum.reduceat(seen, heads) if len(heads) else seen
    of_text = np.repeat(np.arange(len(heads)), counts)
    counted = counts[of_text] <= COMMON
    shared = counted & (counts[of_text] > 1)
    copied = shared & (seen != UNDATED) & (earliest[of_text] < seen)
    leaders = sellers[heads][of_text]
    links = leaders.astype(np.uint64) << np.uint64(32) | sellers.astype(np.uint64)
    return _ByText(
        sellers, listings * counted, copied, shared, np.unique(links[shared & (leaders != sellers)])
    )


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a sorted column begins a new value."""
    out = np.ones(len(values), dtype=np.bool_)
    out[1:] = values[1:] != values[:-1]
    return out


def _groups(links: U64, alike: NDArray[np.bool_]) -> I64:
    """The group of each seller, named by its lowest number, joining linked sellers that are both `alike`."""
    groups = np.arange(len(alike), dtype=np.int64)
    one, other = (links >> np.uint64(32)).astype(np.int64), (links & np.uint64(0xFFFFFFFF)).astype(np.int64)
    both = alike[one] & alike[other]
    one, other = one[both], other[both]
    while True:
        # Every group takes the lowest number next to it, then its members follow: a few rounds join chains.
        lowest = np.minimum(groups[one], groups[other])
        before = groups.copy()
        np.minimum.at(groups, groups[one], lowest)
        np.minimum.at(groups, groups[other], lowest)
        np.minimum.at(groups, one, lowest)
        np.minimum.at(groups, other, lowest)
        while (groups[groups] != groups).any():
            groups = groups[groups]
        if (groups == before).all():
            return groups
