"""Notices as CSV: an answer for each row, wild files, and no formula in what we write."""

from __future__ import annotations

import contextlib
import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.programs import SAYS, Program, fake, listing, of_holder, work
from countermark_portal.casework.notices.models import Notice, NoticeItem
from countermark_portal.errors import Refused
from countermark_portal.surfaces.api import rows
from countermark_portal.surfaces.csv_files import neutral, written

HEADER = [
    "marketplace",
    "listing_id",
    "reason",
    "notifier_kind",
    "explanation",
    "declarations",
    "element",
    "right_office",
    "right_number",
    "evidence_kind",
    "evidence_says",
    "notifier_name",
    "notifier_email",
]


def row(listing_id: str, **more: str) -> list[str]:
    said = {
        "marketplace": "bazaar",
        "listing_id": listing_id,
        "reason": "TM-CF",
        "notifier_kind": "rights_holder",
        "explanation": SAYS,
        "declarations": "good_faith accurate authority signature guarantee",
        "element": "product",
        "right_office": "EM",
        "right_number": "018400101",
        "evidence_kind": "indicators",
        "evidence_says": "the hood, and the label",
        "notifier_name": "Signe Dahl",
        "notifier_email": "norrvik@brands.example",
    }
    return list({**said, **more}.values())


def file(*lines: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *lines])
    return out.getvalue().encode()


def send(program: Program, content: bytes, **headers: str) -> Any:
    return program.post_bytes("/notices.csv", content, "text/csv", **headers)


def told(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.usefixtures("market")
def test_every_row_is_answered_and_rows_that_say_the_same_are_one_notice() -> None:
    content = file(
        row(fake()),
        row(listing(number=1)),
        row(listing(number=2), reason="nonsense"),
        row(listing(number=3), marketplace="elsewhere"),
        row(listing(number=4), explanation="Another text: this one copies the whole of our parka."),
        ["bazaar", "too", "short"],
    )
    answer = send(of_holder(), content)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = told(answer)
    assert [one["row"] for one in lines] == list("123456")
    assert [one["accepted"] for one in lines] == ["yes", "yes", "no", "no", "yes", "no"]
    assert [one["code"] for one in lines] == ["", "", "invalid", "no-marketplace", "", "cells"]
    assert lines[0]["notice"] == lines[1]["notice"] != lines[4]["notice"]
    assert all(one["mend"] for one in lines if one["accepted"] == "no")
    work()
    first = Notice.objects.get(reference=lines[0]["notice"])
    assert first.channel == "csv"
    assert NoticeItem.objects.get(named=fake()).verdict == "act"


@pytest.mark.usefixtures("market")
def test_a_file_sent_twice_under_one_key_is_taken_in_once() -> None:
    program = of_holder()
    first = send(program, file(row(fake())), Idempotency_Key="file-1")
    again = send(program, file(row(fake())), Idempotency_Key="file-1")
    assert first.content == again.content
    assert Notice.objects.count() == 1
    assert send(program, file(row(listing(number=1))), Idempotency_Key="file-1").status_code == 409


@pytest.mark.usefixtures("market")
def test_an_answer_calculates_nothing_in_a_spreadsheet() -> None:
    answer = send(of_holder(), file(row('=HYPERLINK("http://evil.example")', marketplace="elsewhere")))
    [line] = told(answer)
    assert line["listing_id"] == '\'=HYPERLINK("http://evil.example")'


@pytest.mark.usefixtures("market")
def test_a_sign_that_the_database_does_not_keep_is_answered_like_any_other_fault() -> None:
    answer = send(of_holder(), file(row("a\x00b"), row(fake())), Idempotency_Key="nul")
    assert [one["accepted"] for one in told(answer)] == ["no", "yes"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "lacks"),
        (b"marketplace,listing_id\r\n", "lacks"),
        (file().replace(b"element", b"colour"), "unknown columns: colour"),
        (file().replace(b"evidence_says", b"element"), "twice"),
        (file(row("7")).replace(b"Dahl", b"D\xe4hl"), "not UTF-8 at byte"),
        (file() + b'"unclosed', "is no CSV"),
        (file(*[row("7")] * 10_001), "more than 10000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        rows.read(content)


def test_a_file_with_the_mark_that_spreadsheets_write_is_read() -> None:
    [only] = rows.read(b"\xef\xbb\xbf" + file(row("7")))
    assert only.notice is not None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=len(HEADER)), max_size=5))
def test_whatever_stands_in_the_cells_each_row_is_read_or_has_a_fault(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *cells])
    try:
        found = rows.read(out.getvalue().encode("utf-8", "replace"))
    except Refused:
        return
    assert all((one.notice is None) != (one.fault is None) for one in found)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_whatever_bytes_come_the_reader_answers(content: bytes) -> None:
    with contextlib.suppress(Refused):
        assert all(one.notice or one.fault for one in rows.read(file() + content))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_no_cell_that_we_write_begins_a_formula_and_nothing_is_lost(cells: list[str]) -> None:
    text = written(["a"] * len(cells), [cells])
    [_, back] = list(csv.reader(io.StringIO(text, newline="")))
    for given_cell, cell in zip(cells, back, strict=True):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in {given_cell.replace("\x00", "\ufffd"), "'" + given_cell.replace("\x00", "\ufffd")}
    assert neutral("plain") == "plain"
