"""References as the screener sees them: brands numbered through all segments, and what signals ask."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from countermark.errors import UnusableInput
from countermark.matching.terms import COMMON, PLAIN, TermKind
from countermark.matching.vocabulary import Vocabulary
from countermark.references import index
from countermark.references.check import read_references
from countermark.references.model import Brand, Price, Product, ReferenceSet
from countermark.text import gtin
from countermark.text.known_words import KnownWords

EVERYDAY: Final = 50
"""Ten times the Zipf frequency that each word of a phrase needs for the phrase to be an ordinary one."""
SHORTEST: Final = 2
"""Letters that a term needs to be believed without a context."""
_LOOKED_AT, _COMMON, _BARE = 1, 2, 4


class ProductOf(NamedTuple):
    """A product and the number of its brand."""

    brand: int
    product: Product


class References:
    """Compiled references, mapped. Numbers of brands hold for this object only; ids are stable."""

    def __init__(self, folder: Path, manifest: index.Manifest) -> None:
        self.path = folder
        self.version = manifest.version
        segments = index.read_segments(folder, manifest)
        self.known: KnownWords = index.read_known_words(folder, manifest)
        self._sources = pa.chunked_array([segment.brands["source"] for segment in segments], pa.binary())
        self.ids: list[str] = []
        brands_of_terms, alive = [], []
        self.living: list[bool] = []
        for entry, segment in zip(manifest.segments, segments, strict=True):
            dead = set(entry.dead)
            ids = segment.brands["id"].to_pylist()
            offset = len(self.ids)
            self.ids.extend(ids)
            lives = np.array([name not in dead for name in ids] + [not entry.phrases_dead], dtype=np.bool_)
            self.living.extend(lives[:-1].tolist())
            of_terms = np.asarray(segment.terms.brands)
            # A phrase has brand -1, which picks the last entry: whether the segment's phrases live.
            alive.append(lives[of_terms])
            brands_of_terms.append(np.where(of_terms < 0, -1, of_terms + offset).astype(np.int32))
        self.vocabulary = Vocabulary([segment.terms for segment in segments], brands_of_terms, alive)
        self.phrases = next(
            (
                s.phrases
                for e, s in zip(manifest.segments, segments, strict=True)
                if s.phrases and not e.phrases_dead
            ),
            (),
        )
        self._brands: dict[int, Brand] = {}
        # What single terms are, worked out when they are first asked about; threads work out the same.
        self._seen_as = np.zeros(len(self.vocabulary), dtype=np.uint8)

    @classmethod
    def load(cls, path: str | Path, *, version: str | None = None) -> References:
        """Load compiled references (the current version, or `version`), or compile a folder of sources first.

        A folder of sources is compiled into the user's cache; unchanged ones are compiled once.
        """
        folder = Path(path)
        if not folder.exists():
            raise UnusableInput(
                f"{folder}: no such file or folder", mend="give a folder with references.yaml"
            )
        if index.is_index(folder):
            return cls._current(folder, version)
        source = read_references(folder)
        key = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        target = index.cache_folder() / "references" / key
        return cls(target, index.compile_references(source, target))

    @classmethod
    def _current(cls, folder: Path, version: str | None) -> References:
        """What the manifest says; read again where a compile swept segments away before they were opened."""
        manifest = index.read_manifest(folder, version)
        while True:
            try:
                return cls(folder, manifest)
            except UnusableInput:
                before, manifest = manifest, index.read_manifest(folder, version)
                if manifest == before:
                    raise

    @classmethod
    def of(cls, source: ReferenceSet, folder: Path) -> References:
        """Compile `source` into `folder` and load it."""
        return cls(folder, index.compile_references(source, folder))

    def __len__(self) -> int:
        return len(self.ids)

    def brand(self, number: int) -> Brand:
        """Everything that is said of a brand."""
        found = self._brands.get(number)
        if found is None:
            found = self._brands[number] = msgspec.json.decode(self._sources[number].as_py(), type=Brand)
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each living brand by its id."""
        return {name: n for n, (name, lives) in enumerate(zip(self.ids, self.living, strict=True)) if lives}

    @cached_property
    def sellers(self) -> dict[tuple[str, str], list[tuple[int, dt.date | None, dt.date | None]]]:
        """Brand, first and last day of every authorisation by (marketplace, seller id)."""
        found: dict[tuple[str, str], list[tuple[int, dt.date | None, dt.date | None]]] = {}
        for number in self.numbers.values():
            for seller in self.brand(number).authorised_sellers:
                entry = (number, seller.valid_from, seller.valid_until)
                found.setdefault((seller.marketplace, seller.seller_id), []).append(entry)
        return found

    @cached_property
    def gtins(self) -> dict[str, ProductOf]:
        """Products by GTIN, as 14 digits."""
        found: dict[str, ProductOf] = {}
        for number in self.numbers.values():
            for product in self.brand(number).products:
                number14 = gtin.canonical(product.gtin) if product.gtin else None
                if number14:
                    found[number14] = ProductOf(number, product)
        return found

    @cached_property
    def gtin_column(self) -> pa.Array:
        """The numbers of `gtins` as a column."""
        return pa.array(list(self.gtins), type=pa.string())

    def prices(self, number: int) -> list[tuple[Product, Price]]:
        """Products of a brand that have a price."""
        return [(product, product.price) for product in self.brand(number).products if product.price]

    def classes(self, number: int) -> frozenset[int]:
        """Nice classes of a brand's rights; empty: not said."""
        return frozenset(nice for right in self.brand(number).rights for nice in right.classes)

    def classes_of(self, term: int) -> frozenset[int]:
        """Nice classes that a term is protected for: its own, else those of its brand's rights."""
        number = int(self.vocabulary.brands[term])
        text = self.vocabulary.text(term).text
        for word in self.brand(number).words:
            if word.text == text and word.classes:
                return frozenset(word.classes)
        return self.classes(number)

    def common(self, term: int) -> bool:
        """Whether a term is also an ordinary word, by what its owner says, else by the known words."""
        return bool((self._seen_as[term] or self._look_at(term)) & _COMMON)

    def commons(self, terms: NDArray[np.int32]) -> NDArray[np.bool_]:
        """The same for many terms."""
        return (self._looked_at(terms) & _COMMON) > 0

    def need_context(self, terms: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which terms are ordinary words, single letters or numbers."""
        return (self._looked_at(terms) & (_COMMON | _BARE)) > 0

    def _looked_at(self, terms: NDArray[np.int32]) -> NDArray[np.uint8]:
        flags = self._seen_as[terms]
        for term in np.unique(terms[flags == 0]).tolist():
            self._look_at(term)
        looked_at: NDArray[np.uint8] = self._seen_as[terms]
        return looked_at

    def _look_at(self, term: int) -> int:
        letters = self.vocabulary.text(term).letters
        bare = len(letters) < SHORTEST or letters.isdigit()
        found = _LOOKED_AT | (_COMMON * self._is_common(term)) | (_BARE * bare)
        self._seen_as[term] = found
        return found

    def _is_common(self, term: int) -> bool:
        flags = int(self.vocabulary.flags[term])
        if flags & (COMMON | PLAIN):
            return bool(flags & COMMON)
        if self.vocabulary.kinds[term] == TermKind.PHRASE:
            return False
        words = self.vocabulary.text(term).folded.split()
        least = EVERYDAY if len(words) > 1 else 1
        return bool(words) and bool((self.known.ordinary_of(words) >= least).all())
