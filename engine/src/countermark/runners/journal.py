"""What a run has finished, kept on disk as it goes, so that a run that was stopped can go on.

Beside the output stands `OUT.partial/`: parts of findings, of rejected rows and of the ids seen, and
`state.json`, which is replaced in one step after each part. What stands in no state never happened. While a
run writes there, it holds `.OUT.lock`: two runs would spoil each other's parts.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from countermark.errors import OutputFailed, Rejection, UnusableInput
from countermark.feeds.ids import SeenIds
from countermark.history.lock import held
from countermark.tables import FINDING

_SHOWN: Final = 500
"""Characters of a rejected row that are kept."""
_GROUP: Final = 4096
"""Findings of a row group of the output."""


class State(msgspec.Struct):
    """What is done: the feed under way and its chunks, and the counts so far.

    `began` is the time of the run when it was first begun; `added` are listings added to the history,
    `added_before` those that it had of that day already.
    """

    job: str
    began: dt.datetime | None = None
    feed: int = 0
    chunks: int = 0
    parts: int = 0
    read: int = 0
    findings: int = 0
    added: int = 0
    added_before: int = 0
    seconds: float = 0.0
    rejected: Counter[str] = msgspec.field(default_factory=Counter)
    notes: Counter[str] = msgspec.field(default_factory=Counter)
    brands: Counter[str] = msgspec.field(default_factory=Counter)
    bands: Counter[str] = msgspec.field(default_factory=Counter)


@contextmanager
def claimed(out: Path) -> Iterator[None]:
    """Keep every other run from writing to `out`, until this one ends, however it ends."""
    if not out.parent.is_dir():
        raise UnusableInput(f"{out.parent}: no such folder", mend="make it, or give another --out")
    path = out.with_name(f".{out.name}.lock")
    with ExitStack() as locks:
        try:
            mine = locks.enter_context(held(path))
        except OSError as error:
            raise OutputFailed(
                f"{path}: cannot be written ({error.strerror or error})",
                mend="give --out in a folder that you may write to",
            ) from error
        if not mine:
            raise UnusableInput(
                f"{out}: another run{_owner(path)} is writing to it",
                mend="wait until it has ended, or give another --out",
            )
        with suppress(OSError):  # the lock holds without; only the error of others says less
            path.write_text(f"{os.getpid()}\n", encoding="ascii")
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _owner(path: Path) -> str:
    with suppress(OSError, ValueError):
        return f" (process {int(path.read_text(encoding='ascii'))})"
    return ""


class Journal:
    """The parts of one run. `add` keeps results in memory until `checkpoint` writes them."""

    def __init__(self, out: Path, job: str, *, resume: bool) -> None:
        self.out = out
        self.folder = out.with_name(out.name + ".partial")
        self.seen = SeenIds()
        self._findings: list[pa.Table] = []
        self._rejected: list[Rejection] = []
        self._ids: list[NDArray[np.uint64]] = []
        self.state = self._resumed(job) if resume else self._begun(job)

    def _begun(self, job: str) -> State:
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
        except OSError as error:
            raise OutputFailed(f"{self.folder}: cannot be written ({error.strerror})") from error
        return State(job=job)

    def _resumed(self, job: str) -> State:
        path = self.folder / "state.json"
        if not path.exists():
            if self.out.exists():
                raise UnusableInput(
                    f"{self.out}: this run is finished", mend="leave out --resume to run it again"
                )
            return self._begun(job)
        try:
            state = msgspec.json.decode(
                path.read_bytes(), type=State, dec_hook=lambda kind, value: kind(value)
            )
            ids = [np.load(self._part(part, "ids.npy"), allow_pickle=False) for part in range(state.parts)]
        except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
            raise UnusableInput(
                f"{self.folder}: what is finished cannot be read ({error})",
                mend="run without --resume to begin anew",
            ) from error
        if state.job != job:
            raise UnusableInput(
                f"{self.folder}: was begun with other feeds, references, tables or scoring",
                mend="run with the same ones, or without --resume to begin anew",
            )
        for seen in ids:
            self.seen.add(seen)
        return state

    def _part(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06d}.{kind}"

    def add(self, findings: pa.Table, rejected: list[Rejection], ids: NDArray[np.uint64]) -> None:
        """Take the results of the next chunk."""
        if findings.num_rows:
            self._findings.append(findings)
            self.state.findings += findings.num_rows
            self.state.brands.update(map(str, findings["brand_id"].to_pylist()))
            self.state.bands.update(map(str, findings["band"].to_pylist()))
        self._rejected.extend(rejected)
        self.state.rejected.update(rejection.code for rejection in rejected)
        self._ids.append(ids)

    def checkpoint(self) -> None:
        """Write what was added since the last one."""
        number = self.state.parts
        state = msgspec.structs.replace(self.state, parts=number + 1)
        try:
            table = pa.concat_tables(self._findings) if self._findings else FINDING.empty_table()
            pq.write_table(table, self._part(number, "parquet"), compression="zstd")
            with self._part(number, "jsonl").open("w", encoding="utf-8") as file:
                file.writelines(_line(rejection) for rejection in self._rejected)
            np.save(self._part(number, "ids.npy"), np.concatenate([np.empty(0, dtype=np.uint64), *self._ids]))
            path = self.folder / "state.json"
            unfinished = path.with_suffix(".tmp")
            unfinished.write_bytes(msgspec.json.encode(state))
            unfinished.replace(path)
        except OSError as error:
            raise _failed(self.folder, error) from error
        self.state.parts = state.parts
        self._findings, self._rejected, self._ids = [], [], []

    def finish(self) -> None:
        """Put the parts together as the output and the rejected rows beside it."""
        self.checkpoint()
        parts = range(self.state.parts)
        unfinished = self.out.with_name(f".{self.out.name}.tmp")
        try:
            if self.out.suffix == ".jsonl":
                _write_lines(unfinished, (self._part(part, "parquet") for part in parts))
            else:
                _write_parquet(unfinished, (self._part(part, "parquet") for part in parts))
            unfinished.replace(self.out)
            rejected = rejected_path(self.out)
            if sum(self.state.rejected.values()):
                with rejected.open("wb") as file:
                    for part in parts:
                        file.write(self._part(part, "jsonl").read_bytes())
            else:
                rejected.unlink(missing_ok=True)
            shutil.rmtree(self.folder)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise _failed(self.out, error) from error


def rejected_path(out: Path) -> Path:
    """Where the rejected rows of a run with this output stand."""
    return out.with_name(f"{out.name.removesuffix(out.suffix)}.rejected.jsonl")


def _failed(path: Path, error: OSError) -> OutputFailed:
    return OutputFailed(
        f"{path}: could not be written ({error.strerror or error})",
        mend="make room or choose another --out; then run again with --resume, what is finished is kept",
    )


def _line(rejection: Rejection) -> str:
    row = (
        rejection.row
        if rejection.row is None or len(rejection.row) <= _SHOWN
        else rejection.row[:_SHOWN] + "…"
    )
    told = {
        "file": rejection.file, "line": rejection.line, "code": rejection.code, "reason": rejection.reason,
        "listing_id": rejection.listing_id, "row": row,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False) + "\n"


def _write_parquet(path: Path, parts: Iterator[Path]) -> None:
    """Row groups of one size, wherever the parts end: stopped or not, a run gives the same bytes."""
    held = FINDING.empty_table()
    with pq.ParquetWriter(path, FINDING, compression="zstd") as writer:
        for part in parts:
            for batch in pq.ParquetFile(part).iter_batches(_GROUP):
                held = pa.concat_tables([held, pa.Table.from_batches([batch], FINDING)])
                if held.num_rows >= _GROUP:
                    writer.write_table(held.slice(0, _GROUP).combine_chunks())
                    held = held.slice(_GROUP)
        if held.num_rows:
            writer.write_table(held.combine_chunks())


def _write_lines(path: Path, parts: Iterator[Path]) -> None:
    encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
    with path.open("wb") as file:
        for part in parts:
            for batch in pq.ParquetFile(part).iter_batches(1024):
                for row in batch.to_pylist():
                    file.write(encoder.encode(_plain(row)) + b"\n")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A finding as JSON has it: maps as objects, money without the zeros that Arrow pads it with."""
    listing = dict(row["listing"])
    if listing["attributes"] is not None:
        listing["attributes"] = dict(listing["attributes"])
    if isinstance(listing["price"], Decimal):
        listing["price"] = listing["price"].normalize()
        if listing["price"].as_tuple().exponent > 0:  # type: ignore[operator]  # a finite number
            listing["price"] = listing["price"].quantize(Decimal(1))
    return {**row, "listing": listing}
