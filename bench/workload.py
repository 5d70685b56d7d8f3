"""The workload of the speed benchmarks: listings of fixed shape, drawn from real word frequencies, seeded.

A listing has a title of about 70 characters and a description of about 170. One row in ten names a mark,
one in a hundred names it in disguise. Words are drawn by their frequencies in six languages (from the
package wordfreq); the words that are marks are left out, so that the stated share of rows has one. On top
come fresh words that were never there before (model numbers, names, misspellings), 0.25 a row: the
vocabulary of 12,849 real product titles grows with their number to the power of 0.55 (the last thousand
still brought 0.58 a title), which makes 0.13 a title over two million; descriptions bring about as many.
About one row in three has letters beyond ASCII.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import wordfreq

CACHE: Final = Path(__file__).parent / ".cache"
ROWS: Final = 65536
MARKED: Final = 0.10
DISGUISED: Final = 0.01
FRESH_A_ROW: Final = 0.25
TITLE_WORDS: Final = 10
DESCRIPTION_WORDS: Final = 27
LANGUAGES: Final = {"en": 0.70, "es": 0.10, "de": 0.10, "fr": 0.05, "ru": 0.03, "tr": 0.02}
STATED: Final = " ".join((__doc__ or "").split())
NAMES: Final = "name-suggestion-index@8.0.20260918"


def brand_names() -> list[str]:
    """Some 15,000 real brand names, from the npm package name-suggestion-index (fetched once, not in git)."""
    return _names("names", lambda tags: {tags.get("brand") or tags.get("name")})


def shop_names() -> list[str]:
    """Some 16,000: the brands', and those of their shops where they differ."""
    return _names("shops", lambda tags: {tags.get("brand"), tags.get("name")})


def _names(kept: str, names_in: Callable[[dict[str, str]], set[str | None]]) -> list[str]:
    target = CACHE / f"{kept}.json"
    if not target.exists():
        with tarfile.open(_package()) as packed:
            data = json.load(packed.extractfile("package/dist/json/nsi.min.json"))  # type: ignore[arg-type]
        found: set[str | None] = set()
        for key, value in data["nsi"].items():
            if key.startswith("brands/"):
                found.update(*(names_in(item["tags"]) for item in value["items"]))
        unfinished = target.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(sorted(name for name in found if name), ensure_ascii=False))
        unfinished.rename(target)
    return [str(name) for name in json.loads(target.read_text())]


def _package() -> Path:
    CACHE.mkdir(exist_ok=True)
    archive = CACHE / (NAMES.replace("@", "-") + ".tgz")
    if not archive.exists():
        asked = ["npm", "pack", "--silent", "--pack-destination", str(CACHE), NAMES]
        subprocess.run(asked, check=True, capture_output=True, text=True)
    return archive


def bare(text: str) -> str:
    """`text` without accents and whatever is no letter or digit: what is left of a mark is the mark."""
    return "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum())


def names_a_mark(word: str, marks: set[str]) -> bool:
    """Whether `word` or a part of it, as "we" of "we're", is a mark but for accents and symbols."""
    if word.isascii() and word.isalnum():
        return word in marks
    return not marks.isdisjoint(map(bare, (word, *re.split(r"\W", word))))


def terms(count: int, names: list[str]) -> list[str]:
    """`count` terms: the names, then names with product words behind, as large owners register them."""
    second = [word for word in wordfreq.top_n_list("en", 2000) if len(word) > 3 and word.isalpha()]
    out = list(dict.fromkeys(names))
    at = 0
    while len(out) < count:
        out.append(f"{names[at % len(names)]} {second[(at // len(names) * 7 + at) % len(second)]}")
        at += 1
    return out[:count]


