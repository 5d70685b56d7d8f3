"""The Nice classes of a marketplace's categories, found by the category or by the nearest one above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

BORDER: Final = ">"
"""Stands between a category and the one below it, as in Google's taxonomy: `Apparel > Outerwear > Parkas`."""


def path_of(category: str) -> tuple[str, ...]:
    """The steps of a category from the root, in small letters, without idle spaces and empty steps."""
    steps = (" ".join(step.split()).casefold() for step in category.split(BORDER))
    return tuple(step for step in steps if step)


class Categories(Mapping[str, frozenset[int]]):
    """Nice classes by category. For one that is not known, those of the nearest known category above it.

    A path ends at a border only: `Apparel > Out` says nothing of `Apparel > Outerwear`. Case and spaces
    around the borders do not count.
    """

    def __init__(self, rows: Iterable[tuple[str, int]] = ()) -> None:
        found: dict[tuple[str, ...], set[int]] = {}
        names: dict[tuple[str, ...], str] = {}
        for category, nice in rows:
            path = path_of(category)
            found.setdefault(path, set()).add(nice)
            names.setdefault(path, category)
        self._classes = {path: frozenset(classes) for path, classes in found.items()}
        self._names = names

    def __getitem__(self, category: str) -> frozenset[int]:
        path = path_of(category)
        for steps in range(len(path), 0, -1):
            classes = self._classes.get(path[:steps])
            if classes is not None:
                return classes
        raise KeyError(category)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.values())

    def __len__(self) -> int:
        return len(self._classes)
