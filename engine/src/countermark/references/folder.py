"""The reference folder as a whole, whatever files it holds: the set that it says, or every fault at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path as FilePath

from countermark.errors import Fault
from countermark.references.model import Brand, ReferenceSet
from countermark.references.origin import Flaw, Path, Source
from countermark.references.parquet_source import PARQUET_ROWS, read_parquet
from countermark.references.pictures import PictureFolder
from countermark.references.rules import brand_flaws, phrase_flaws
from countermark.references.suggestions import nearest
from countermark.references.yaml_source import YAML_NAME, read_yaml

FILES = (YAML_NAME, *(f"{stem}.parquet" for stem in PARQUET_ROWS))
"""The files that references stand in."""
_RESTED_ON = ("words", "logos", "products", "low", "high")
"""What rules of a whole brand or price look at: where one could not be read, they cannot say anything."""
_Seen = dict[str, tuple[Source, Path]]


def examined(folder: FilePath) -> tuple[list[Source], list[Fault]]:
    """The files of `folder` as read, and every fault in them and between them, in order."""
    refusal = _folder_refusal(folder)
    if refusal:
        return [], [refusal]
    sources = [
        read_yaml(folder / name) if name == YAML_NAME else read_parquet(folder / name)
        for name in FILES
        if (folder / name).exists()
    ]
    faults = [fault for source in sources for fault in source.unreadable]
    pictures = PictureFolder(folder)
    for source in sources:
        own = (flaw for flaw in _flaws(source, pictures) if not _blank(source, flaw.path))
        faults += map(source.fault, (*source.misshapen, *own))
    faults += _repeated(sources)
    if not faults and not any(source.references.brands for source in sources):
        faults.append(Fault(sources[0].file, "there is no brand", 'List at least one under "brands:".'))
    return sources, sorted(faults, key=in_order)


def _folder_refusal(folder: FilePath) -> Fault | None:
    place = str(folder)
    if folder.is_file():
        return Fault(place, "is a file, not a folder", f"Name the folder that it lies in: {folder.parent}.")
    if not folder.is_dir():
        return Fault(place, "there is no such folder", "Check the path.")
    if any((folder / name).exists() for name in FILES):
        return None
    meant = [entry.name for entry in folder.iterdir() if nearest(entry.name, FILES)]
    mend = f"Rename {meant[0]} to one of these." if meant else "Write one of them: see docs/references.md."
    return Fault(place, f"there is none of {', '.join(FILES)} in the folder", mend)


def _flaws(source: Source, pictures: PictureFolder) -> Iterator[Flaw]:
    for index, brand in enumerate(source.references.brands):
        yield from brand_flaws(brand, ("brands", index))
        yield from _picture_flaws(brand, ("brands", index), pictures)
    for index, phrase in enumerate(source.references.phrases):
        yield from phrase_flaws(phrase, ("phrases", index))


def _picture_flaws(brand: Brand, path: Path, pictures: PictureFolder) -> Iterator[Flaw]:
    named = [((*path, "logos", index), name) for index, name in enumerate(brand.logos)]
    for number, product in enumerate(brand.products):
        here = (*path, "products", number, "photos")
        named += [((*here, index), name) for index, name in enumerate(product.photos)]
    for where, name in named:
        complaint = pictures.complaint(name)
        if complaint:
            yield Flaw(where, *complaint)


def _blank(source: Source, path: Path) -> bool:
    """Whether the fault at `path` only follows from another that is told already."""
    blanks = source.blanks
    if not blanks:
        return False
    if any(path[:length] in blanks for length in range(len(path) + 1)):
        return True
    return any((*path, key) in blanks for key in _RESTED_ON)


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
        yield source.fault(Flaw(path, f'the {kind} id "{given}" is given a second time', mend))


def union(sources: list[Source]) -> ReferenceSet:
    """What all sources say, as one canonical set."""
    brands = [brand for source in sources for brand in source.references.brands]
    phrases = [phrase for source in sources for phrase in source.references.phrases]
    return ReferenceSet(brands=tuple(sorted(brands, key=attrgetter("id"))), phrases=tuple(phrases))


def in_order(fault: Fault) -> tuple[str, int, str, str]:
    """Sorts faults as they stand in their files: line 9 before line 10."""
    found = re.fullmatch(r"(.*?):(\d+)(.*)", fault.place, re.DOTALL)
    return (found[1], int(found[2]), found[3], fault.what) if found else (fault.place, 0, "", fault.what)