class Workload:
    """Draws listings; the same seed gives the same ones."""

    def __init__(self, names: list[str], seed: int = 11) -> None:
        self._rng = np.random.default_rng(seed)
        self._marks = [
            name
            for name in names
            if name.isascii() and 5 <= len(name) <= 20 and name.replace(" ", "").isalpha()
        ]
        taken = {bare(part) for name in names for part in (name, *name.split())}
        self._languages = [self._vocabulary(language, taken) for language in LANGUAGES]
        self._words = pa.concat_arrays([words for words, _ in self._languages])
        self._fresh = 0

    @staticmethod
    def _vocabulary(language: str, taken: set[str]) -> tuple[pa.Array, np.ndarray]:
        words = [word for word in wordfreq.top_n_list(language, 30000) if not names_a_mark(word, taken)]
        frequency = np.array([wordfreq.word_frequency(word, language) for word in words])
        return pa.array(words), np.cumsum(frequency / frequency.sum())

    def batch(self, first: int, rows: int = ROWS) -> pa.RecordBatch:
        """`rows` listings whose ids count from `first`."""
        return self.dressed(self.plain(rows), first)

    def plain(self, rows: int = ROWS) -> pa.RecordBatch:
        """`rows` listings without ids, marks and fresh words."""
        shares = np.array(list(LANGUAGES.values()))
        languages = self._rng.choice(len(shares), rows, p=shares)
        cents = self._rng.integers(500, 50000, rows)
        conditions = np.array(["new", "used"])[(self._rng.random(rows) < 0.3).astype(int)]
        return pa.record_batch(
            {
                "listing_id": pa.nulls(rows, pa.string()),
                "title": self._texts(languages, TITLE_WORDS),
                "marketplace": pa.array(["bench"] * rows),
                "seller_id": _numbered("S", self._rng.zipf(1.4, rows) % 50000),
                "description": self._texts(languages, DESCRIPTION_WORDS),
                "condition": pa.array(conditions),
                "price": pa.array([f"{c // 100}.{c % 100:02d}" for c in cents.tolist()]).cast(
                    pa.decimal128(18, 4)
                ),
                "currency": pa.array(["EUR"] * rows),
            }
        )

    def dressed(self, plain: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """The same listings with ids that count from `first`; marks, disguises and fresh words are drawn anew."""
        titles = self._named(self._fresh_words(plain["title"]))
        ids = _numbered("L", np.arange(first, first + len(plain)))
        return plain.set_column(0, "listing_id", ids).set_column(1, "title", titles)

    def _texts(self, languages: np.ndarray, words: int) -> pa.Array:
        """Texts of about `words` words, each in its row's language."""
        sizes = np.clip(self._rng.poisson(words, len(languages)), 3, None)
        of_words = np.repeat(languages, sizes)
        picked = np.empty(len(of_words), dtype=np.int64)
        begins = 0
        for number, (vocabulary, chances) in enumerate(self._languages):
            here = np.flatnonzero(of_words == number)
            drawn = np.searchsorted(chances, self._rng.random(len(here)))
            picked[here] = begins + np.minimum(drawn, len(vocabulary) - 1)
            begins += len(vocabulary)
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        return pc.binary_join(pa.ListArray.from_arrays(offsets, self._words.take(pa.array(picked))), " ")

    def _fresh_words(self, titles: pa.Array) -> pa.Array:
        rows = len(titles)
        out = titles.to_pylist()
        letters = "abcdefghijklmnopqrstuvwxyz"
        for row in np.flatnonzero(self._rng.random(rows) < FRESH_A_ROW).tolist():
            self._fresh += 1
            kind = self._fresh % 3
            # So many different numbers that hardly a word is made twice in ten million rows.
            number = int(self._rng.integers(1, 10**13))
            first, second = letters[number % 26], letters[number // 26 % 26]
            if kind == 0:
                made = f"{first}{second}{number // 1000 % 10**6:x}".upper()
            elif kind == 1:
                made = f"{first}{second}".upper() + f"-{number // 1000 % 10**6}"
            else:
                made = "".join(letters[number // 26**n % 26] for n in range(5 + number % 5))
            out[row] = f"{out[row]} {made}"
        return pa.array(out)

    def _named(self, titles: pa.Array) -> pa.Array:
        out = titles.to_pylist()
        chance = self._rng.random(len(out))
        for row in np.flatnonzero(chance < MARKED).tolist():
            mark = self._marks[int(self._rng.integers(len(self._marks)))]
            shown = disguised(mark, int(self._rng.integers(1 << 30))) if chance[row] < DISGUISED else mark
            head, _, tail = out[row].partition(" ")
            out[row] = f"{head} {shown} {tail}"
        return pa.array(out)


def _numbered(letter: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(letter, pc.cast(pa.array(numbers), pa.string()), "")


def disguised(mark: str, draw: int) -> str:
    """`mark` in one of six disguises."""
    place = 1 + draw % (len(mark) - 2)
    match draw % 6:
        case 0:
            return mark.translate(str.maketrans("aeiosAEIOS", "4310543105"))
        case 1:
            return mark.translate(str.maketrans("aeopcxAEOPCX", "аеорсхАЕОРСХ"))
        case 2:
            return mark[:place] + "\u200b" + mark[place:]
        case 3:
            return " ".join(mark.replace(" ", ""))
        case 4:
            return mark[:place] + mark[place + 1 :]
        case _:
            return mark[:place] + "*" + mark[place + 1 :]


def write(path: Path, rows: int, names: list[str], seed: int = 11) -> None:
    """Write a workload of `rows` listings as Parquet."""
    workload = Workload(names, seed)
    writer: pq.ParquetWriter | None = None
    for first in range(0, rows, ROWS):
        batch = workload.batch(first, min(ROWS, rows - first))
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def batches(rows: int, names: list[str], seed: int = 11) -> Iterator[pa.RecordBatch]:
    """The same listings in memory."""
    workload = Workload(names, seed)
    for first in range(0, rows, ROWS):
        yield workload.batch(first, min(ROWS, rows - first))
