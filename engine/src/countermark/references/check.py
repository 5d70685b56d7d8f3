"""The door to a reference folder: its references, or every fault at once; and a report for who wrote it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from countermark.errors import Fault, ReferenceFaults
from countermark.references.folder import FILES, examined, in_order, union
from countermark.references.model import ReferenceSet
from countermark.references.oddities import warnings_of


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: faults stop a run, warnings do not. `counts` says how much was read of what."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]


def read_references(folder: Path) -> ReferenceSet:
    """The references in `folder`, brands in the order of their ids; `ReferenceFaults` tells all faults."""
    sources, faults = examined(folder)
    if faults:
        raise ReferenceFaults(faults)
    return union(sources)


def check(folder: Path, *, today: dt.date | None = None) -> Report:
    """What is wrong with the references in `folder`. With `today`, rights that have run out are warned of."""
    sources, faults = examined(folder)
    warnings = [*warnings_of(sources, today), *_unread(folder)] if sources else []
    return Report(tuple(faults), tuple(sorted(warnings, key=in_order)), _counts(union(sources)))


def _unread(folder: Path) -> Iterator[Fault]:
    for entry in sorted(folder.iterdir()):
        if entry.suffix.lower() in {".parquet", ".yaml", ".yml"} and entry.name not in FILES:
            yield Fault(entry.name, "the file is not read", f"References stand in {', '.join(FILES)}.")


def _counts(references: ReferenceSet) -> dict[str, int]:
    brands = references.brands
    inner = ("words", "nicknames", "rights", "logos", "products", "authorised_sellers")
    return {
        "brands": len(brands),
        **{name: sum(len(getattr(brand, name)) for brand in brands) for name in inner},
        "photos": sum(len(product.photos) for brand in brands for product in brand.products),
        "phrases": len(references.phrases),
    }
