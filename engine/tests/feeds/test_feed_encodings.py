"""Encodings: stated by a mark or a declaration, or told by the text."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from countermark.errors import UnusableInput
from countermark.feeds import open_feed
from countermark.feeds.encodings import encoding_of

if TYPE_CHECKING:
    from .conftest import Read, ReadToTheBreak, Write

GERMAN = "Norrvik Mütze für Männer, wärmend und größer als üblich; gefüttert, Größe wählbar"
TEXTS = {
    "cp1252": [
        GERMAN,
        "Veste d'été pour homme, très légère, idéale à la plage – neuve, étiquetée",
        "Abrigo de niño, tamaño pequeño, señor",
    ],
    "cp1251": ["Тёплая зимняя куртка для мужчин, новая, с этикеткой, очень лёгкая и удобная"],
    "cp932": ["ノルヴィックの冬用ジャケット、新品、とても暖かくて軽いです。送料無料"],
    "gb18030": ["诺维克冬季羽绒服，全新带标签，非常温暖轻便，包邮到家"],
    "cp949": ["노르빅 겨울 재킷, 새 제품, 매우 따뜻하고 가볍습니다. 무료 배송"],
}


def table(*titles: str) -> str:
    return "listing_id,title\n" + "".join(f'{number},"{title}"\n' for number, title in enumerate(titles))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("packed", [False, True])
def test_unicode_is_known_in_every_form_with_and_without_a_mark(
    read: Read, encoding: str, *, packed: bool
) -> None:
    rows, rejected = read(table(GERMAN, "帽子 🧢"), encoding=encoding, packed=packed)
    assert rejected == []
    assert [row["title"] for row in rows] == [GERMAN, "帽子 🧢"]


@pytest.mark.parametrize(
    ("encoding", "title"), [(name, title) for name, titles in TEXTS.items() for title in titles]
)
def test_what_is_not_unicode_is_told_by_its_letters(read: Read, encoding: str, title: str) -> None:
    rows, rejected = read(table(title, "plain"), encoding=encoding)
    assert rejected == []
    assert [row["title"] for row in rows] == [title, "plain"]


def test_letters_far_behind_the_beginning_are_judged_where_they_stand(read: Read) -> None:
    rows, rejected = read(table(*["Parka"] * 100_000).encode() + b"x,Caf\xe9\n")
    assert len(rows) == 100_000
    assert [(found.line, found.code) for found in rejected] == [(100_002, "bad-encoding")]


def test_a_mark_counts_before_what_the_text_says(write: Write) -> None:
    text = "\ufefflisting_id,title\n1,a\n"
    assert open_feed(write(text, encoding="utf-16-le")).encoding == "utf-16-le"
    assert open_feed(write(text)).encoding == "utf-8"


def test_utf16_that_breaks_off_in_the_middle_of_a_letter_is_an_error(
    write: Write, read_to_the_break: ReadToTheBreak
) -> None:
    data = table("Parka").encode("utf-16") + b"a"
    names, broken = read_to_the_break(open_feed(write(data)))
    assert names in ([], ["0"])
    assert "is no utf-16-le near its byte" in str(broken)
    assert "UTF-8" in broken.mend


def test_a_letter_cut_in_two_where_the_sample_ends_is_no_fault() -> None:
    for size in range(1, 12):
        assert encoding_of("feed", "aüüüüü".encode()[:size], whole=False).codec == "utf-8"
    declared = b"<?xml version='1.0' encoding='gbk'?>" + "帽".encode("gbk")[:1]
    assert encoding_of("feed", declared, whole=False).codec == "gbk"


def test_bytes_that_are_in_no_encoding_are_an_error(write: Write) -> None:
    noise = bytes(range(128, 256)) * 3
    with suppress(UnusableInput):
        assert open_feed(write(b"listing_id,title\n1," + noise + b"\n")).encoding
