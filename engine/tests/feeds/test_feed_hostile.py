"""Files that were made to hurt, or are broken beyond what anyone expects."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.errors import CountermarkError
from countermark.feeds import open_feed
from countermark.feeds.markup import text_of

LINE = b'{"listing_id": "1", "title": "Norrvik Parka"}\n'
TABLE = b"listing_id,title\n1,Norrvik Parka\n"
PEAK = """
import resource, sys
from countermark.feeds import open_feed
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
chunks = list(open_feed(sys.argv[1]).chunks())
rejected = [(found.line, found.code) for chunk in chunks for found in chunk.rejected]
print(sum(chunk.table.num_rows for chunk in chunks), rejected)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def peak(path: Path) -> tuple[str, int]:
    """What reading the feed in a process of its own gives, and how many MiB that took."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    read, size = done.stdout.splitlines()
    return read, int(size)


def endless_line(path: Path, head: bytes, size: int) -> Path:
    """A file with a hole of that size in its second row, which takes no place on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.seek(len(head) + size)
        file.write(b"\n" + head.splitlines(keepends=True)[-1])
    return path


@pytest.mark.parametrize("head", [LINE, TABLE], ids=["JSON Lines", "CSV"])
def test_a_line_of_256_megabytes_is_rejected_in_little_memory(tmp_path: Path, head: bytes) -> None:
    read, size = peak(endless_line(tmp_path / "feed", head, 256 << 20))
    line = head.count(b"\n") + 1
    assert read == f"2 [({line}, 'line-too-long')]"
    assert size < 150


@pytest.mark.real
@pytest.mark.parametrize("head", [LINE, TABLE], ids=["JSON Lines", "CSV"])
def test_a_line_of_two_gigabytes_is_rejected_in_little_memory(tmp_path: Path, head: bytes) -> None:
    read, size = peak(endless_line(tmp_path / "feed", head, 2 << 30))
    assert "line-too-long" in read
    assert size < 150


def test_a_gzip_bomb_is_one_more_line_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(gzip.compress(LINE) + gzip.compress(bytes(128 << 20), 9) + gzip.compress(b"\n" + LINE))
    assert path.stat().st_size < 1 << 20
    read, size = peak(path)
    assert read == "2 [(2, 'line-too-long')]"
    assert size < 150


def test_a_feed_of_many_rows_takes_no_more_memory_than_one_of_few(tmp_path: Path) -> None:
    sizes = []
    for rows in (40_000, 400_000):
        path = tmp_path / f"{rows}.jsonl"
        path.write_bytes(LINE * rows)
        sizes.append(_streamed(path))
    assert sizes[1] < sizes[0] + 40


def _streamed(path: Path) -> int:
    script = PEAK.replace(
        "list(open_feed(sys.argv[1]).chunks())", "[]\nfor chunk in open_feed(sys.argv[1]).chunks(): pass"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    return int(done.stdout.splitlines()[1])


starts = st.sampled_from(
    [
        b"",
        LINE,
        TABLE,
        b"[",
        b"{",
        b'{"@graph": [',
        b"<rss><channel><item>",
        b"id\ttitle\n",
        b"Handle,Title\n",
        b"PAR1",
        b"\x1f\x8b",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<?xml version='1.0' encoding='",
    ]
)


@given(starts, st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_no_bytes_end_in_anything_but_rows_rejections_or_an_error_that_says_what_to_do(
    start: bytes, noise: bytes
) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(start + noise)
        file.flush()
        try:
            rows = [
                (chunk.rows_read, chunk.table.num_rows, chunk.rejected)
                for chunk in open_feed(file.name).chunks(3)
            ]
        except CountermarkError as error:
            said = (file.name in str(error), bool(error.mend))
        else:
            said = (all(read == good + len(rejected) for read, good, rejected in rows), True)
    assert said == (True, True)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain & simple, 5 < 6 > 4", "plain & simple, 5 < 6 > 4"),
        ("<p>Nor<b>rvik</b></p><p>Parka</p>", "Norrvik\nParka"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<script>var a='<p>';</script>x<style>p{}</style>", "x"),
        ("x<script>never closed", "x"),
        ("caf&eacute; &lt;b&gt; &#x2744;", "café <b> ❄"),
        ("a<!-- hidden <b> -->b", "ab"),
        ("<img src='a.jpg' alt=\"5 > 3\">x", '3">x'),
        ("<P class=x>  many   spaces\n and lines </P>", "many spaces and lines"),
        ("I <3 you", "I <3 you"),
    ],
)
def test_markup_is_read_as_a_buyer_sees_it(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_markup_that_was_made_to_hurt_is_read_in_no_time() -> None:
    for hurt in (
        "<script>" * 50_000,
        "<!--" * 50_000,
        "<a " * 50_000,
        "<" * 200_000,
        "&" * 200_000,
        "<p>" * 50_000,
    ):
        text_of(f"<b>{hurt}")
