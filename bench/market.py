"""What the speed measurements share: listings, references and tables, made once in a scratch folder.

The listings are those of `workload` with two more columns, so that every signal has what it reads: `category` (seven
rows in ten) and `first_seen_at`. Every brand has a right, and two products with prices in one of three currencies.
"""

from __future__ import annotations

import datetime as dt
import subprocess
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import workload
from command import run
from countermark.references import References
from countermark.references.model import (
    AuthorisedSeller,
    Brand,
    Price,
    Product,
    ReferenceSet,
    Right,
    Word,
)
from countermark.tables import CATEGORIES, INSTANT, RATES
from figures import Skipped

PARTS: Final = 2
"""Files that the listings stand in: as many as are made at a time."""
DIFFERENT: Final = 16
"""Batches of a file that have texts of their own (a million listings); then the texts come again in new dress."""
SEED: Final = 11
NOW: Final = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
CATEGORY_CLASSES: Final = {
    "Apparel > Coats": 25, "Apparel > Shoes": 25, "Apparel > Shirts": 25, "Bags > Handbags": 18,
    "Bags > Wallets": 18, "Jewellery > Watches": 14, "Jewellery > Rings": 14, "Beauty > Perfume": 3,
    "Beauty > Skin": 3, "Phones > Cases": 9, "Phones > Chargers": 9, "Computers > Drives": 9,
    "Sound > Headphones": 9, "Toys > Figures": 28, "Sports > Balls": 28, "Kitchen > Knives": 8,
    "Kitchen > Machines": 7, "Home > Lamps": 11, "Home > Bedding": 24, "Home > Chairs": 20,
    "Car > Filters": 7, "Car > Tyres": 12, "Food > Coffee": 30, "Drinks > Wine": 33,
}  # fmt: skip
CURRENCIES: Final = {"EUR": 1.0, "USD": 1.16, "GBP": 0.88}
CATEGORISED: Final = 0.7
DAYS: Final = 700


class Market:
    """Makes what is asked for once and keeps it in `scratch`."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.command_out = scratch / "out"
        self.command_out.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """The real brand names; a machine without npm has none."""
        try:
            return workload.shop_names()
        except (OSError, subprocess.CalledProcessError) as error:
            raise Skipped(f"brand names come from npm ({workload.NAMES}), which failed: {error}") from error

    def terms(self, count: int) -> list[str]:
        """`count` terms, the names among them; 0: the names alone."""
        names = self.names()
        return workload.terms(count, names) if count else names

    def listings(self, rows: int) -> list[Path]:
        """`rows` listings as Parquet files."""
        folder = self.scratch / f"listings-{rows}"
        paths = [folder / f"part-{number}.parquet" for number in range(PARTS)]
        if all(path.exists() for path in paths):
            return paths
        names = self.names()
        folder.mkdir(exist_ok=True)
        each = -(-rows // PARTS)
        firsts = list(range(0, rows, each))
        counts = [min(each, rows - first) for first in firsts]
        with ProcessPoolExecutor(PARTS, mp_context=get_context("spawn")) as pool:
            list(pool.map(_write, paths, firsts, counts, repeat(names)))
        return paths

    def references(self, count: int = 0) -> Path:
        """Compiled references of so many terms, or of the names alone."""
        folder = self.scratch / f"references-{count}"
        if not (folder / "current").exists():
            names = self.names()
            References.of(reference_set(self.terms(count), len(names)), folder)
        return folder

    def tables(self, rows: int) -> Path:
        """Rates, categories, and what a first pass over the listings says of their sellers."""
        folder = self.scratch / f"tables-{rows}"
        if (folder / "sellers.parquet").exists():
            return folder
        folder.mkdir(exist_ok=True)
        rates = [list(CURRENCIES), list(CURRENCIES.values()), [NOW.date()] * len(CURRENCIES)]
        classes = [list(CATEGORY_CLASSES), list(CATEGORY_CLASSES.values())]
        for name, schema, columns in (("rates", RATES, rates), ("categories", CATEGORIES, classes)):
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            pq.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / f"{name}.parquet")
        given = ["--references", str(self.references()), "--tables", str(folder), "--out", str(folder)]
        run("sellers", "profile", *map(str, self.listings(rows)), *given).check()
        return folder


def reference_set(terms: list[str], brands: int) -> ReferenceSet:
    """`brands` brands that own `terms`; the first terms are the brands' names."""
    classes = sorted(set(CATEGORY_CLASSES.values()))
    return ReferenceSet(
        brands=tuple(
            _brand(number, terms[number::brands], classes[number % len(classes)]) for number in range(brands)
        )
    )


def _brand(number: int, terms: list[str], nice: int) -> Brand:
    low = Decimal(20 + 37 * number % 380)
    currency = list(CURRENCIES)[number % len(CURRENCIES)]
    price = Price(low=low, high=low * 2, currency=currency)
    products = [
        Product(id=f"p{place}", title=f"{terms[0]} {what}", price=price)
        for place, what in enumerate(("classic", "professional"))
    ]
    sellers = (
        (AuthorisedSeller(marketplace="bench", seller_id=f"S{number % 300}"),) if number % 20 == 0 else ()
    )
    return Brand(
        id=f"brand-{number:05d}",
        name=terms[0],
        words=tuple(Word(text=term) for term in terms),
        rights=(
            Right(id=f"em-{number}", office="EM", number=str(number), classes=(nice,), territories=("EU",)),
        ),
        products=tuple(products),
        authorised_sellers=sellers,
    )


def _write(path: Path, first: int, rows: int, names: list[str]) -> None:
    """A file of `rows` listings whose ids count from `first`."""
    made = workload.Workload(names, SEED + first)
    chance = np.random.default_rng(SEED + first + 1)
    unfinished = path.with_suffix(".unfinished")
    writer: pq.ParquetWriter | None = None
    plain: list[pa.RecordBatch] = []
    for number, start in enumerate(range(0, rows, workload.ROWS)):
        count = min(workload.ROWS, rows - start)
        if number < DIFFERENT:
            plain.append(made.plain(count))
        batch = _with_more(made.dressed(plain[number % DIFFERENT].slice(0, count), first + start), chance)
        writer = writer or pq.ParquetWriter(unfinished, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()
    unfinished.rename(path)


def _with_more(batch: pa.RecordBatch, chance: np.random.Generator) -> pa.RecordBatch:
    categories = pa.array(list(CATEGORY_CLASSES)).take(
        pa.array(
            chance.integers(0, len(CATEGORY_CLASSES), len(batch)),
            mask=chance.random(len(batch)) > CATEGORISED,
        )
    )
    # A seller's listings come over a few months, the sellers one after the other.
    sellers = np.array([int(seller[1:]) for seller in batch["seller_id"].to_pylist()])
    ages = (sellers * 7919 % DAYS) * chance.random(len(batch))
    microseconds = int(NOW.timestamp() * 1e6) - (ages * 86400e6).astype(np.int64)
    batch = batch.append_column(pa.field("category", pa.string()), categories)
    return batch.append_column(pa.field("first_seen_at", INSTANT), pa.array(microseconds).cast(INSTANT))
