"""Reads a reference folder as a whole: every fault at once, or the set."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path as FilePath

from countermark.errors import Fault, ReferenceFaults
from countermark.references.model import Brand, ReferenceSet
from countermark.references.oddities import warnings_of
from countermark.references.parquet_source import PARQUET_ROWS, read_parquet
from countermark.references.pictures import PictureFolder
from countermark.references.rules import brand_findings, phrase_findings
from countermark.references.source import Finding, Path, Source
from countermark.references.suggestions import nearest
from countermark.references.yaml_source import YAML_NAME, read_yaml

_FILES = (YAML_NAME, *(f"{stem}.parquet" for stem in PARQUET_ROWS))


_Seen = dict[str, tuple[Source, Path]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: faults stop a run, warnings do not. `counts` says how much was read of what."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: dict[str, int]


def read_references(folder: FilePath) -> ReferenceSet:
    """The references in `folder`, brands in the order of their ids; `ReferenceFaults` tells all faults."""
    sources, faults = _examined(folder)
    if faults:
        raise ReferenceFaults(faults)
    return _union(sources)


def check(folder: FilePath, *, today: dt.date | None = None) -> Report:
    """What is wrong with the references in `folder`. With `today`, rights that have run out are warned of."""
    sources, faults = _examined(folder)
    warnings = [*warnings_of(sources, today), *_unread(folder)] if sources else []
    return Report(tuple(faults), tuple(sorted(warnings, key=_in_order)), _counts(_union(sources)))


def _examined(folder: FilePath) -> tuple[list[Source], list[Fault]]:
    refusal = _folder_refusal(folder)
    if refusal:
        return [], [refusal]
    sources = [
        read_yaml(folder / name) if name == YAML_NAME else read_parquet(folder / name)
        for name in _FILES
        if (folder / name).exists()
    ]
    faults = [fault for source in sources for fault in source.unreadable]
    pictures = PictureFolder(folder)
    for source in sources:
        own = (finding for finding in _findings(source, pictures) if not _blank(source, finding.path))
        faults += map(source.fault, (*source.misshapen, *own))
    faults += _repeated(sources)
    if not faults and not any(source.references.brands for source in sources):
        faults.append(Fault(sources[0].file, "there is no brand", 'List at least one under "brands:".'))
    return sources, sorted(faults, key=_in_order)


def _folder_refusal(folder: FilePath) -> Fault | None:
    place = str(folder)
    if folder.is_file():
        return Fault(place, "is a file, not a folder", f"Name the folder that it lies in: {folder.parent}.")
    if not folder.is_dir():
        return Fault(place, "there is no such folder", "Check the path.")
    if any((folder / name).exists() for name in _FILES):
        return None
    meant = [entry.name for entry in folder.iterdir() if nearest(entry.name, _FILES)]
    mend = f"Rename {meant[0]} to one of these." if meant else "Write one of them: see docs/references.md."
    return Fault(place, f"there is none of {', '.join(_FILES)} in the folder", mend)


def _findings(source: Source, pictures: PictureFolder) -> Iterator[Finding]:
    for index, brand in enumerate(source.references.brands):
        yield from brand_findings(brand, ("brands", index))
        yield from _picture_findings(brand, ("brands", index), pictures)
    for index, phrase in enumerate(source.references.phrases):
        yield from phrase_findings(phrase, ("phrases", index))


def _picture_findings(brand: Brand, path: Path, pictures: PictureFolder) -> Iterator[Finding]:
    named = [((*path, "logos", index), name) for index, name in enumerate(brand.logos)]
    for number, product in enumerate(brand.products):
        here = (*path, "products", number, "photos")
        named += [((*here, index), name) for index, name in enumerate(product.photos)]
    for where, name in named:
        complaint = pictures.complaint(name)
        if complaint:
            yield Finding(where, *complaint)


def _blank(source: Source, path: Path) -> bool:
    """Whether the fault at `path` only follows from another that is told already."""
    blanks = source.blanks
    if not blanks:
        return False
    if any(path[:length] in blanks for length in range(len(path) + 1)):
        return True
    # A brand lacks words, logos and products where they could not be read.
    return len(path) == 2 and any((*path, key) in blanks for key in ("words", "logos", "products"))


def _repeated(sources: list[Source]) -> Iterator[Fault]:
    """Ids given twice: of brands and rights in the whole set, of products within their brand."""
    brands: _Seen = {}
    rights: _Seen = {}
    for source in sources:
        for index, brand in enumerate(source.references.brands):
            path: Path = ("brands", index)
            yield from _again(source, "brand", brand.id, (*path, "id"), brands)
            for number, right in enumerate(brand.rights):
                yield from _again(source, "right", right.id, (*path, "rights", number, "id"), rights)
            products: _Seen = {}
            for number, product in enumerate(brand.products):
                yield from _again(source, "product", product.id, (*path, "products", number, "id"), products)


def _again(source: Source, kind: str, given: str, path: Path, seen: _Seen) -> Iterator[Fault]:
    if _blank(source, path):
        return
    first_source, first_path = seen.setdefault(given, (source, path))
    if first_path is not path:
        first = first_source.place(first_path)
        mend = f"Give each {kind} an id of its own, or keep one: it stands first at {first}."
        yield source.fault(Finding(path, f'the {kind} id "{given}" is given a second time', mend))


def _unread(folder: FilePath) -> Iterator[Fault]:
    for entry in sorted(folder.iterdir()):
        if entry.suffix.lower() in {".parquet", ".yaml", ".yml"} and entry.name not in _FILES:
            yield Fault(entry.name, "the file is not read", f"References stand in {', '.join(_FILES)}.")


def _union(sources: list[Source]) -> ReferenceSet:
    brands = [brand for source in sources for brand in source.references.brands]
    phrases = [phrase for source in sources for phrase in source.references.phrases]
    return ReferenceSet(brands=tuple(sorted(brands, key=attrgetter("id"))), phrases=tuple(phrases))


def _counts(references: ReferenceSet) -> dict[str, int]:
    brands = references.brands
    inner = ("words", "nicknames", "rights", "logos", "products", "authorised_sellers")
    return {
        "brands": len(brands),
        **{name: sum(len(getattr(brand, name)) for brand in brands) for name in inner},
        "photos": sum(len(product.photos) for brand in brands for product in brand.products),
        "phrases": len(references.phrases),
    }


def _in_order(fault: Fault) -> tuple[str, int, str, str]:
    found = re.fullmatch(r"(.*?):(\d+)(.*)", fault.place, re.DOTALL)
    return (found[1], int(found[2]), found[3], fault.what) if found else (fault.place, 0, "", fault.what)
