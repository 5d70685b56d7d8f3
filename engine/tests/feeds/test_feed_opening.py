"""Opening: what a file is, whatever it is called; which files a folder stands for."""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import feather

from countermark.errors import CountermarkError, UnreadableFeed, UnusableInput
from countermark.feeds import Format, expand, open_feed

if TYPE_CHECKING:
    from .conftest import ReadToTheBreak, Write

LINE = '{"listing_id": "1", "title": "Norrvik Parka"}\n'


@pytest.mark.parametrize("name", ["feed.csv", "feed.xml", "feed.parquet", "feed", "feed.jsonl.gz"])
@pytest.mark.parametrize("packed", [False, True])
def test_the_content_tells_the_format_not_the_name(write: Write, name: str, *, packed: bool) -> None:
    assert open_feed(write(LINE, name, packed=packed)).format is Format.JSON_LINES


def test_a_feed_says_what_it_is(write: Write) -> None:
    feed = open_feed(write(LINE))
    assert (feed.format, feed.encoding, feed.size) == (Format.JSON_LINES, "utf-8", len(LINE))
    assert Path(feed.path).name == "feed"


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("feed.jsonl", LINE)
    return out.getvalue()


def arrow_file() -> bytes:
    out = io.BytesIO()
    feather.write_feather(pa.table({"listing_id": ["1"]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n\n\t ", "is empty"),
        (gzip.compress(b""), "is empty"),
        (zipped(), "is a ZIP archive"),
        (gzip.compress(gzip.compress(LINE.encode())), "is compressed twice"),
        (b"BZh91AY&SY" + bytes(50), "is compressed with bzip2"),
        (b"\xfd7zXZ\x00" + bytes(50), "is compressed with xz"),
        (b"\x28\xb5\x2f\xfd" + bytes(50), "is compressed with Zstandard"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"SQLite format 3\x00" + bytes(100), "is an SQLite database"),
        (arrow_file(), "is an Arrow IPC file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "is a picture"),
        (random.Random(1).randbytes(5000), "is binary data of an unknown kind"),
        (bytes(range(256)) * 50, "is binary data of an unknown kind"),
        (b"\x7fELF\x02\x01\x01" + bytes(300), "is binary data|in no known format"),
        (b"hello world\n", "in no known format; it begins with: hello world"),
        (b"name,price\nParka,5\n", "in no known format"),
        (b"x" * 100_000, "in no known format"),
        (b"42", "in no known format"),
    ],
    ids=range(20),
)
def test_what_is_no_feed_is_refused_by_name_and_with_a_mend(write: Write, content: bytes, what: str) -> None:
    with pytest.raises(UnusableInput, match=what) as caught:
        open_feed(write(content))
    assert "feed" in str(caught.value)
    assert caught.value.mend
    assert caught.value.exit_status == 2


def test_missing_files_folders_and_sockets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"nowhere\.csv does not exist"):
        open_feed(tmp_path / "nowhere.csv")
    with pytest.raises(UnusableInput, match="is a folder"):
        open_feed(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        with pytest.raises(UnusableInput, match="is no regular file"):
            open_feed(tmp_path / "s")
    with pytest.raises(UnusableInput):
        open_feed(tmp_path / "nul\0byte")
    with pytest.raises(UnusableInput):
        open_feed(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(write: Write) -> None:
    path = write(LINE)
    path.chmod(0)
    with pytest.raises(UnusableInput, match="cannot be opened"):
        open_feed(path)


@pytest.mark.parametrize("size", [5, 15, 40, -1, -8])
def test_a_gzip_file_that_is_cut_off_is_told_at_the_latest_when_it_is_read(write: Write, size: int) -> None:
    with pytest.raises(UnreadableFeed, match=r"breaks off near byte \d+ of the compressed file"):
        list(open_feed(write(gzip.compress((LINE * 5).encode())[:size])).chunks())


def test_a_large_gzip_file_that_is_damaged_gives_what_stands_before(
    write: Write, read_to_the_break: ReadToTheBreak
) -> None:
    chance = random.Random(2)
    rows = [
        f'{{"listing_id": "{number}", "title": "{chance.randbytes(60).hex()}"}}\n' for number in range(20_000)
    ]
    packed = gzip.compress("".join(rows).encode())
    for damaged, least in ((packed[: len(packed) // 2], 9900), (packed[:-8] + bytes(8), 19_900)):
        names, broken = read_to_the_break(open_feed(write(damaged)), rows=1000)
        assert len(names) >= least
        assert names == [str(number) for number in range(len(names))]
        assert "of the compressed file" in str(broken)


def test_a_folder_stands_for_its_feeds_in_the_order_of_their_names(write: Write, tmp_path: Path) -> None:
    for name in (
        "b.csv",
        "a.jsonl",
        "sub/c.xml.gz",
        "sub/a.PARQUET",
        "notes.md",
        ".hidden.csv",
        "_log/x.json",
        "b.csv.bak",
    ):
        write(LINE, f"feeds/{name}")
    found = expand([tmp_path / "feeds", tmp_path / "feeds" / "notes.md"])
    assert [path.relative_to(tmp_path / "feeds").as_posix() for path in found] == [
        "a.jsonl", "b.csv", "sub/a.PARQUET", "sub/c.xml.gz", "notes.md",
    ]  # fmt: skip


def test_a_folder_without_feeds_is_an_error(write: Write, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    write(LINE, "notes/notes.md")
    for folder in ("none", "notes"):
        with pytest.raises(UnusableInput, match="there is no feed in the folder") as caught:
            expand([tmp_path / folder])
        assert ".parquet" in caught.value.mend
    with pytest.raises(CountermarkError, match="does not exist"):
        expand([tmp_path / "nowhere"])
