"""The tables of a profile on disk: all of them whole, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from countermark.errors import Interrupted, OutputFailed, UnusableInput
from countermark.sellers.profile import Profile
from countermark.tables import KNOWN_WORDS
from countermark.text.fold import fold

_OTHERS: Final = (".csv", ".jsonl")


@contextmanager
def output_folder(out: Path, *, words: bool) -> Iterator[Path]:
    """A folder within `out` to work in, gone afterwards; what keeps `out` from being used is said before.

    If the work is stopped or fails, `out` is left as it was.
    """
    if out.exists() and not out.is_dir():
        raise UnusableInput(f"{out}: is a file", mend="give a folder for the tables")
    for name in ("sellers", "known_words") if words else ("sellers",):
        for path in (out / f"{name}{suffix}" for suffix in _OTHERS):
            if path.exists():
                what = (
                    f"{path}: would stand beside the {name}.parquet that is written, and only one can count"
                )
                raise UnusableInput(what, mend="move it elsewhere, or give another --out")
    existed = out.exists()
    work: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".profile-", dir=out))
        yield work
    except KeyboardInterrupt:
        raise Interrupted(f"{out}: stopped; the tables are as they were") from None
    except OSError as error:
        raise OutputFailed(
            f"{error.filename or out}: {error.strerror or error}",
            mend="choose a folder that you may write to, with room for about 100 bytes a listing",
        ) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
        if not existed and out.is_dir() and not any(out.iterdir()):
            out.rmdir()


def write_tables(profile: Profile, work: Path, out: Path) -> list[Path]:
    """Write the tables of `profile` in `work` and move them to `out`; known words join those there."""
    tables = {"sellers": profile.sellers}
    if profile.words is not None:
        tables["known_words"] = _joined(out / "known_words.parquet", profile.words)
    for name, table in tables.items():
        pq.write_table(table, work / f"{name}.parquet", compression="zstd")
    return [(work / f"{name}.parquet").replace(out / f"{name}.parquet") for name in tables]


def _joined(path: Path, words: pa.Table) -> pa.Table:
    """The words in `path`, if there are any, and `words` that are not among them."""
    if not path.exists():
        return words
    try:
        before: Any = pq.read_table(path, partitioning=None).select(KNOWN_WORDS.names).cast(KNOWN_WORDS)
    except (pa.ArrowException, KeyError, ValueError) as error:
        raise UnusableInput(f"{path}: no table of known words ({error})", mend="move it elsewhere") from error
    known = set(map(fold, before["word"].to_pylist()))
    new = [word not in known for word in words["word"].to_pylist()]
    return pa.concat_tables([before, words.filter(pa.array(new, pa.bool_()))])
