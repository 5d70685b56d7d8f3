"""A history that is damaged, foreign or of another version says where, and what to do, and hangs nobody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from countermark.errors import UnusableInput
from countermark.history import History, HistoryWriter, mapped
from countermark.history.cursor import read_cursor
from history.kept import NOW, found, keep, kept, listings, row


def marker(folder: Path) -> Path:
    return folder / "history.json"


def part(folder: Path) -> Path:
    return next(folder.glob("segments/*/*"))


def of_another_version(folder: Path) -> None:
    index = part(folder) / "index"
    arrays = mapped.Mapped(index)
    told = arrays.facts.replace(b'"format":"1"', b'"format":"0"')
    mapped.write(index, {"listing.keys": arrays["listing.keys"].copy()}, told)


def cut_off(folder: Path) -> None:
    index = part(folder) / "index"
    index.write_bytes(index.read_bytes()[:-30])


def without_an_array(folder: Path) -> None:
    index = part(folder) / "index"
    end = index.read_bytes()[-16:]
    directory = index.read_bytes()[-16 - int.from_bytes(end[:8], "little") : -16]
    index.write_bytes(b"CMHIST01" + directory + end)


def other_columns(folder: Path) -> None:
    pq.write_table(pa.table({"id": [1]}), part(folder) / "rows.parquet")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (shutil.rmtree, "no such folder"),
    "another folder": (lambda folder: marker(folder).unlink(), "holds no history"),
    "a marker that is none": (lambda folder: marker(folder).write_text("hello"), r"history\.json: cannot"),
    "another format": (lambda folder: marker(folder).write_text('{"format":"9"}'), "of format 9"),
    "no segments": (lambda folder: shutil.rmtree(folder / "segments"), "segments: this part"),
    "a day that is none": (lambda folder: (folder / "segments/photos").mkdir(), "photos: is no day"),
    "a file among the parts": (lambda folder: (part(folder).parent / "note.txt").touch(), r"note\.txt: this"),
    "a part without index": (lambda folder: (part(folder) / "index").unlink(), "index is missing"),
    "a part without listings": (lambda folder: (part(folder) / "rows.parquet").unlink(), "this part of"),
    "an index cut off": (cut_off, "does not end as it should"),
    "an index of nothing": (lambda folder: (part(folder) / "index").write_bytes(b""), "does not end"),
    "an index that lost its middle": (without_an_array, "does not lie within it"),
    "an index of another version": (of_another_version, "another version of countermark"),
    "listings that are no Parquet": (
        lambda folder: (part(folder) / "rows.parquet").write_text("x"),
        "this part",
    ),
    "listings of other columns": (other_columns, "this part of the history"),
    "a cursor that is none": (
        lambda folder: (folder / "cursor.json").write_text("[]"),
        r"cursor\.json: cannot",
    ),
    "a cursor of another version": (
        lambda folder: (folder / "cursor.json").write_text('{"format":"9"}'),
        r"cursor\.json: written by another",
    ),
}


def read_all(folder: Path) -> None:
    history = History.open(folder)
    found(history, "socks")
    kept(history)
    read_cursor(folder)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_with_its_place_and_what_to_do(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "h"
    keep(folder, row(1), row(2))
    do, message = DAMAGES[damage]
    do(folder)
    with pytest.raises(UnusableInput, match=message) as told:
        read_all(folder)
    assert str(folder) in str(told.value)
    assert told.value.mend


def test_what_other_programs_hide_in_a_folder_is_not_minded(tmp_path: Path) -> None:
    history = keep(tmp_path, row(1))
    for folder in (tmp_path, tmp_path / "segments", part(tmp_path).parent):
        (folder / ".DS_Store").touch()
    assert kept(history, "listing_id") == ["L1"]
    assert kept(keep(tmp_path, row(2)), "listing_id") == ["L1", "L2"]


def test_damage_is_told_to_who_adds_too(tmp_path: Path) -> None:
    keep(tmp_path, row(1))
    cut_off(tmp_path)
    with pytest.raises(UnusableInput, match="this part of the history"):
        HistoryWriter(tmp_path).add(listings(row(2)), now=NOW)
