"""Territories of rights and listings: ISO 3166-1 alpha-2; EU and EEA stand for their members, WORLD for all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

EU_MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
"""Member states of the European Union, as of 2026."""

EEA: Final = EU_MEMBERS | {"IS", "LI", "NO"}
"""The European Economic Area: the territory of exhaustion, and of the Digital Services Act once it is incorporated."""


def countries(territories: Iterable[str]) -> frozenset[str]:
    """The territories with EU and EEA spelt out as their members."""
    spelt: set[str] = set()
    for territory in territories:
        spelt |= {"EU": EU_MEMBERS, "EEA": EEA}.get(territory, frozenset({territory}))
    return frozenset(spelt)


def meet(these: Iterable[str], those: Iterable[str]) -> bool:
    """Whether the two have a country in common."""
    ones, others = countries(these), countries(those)
    return bool(ones and others) and ("WORLD" in ones | others or not ones.isdisjoint(others))
