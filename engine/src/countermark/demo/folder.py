"""Writes a simulated market as a folder: references, tables, listings and the truth. All of it, or none."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from countermark.demo.market import BATCH_ROWS, market_with_truth
from countermark.demo.plan import DEFAULT_INFRINGING, DEFAULT_SEED
from countermark.demo.registry import market_tables, reference_data
from countermark.demo.truth import TRUTH
from countermark.errors import Interrupted, OutputFailed, UnusableInput
from countermark.tables import LISTING

MARKER: Final = ".countermark-demo.json"
"""Tells that a folder was made here and may be made anew."""

_UNFINISHED: Final = ".unfinished"

_FEW_VALUES: Final = [
    "marketplace", "seller_id", "seller_name", "seller_kind", "brand", "category", "condition", "currency",
    "ships_from", "language", "brand_id", "kind", "disguise", "ring",
]  # fmt: skip
"""Columns worth a dictionary in the file."""

_NUMERIC: Final = frozenset("0123456789+-.")

_HEAD: Final = (
    "# Simulated: the brands, their rights and their GTINs are made up. Written by `countermark demo`.\n"
    "# The format is told in docs/references.md; `countermark references check` reads it line by line.\n"
)


@dataclass(frozen=True, slots=True)
class MadeMarket:
    """A simulated market that was written: where, and what of."""

    folder: Path
    listings: int
    infringing: int
    brands: int
    seed: int


def write_market(
    folder: Path,
    *,
    listings: int,
    seed: int = DEFAULT_SEED,
    brands: int | None = None,
    infringing: float = DEFAULT_INFRINGING,
    tell: Callable[[int], None] = lambda _rows: None,
) -> MadeMarket:
    """Write the market into `folder`, telling the rows of each batch; a folder with other content is refused.

    Everything is made in a folder of its own inside and moved when it is complete, so that a run that is
    stopped or fails leaves an older market as it was.
    """
    _refuse_other_content(folder)
    batches = market_with_truth(listings=listings, seed=seed, brands=brands, infringing=infringing)
    existed = folder.exists()
    unfinished = folder / _UNFINISHED
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        owned = _write_references(unfinished, seed, brands)
        fakes = _write_listings(unfinished, batches, tell)
        made = MadeMarket(folder, listings, fakes, owned, seed)
        _write_marker(unfinished, made)
        _move(unfinished, folder)
    except KeyboardInterrupt:
        raise Interrupted(f"{folder}: stopped, nothing of the new market was kept") from None
    except OSError as error:
        reason = error.strerror or error
        raise OutputFailed(
            f"{error.filename or folder}: {reason}", mend="choose a folder that you may write to, with room"
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if not existed and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return made


def _refuse_other_content(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UnusableInput(
            f"{folder}: is a file", mend="give a folder that is new, empty or an older demo market"
        )
    if not folder.is_dir() or (folder / MARKER).is_file():
        return
    other = sorted(path.name for path in folder.iterdir() if path.name != _UNFINISHED)
    if other:
        raise UnusableInput(
            f"{folder}: holds other things ({', '.join(other[:3])}{' …' if len(other) > 3 else ''})",
            mend="give a folder that is new, empty or an older demo market",
        )


def _write_references(folder: Path, seed: int, brands: int | None) -> int:
    data = reference_data(seed=seed, brands=brands)
    (folder / "references").mkdir()
    (folder / "tables").mkdir()
    text = yaml.dump(
        _readable(data),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
    (folder / "references" / "references.yaml").write_text(_HEAD + text, encoding="utf-8")
    for name, table in market_tables(brands=brands).items():
        pq.write_table(table, folder / "tables" / f"{name}.parquet")
    return len(data["brands"])


class _Dumper(yaml.SafeDumper):
    """Quotes every text that begins as a number does: the library leaves 4e93333314 bare, others read a number."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if text[:1] in _NUMERIC else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        if list(value) == ["text"]:  # a word of which nothing else is to be said
            return value["text"]
        return {key: _readable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_readable(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _write_listings(folder: Path, batches: Any, tell: Callable[[int], None]) -> int:
    fakes = 0
    with (
        _writer(folder / "listings.parquet", LISTING) as listings,
        _writer(folder / "truth.parquet", TRUTH) as truth,
    ):
        for batch, known in batches:
            listings.write_batch(batch, row_group_size=BATCH_ROWS)
            truth.write_batch(known, row_group_size=BATCH_ROWS)
            fakes += known.column("infringing").true_count
            tell(batch.num_rows)
    return fakes


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    few = [name for name in _FEW_VALUES if name in schema.names]
    writer: Any = pq.ParquetWriter
    opened: pq.ParquetWriter = writer(
        path, schema, compression="zstd", compression_level=1, use_dictionary=few
    )
    return opened


def _write_marker(folder: Path, made: MadeMarket) -> None:
    facts = {
        "what": "a simulated market: fictional brands, made-up listings",
        "listings": made.listings,
        "infringing": made.infringing,
        "brands": made.brands,
        "seed": made.seed,
    }
    (folder / MARKER).write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _move(unfinished: Path, folder: Path) -> None:
    for path in sorted(unfinished.rglob("*")):
        if path.is_file():
            goal = folder / path.relative_to(unfinished)
            goal.parent.mkdir(exist_ok=True)
            path.replace(goal)


def read_truth(folder: Path) -> pa.Table:
    """The truth of the market in this folder."""
    return _read(folder / "truth.parquet", TRUTH.names, "make one with `countermark demo DIR`")


def read_findings(folder: Path) -> pa.Table:
    """What the score needs of the findings in this folder; findings older than the market are refused."""
    path, mend = (
        folder / "findings.parquet",
        f"screen the market first, with --out {folder / 'findings.parquet'}",
    )
    findings = _read(path, ["marketplace", "listing_id", "brand_id", "band"], mend)
    made, screened = (
        dt.datetime.fromtimestamp(p.stat().st_mtime, dt.UTC) for p in (folder / "truth.parquet", path)
    )
    if screened < made:
        raise UnusableInput(
            f"{path}: is older than the market beside it", mend="screen this market, then score"
        )
    return findings


def _read(path: Path, columns: list[str], mend: str) -> pa.Table:
    if not path.is_file():
        raise UnusableInput(f"{path}: no such file", mend=mend)
    try:
        return pq.read_table(path, columns=columns, partitioning=None)
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as error:
        raise UnusableInput(f"{path}: cannot be read: {error}", mend=mend) from error
