"""A segment: some brands, compiled, as files that are mapped when read. Written once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, overload

import msgspec
import numpy as np
import pyarrow as pa

from countermark.errors import UnusableInput
from countermark.matching.terms import SPREAD, VIEWS, Term, TermKind, TermTable, View, compile_terms
from countermark.references.model import Brand, Phrase

FORMAT: Final = "8"
"""Version of the files of a segment. A reader of another version compiles anew."""

_BRANDS: Final = pa.schema([("id", pa.string()), ("digest", pa.string()), ("source", pa.binary())])
_TERMS: Final = pa.schema([("text", pa.string())])


@dataclass(frozen=True)
class Segment:
    """A segment as read: brand ids, digests and sources, phrases, compiled terms."""

    name: str
    brands: pa.Table
    phrases: tuple[Phrase, ...]
    terms: TermTable


class _Texts(Sequence[str]):
    """Texts of terms, left in the mapped file until they are asked for."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [str(value) for value in self._column[index].to_pylist()]
        return str(self._column[index].as_py())


def brand_digest(brand: Brand) -> str:
    """Identifies all that is said of a brand."""
    return hashlib.sha256(msgspec.json.encode(brand)).hexdigest()


def terms_of(brands: Sequence[Brand], phrases: Sequence[Phrase]) -> list[Term]:
    """The terms of `brands` (numbered in their order) and `phrases`."""
    terms = [term for number, brand in enumerate(brands) for term in _of_brand(brand, number)]
    terms.extend(Term(phrase.text, -1, TermKind.PHRASE) for phrase in phrases)
    return terms


def _of_brand(brand: Brand, number: int) -> list[Term]:
    words: dict[str, Term] = {}
    for word in brand.words:
        common = (
            word.common
            if word.common is not None
            else (brand.common_word if word.text == brand.name else None)
        )
        words.setdefault(word.text, Term(word.text, number, TermKind.WORD, common, word.renders is not None))
    # Without word marks a brand is known by its name only where that says something: by its logo or products.
    if brand.words or brand.products or brand.logos:
        words.setdefault(brand.name, Term(brand.name, number, TermKind.WORD, brand.common_word))
    for nickname in brand.nicknames:
        words.setdefault(nickname, Term(nickname, number, TermKind.NICKNAME))
    return list(words.values())


def write_segment(folder: Path, brands: Sequence[Brand], phrases: Sequence[Phrase]) -> str:
    """Compile `brands` and `phrases` into a folder beneath `folder`; its name follows from the content."""
    name = _name(brands, phrases)
    target = folder / name
    if target.exists():
        return name
    building = folder / f".{name}.part"
    building.mkdir(parents=True, exist_ok=True)
    table = compile_terms(terms_of(brands, phrases))
    rows = {
        "id": [brand.id for brand in brands],
        "digest": [brand_digest(brand) for brand in brands],
        "source": [msgspec.json.encode(brand) for brand in brands],
    }
    _write_arrow(building / "brands.arrow", pa.table(rows, schema=_BRANDS))
    _write_arrow(building / "terms.arrow", pa.table({"text": list(table.texts)}, schema=_TERMS))
    (building / "phrases.json").write_bytes(msgspec.json.encode(list(phrases)))
    _save(building / "brands_of_terms.npy", table.brands)
    _save(building / "kinds.npy", table.kinds)
    _save(building / "flags.npy", table.flags)
    for view in VIEWS:
        _save(building / f"{view}.keys.npy", table.views[view].keys)
        _save(building / f"{view}.terms.npy", table.views[view].terms)
    building.rename(target)
    return name


def _name(brands: Sequence[Brand], phrases: Sequence[Phrase]) -> str:
    told = hashlib.sha256(FORMAT.encode())
    for brand in brands:
        told.update(brand_digest(brand).encode())
    told.update(msgspec.json.encode(list(phrases)))
    return told.hexdigest()[:16]


def _save(path: Path, array: np.ndarray[Any, Any]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)


def _write_arrow(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read_arrow(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def read_segment(folder: Path, name: str) -> Segment:
    """The segment `name` beneath `folder`, mapped."""
    path = folder / name
    try:
        views = {
            view: View(
                _load(path / f"{view}.keys.npy"), _load(path / f"{view}.terms.npy"), spread=view in SPREAD
            )
            for view in VIEWS
        }
        terms = TermTable(
            texts=_Texts(_read_arrow(path / "terms.arrow")["text"]),
            brands=_load(path / "brands_of_terms.npy"),
            kinds=_load(path / "kinds.npy"),
            flags=_load(path / "flags.npy"),
            views=views,
        )
        phrases = msgspec.json.decode((path / "phrases.json").read_bytes(), type=tuple[Phrase, ...])
        segment = Segment(name, _read_arrow(path / "brands.arrow"), phrases, terms)
        _check(segment)
    except (OSError, EOFError, ValueError, KeyError, pa.ArrowException, msgspec.MsgspecError) as error:
        raise UnusableInput(
            f"{path}: this part of the compiled references cannot be read ({error})",
            mend="compile the references again: countermark references compile DIR --out INDEX",
        ) from error
    return segment


def _check(segment: Segment) -> None:
    """Whether the files belong together: each was read by itself."""
    terms = segment.terms
    if not len(terms.texts) == len(terms.brands) == len(terms.kinds) == len(terms.flags):
        raise ValueError("not as many texts as terms")
    for name, view in terms.views.items():
        if view.keys.dtype != np.uint64 or len(view.terms) not in {0, len(view.keys)}:
            raise ValueError(f"{name} is no table of keys")
    if segment.brands.schema != _BRANDS:
        raise ValueError("another table of brands")


def _load(path: Path) -> Any:
    return np.load(path, mmap_mode="r", allow_pickle=False)
