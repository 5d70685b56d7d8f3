"""How long references of 200,000 terms take to compile (words, near spellings) and to load, and the targets.

Run with `.venv/bin/python bench/references.py`. The terms are made up from syllables with a fixed seed:
names of one to three words, a tenth with a product word, some in Chinese and Russian.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from countermark.matching import terms
from countermark.matching.terms import Term
from countermark.references import index
from countermark.references.model import Brand, ReferenceSet, Word
from countermark.references.segments import terms_of
from countermark.text.fold import fold_all

SYLLABLES: Final = (
    "nor", "vik", "vel", "mora", "cal", "dera", "os", "tre", "fell", "brin", "dle", "wick", "tarn", "holt",
    "lev", "in", "sol", "heim", "ar", "da", "ka", "lo", "mi", "ne", "pu", "ra", "si", "to", "zen", "xi"
)  # fmt: skip
CHINESE: Final = "诺维克路易拉山海风云天地新光明"
RUSSIAN: Final = "норвикмелдарска"
PRODUCTS: Final = ("outdoor", "jeans", "paris", "sport", "kids", "home", "watches", "studio", "club", "labs")
TARGETS: Final = {"words": 2.0, "near spellings": 10.0, "load in a process": 1.5}
PER_BRAND: Final = 4


def made_up(count: int) -> ReferenceSet:
    """References of `count` terms."""
    chance = np.random.default_rng(20261121)
    texts: dict[str, None] = {}
    while len(texts) < count:
        what = chance.random()
        if what < 0.04:
            texts["".join(chance.choice(list(CHINESE), chance.integers(2, 6)))] = None
            continue
        letters = list(RUSSIAN) if what < 0.08 else SYLLABLES
        size = (2, 5) if letters is SYLLABLES else (5, 10)
        words = [
            "".join(chance.choice(letters, chance.integers(*size))).title()
            for _ in range(chance.integers(1, 3))
        ]
        if chance.random() < 0.1:
            words.append(str(chance.choice(PRODUCTS)))
        texts[" ".join(words)] = None
    names = list(texts)
    brands = [
        Brand(
            id=f"brand-{n:06d}",
            name=names[n],
            words=tuple(Word(text=text) for text in names[n : n + PER_BRAND]),
        )
        for n in range(0, count, PER_BRAND)
    ]
    return ReferenceSet(brands=tuple(brands))


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def load_seconds(folder: Path) -> float:
    """A process of its own, so that nothing is warm but the files; its start and imports are left out."""
    program = (
        "import sys, time; from countermark.screener import Screener;"
        "began = time.perf_counter(); Screener(sys.argv[1]); print(time.perf_counter() - began)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(folder)], check=True, capture_output=True, text=True
    )
    return float(said.stdout)


def measured(source: ReferenceSet, listed: list[Term]) -> tuple[dict[str, float], int]:
    """Seconds of each step, and bytes on disk in the end."""

    def words() -> None:
        texts = [term.text for term in listed]
        terms._exact(*terms._plainly(texts, fold_all(texts)))  # noqa: SLF001  # the part whose time is asked for

    index.cached_words()
    with tempfile.TemporaryDirectory() as folder:
        seconds = {"words": timed(words)}
        whole = timed(lambda: terms.compile_terms(listed))
        seconds["near spellings"] = whole - seconds["words"]
        seconds["compile to disk, all of it"] = timed(lambda: index.compile_references(source, Path(folder)))
        seconds["load in a process"] = min(load_seconds(Path(folder)) for _ in range(3))
        one_more = Brand(id="zz", name="Zz", words=(Word(text="Zz"),))
        changed = ReferenceSet(brands=(*source.brands, one_more))
        seconds["one brand more"] = timed(lambda: index.compile_references(changed, Path(folder)))
        seconds["compact"] = timed(lambda: index.compact(Path(folder)))
        return seconds, sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terms", type=int, default=200_000)
    parser.add_argument("--json", action="store_true", help="one line for programs")
    given = parser.parse_args()
    source = made_up(given.terms)
    listed = terms_of(source.brands, source.phrases)
    seconds, size = measured(source, listed)
    if given.json:
        told = {"terms": len(listed), "brands": len(source.brands), "bytes": size}
        print(json.dumps(told | {"seconds": seconds, "targets": TARGETS}))
        return
    print(f"{len(listed):,} terms of {len(source.brands):,} brands, {size / 1e6:.0f} MB on disk, compacted")
    for name, value in seconds.items():
        target = f"   (target {TARGETS[name]:g} s)" if name in TARGETS else ""
        print(f"{name:28}{value:7.2f} s{target}")


if __name__ == "__main__":
    main()
