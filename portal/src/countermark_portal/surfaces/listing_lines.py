"""Listings as people name them: one a line, by id or by the address of the listing's page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from countermark_portal.casework.notices.actions import MOST_ITEMS, Named
from countermark_portal.casework.notices.queries import Site


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that names no listing: its number, and what is wrong."""

    line: int
    why: str


def read(text: str, sites: Sequence[Site], chosen: str) -> tuple[list[Named], list[Unreadable]]:
    """The listings that the lines name, and the lines that name none. `chosen`: the marketplace of bare ids."""
    named: dict[Named, None] = {}
    unreadable = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _one(line.strip(), sites, chosen)
        if isinstance(found, Named):
            named[found] = None
        else:
            unreadable.append(Unreadable(number, found))
    if len(named) > MOST_ITEMS:
        unreadable.append(Unreadable(MOST_ITEMS + 1, f"one notice names {MOST_ITEMS:,} listings at most"))
    return list(named), unreadable


def _one(line: str, sites: Sequence[Site], chosen: str) -> Named | str:
    if "/" in line:
        return _address(line, sites, chosen)
    if not re.fullmatch(r"\S{1,200}", line):
        return "this is neither a listing's number nor the address of its page"
    return Named(marketplace=chosen, listing_id=line)


def _address(line: str, sites: Sequence[Site], chosen: str) -> Named | str:
    try:
        parts = urlsplit(line if "://" in line else f"https://{line}")
        host = parts.hostname or ""
    except ValueError:
        return "this is no address of a page"
    there = [site.slug for site in sites if _host(site.address) == host]
    if not there:
        names = ", ".join(f"{site.name} ({_host(site.address)})" for site in sites)
        return f"{host or 'this address'} is none of our marketplaces: {names}"
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).strip()
    if not last or len(last) > 200:
        return "the address of the listing's own page is needed, not that of the whole marketplace"
    return Named(marketplace=chosen if chosen in there else there[0], listing_id=last)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
