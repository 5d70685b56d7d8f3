"""Records of rights are read as offices publish them; whatever else comes is answered, and never harms."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermark_portal.connectors.ip_offices.reading import MOST_BYTES, Read, read
from countermark_portal.policies.terms import RightKind
from countermark_portal.registry.records import OfficeRecord, Standing, Whose, standing_of
from registry import records_by_hand as by_hand

REAL: Final = Path(__file__).parents[3] / ".." / "shared" / "data" / "trademarks"
real = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real records lie beside the repository, in ../shared"
)


def one(read_: Read) -> OfficeRecord:
    assert read_.faults == ()
    [record] = read_.records
    return record


@real
def test_a_real_record_in_st96_is_read() -> None:
    record = one(read("record.xml", (REAL / "rn2178784-ST-961_D3.xml").read_bytes()))
    assert (record.office, record.number, record.text) == ("US", "2178784", "JAVA")
    assert record.classes == (9,)
    assert record.goods.startswith("computer programs for use in developing")
    assert record.standing is Standing.REGISTERED
    assert (record.filed, record.registered) == (date(1995, 2, 7), date(1998, 8, 4))
    assert record.owner == "Oracle America, Inc.", "the latest of four owners"
    [address] = record.addresses
    assert (address.whose, address.email) == (Whose.REPRESENTATIVE, "docket@hollandhart.com")
    assert record.territories == ("US",)


@real
def test_a_real_record_in_st66_is_read_with_the_owner_that_stands_behind_it() -> None:
    record = one(read("record.xml", (REAL / "sn76044902.xml").read_bytes()))
    assert (record.number, record.text, record.classes) == ("2824281", "PYTHON", (9, 42))
    assert record.owner == "PYTHON SOFTWARE FOUNDATION"
    assert record.standing is Standing.REGISTERED
    assert [address.email for address in record.addresses] == ["ipdocketing@haynesboone.com"]


@real
def test_a_real_zip_gives_the_same_record_and_the_marks_picture() -> None:
    found = read("record.zip", (REAL / "sn76044902.zip").read_bytes())
    record = one(found)
    assert record.number == "2824281"
    assert len(found.pictures[record.picture]) == 682


def test_records_in_both_standards_are_read_alike() -> None:
    newer = one(read("mark.xml", by_hand.st96()))
    assert newer == OfficeRecord(
        office="EM",
        kind=RightKind.TRADEMARK,
        number="018400777",
        text="NORRVIK SKUA",
        classes=(18, 25),
        goods="backpacks; outerwear",
        status="Registered",
        standing=Standing.REGISTERED,
        filed=date(2018, 11, 2),
        registered=date(2019, 5, 14),
        expires=date(2029, 5, 14),
        owner="Norrvik AB",
        addresses=newer.addresses,
        territories=("EU",),
    )
    assert [(a.whose, a.name, a.email) for a in newer.addresses] == [
        ("owner", "Norrvik AB", "legal@norrvik.example"),
        ("representative", "Edda Lund", "docket@lund.example"),
    ]
    older = one(read("mark.xml", by_hand.ST66.encode()))
    assert (older.office, older.owner, older.classes) == ("US", "Norrvik AB", (25,))
    assert (older.filed, older.registered) == (date(2015, 5, 9), date(2016, 3, 22))
    assert older.addresses[0].name == "Edda Lund, Lund and Partners"
    assert older.standing is Standing.REGISTERED, "the code says what no words say"


def test_a_file_of_many_marks_is_read_whole_and_other_encodings_are_read_too() -> None:
    many = by_hand.st96(*(by_hand.mark(number=f"0184{n:05}") for n in range(200)))
    assert len(read("many.xml", many).records) == 200
    text = by_hand.st96().decode().replace("UTF-8", "UTF-16")
    assert one(read("mark.xml", text.encode("utf-16"))).text == "NORRVIK SKUA"


def test_a_zip_with_the_picture_is_read_and_a_broken_picture_is_left_out() -> None:
    found = read("mark.zip", by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()))
    assert found.pictures[one(found).picture] == by_hand.picture()
    broken = read(
        "mark.zip", by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()[:60])
    )
    assert one(broken).picture == ""


@pytest.mark.parametrize(
    ("office", "words", "code", "standing"),
    [
        ("EM", "Registration expired", "", Standing.ENDED),
        ("EM", "Registration surrendered", "", Standing.ENDED),
        ("EM", "Registration cancelled in part", "", Standing.REGISTERED),
        ("EM", "Registered; cancellation pending", "", Standing.REGISTERED),
        ("EM", "Application published for opposition", "", Standing.PENDING),
        ("US", "", "710", Standing.ENDED),
        ("US", "The registration has been renewed.", "800", Standing.REGISTERED),
        ("US", "Abandoned: no statement of use", "606", Standing.ENDED),
        ("CN", "有效", "", Standing.UNKNOWN),
    ],
)
def test_what_offices_say_of_a_right_comes_down_to_whether_it_stands(
    office: str, words: str, code: str, standing: Standing
) -> None:
    assert standing_of(office, words, code) is standing


BOMB: Final = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><Trademark><RegistrationNumber>&j;</RegistrationNumber></Trademark>"
)
FILE: Final = (
    b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><Trademark>'
    b"<RegistrationOfficeCode>US</RegistrationOfficeCode><RegistrationNumber>&a;</RegistrationNumber></Trademark>"
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "declares a document type"),
        (FILE, "declares a document type"),
        (b"", "empty"),
        (b"<html><body>Not found</body></html>", "no record of a right"),
        (by_hand.st96()[:900], "no XML that can be read"),
        (b'<?xml version="1.0" encoding="no-such"?><Trademark/>', "no XML that can be read"),
        (by_hand.st96().replace(b"outerwear", b"\xff\xfe"), "no XML that can be read"),
        (b"<Trademark>" * 3000, "no XML that can be read"),
        (by_hand.st96(by_hand.mark(goods="x" * 10_500_000)), "no XML that can be read"),
        (b"x" * (MOST_BYTES + 1), "larger than 20 MB"),
        (b"PK\x03\x04 and nothing more", "a zip that cannot be read"),
        (by_hand.zipped(readme__txt=b"hello"), "no XML in the zip"),
        (by_hand.st96(by_hand.mark(office="Europe")), "which office"),
        (by_hand.st96(by_hand.mark(), by_hand.mark(text="OTHER")), "stands here twice"),
        (b"office,kind,number\nUS,trademark,1\xff", "not UTF-8"),
    ],
)
def test_what_is_no_record_is_answered_and_gives_nothing(content: bytes, said: str) -> None:
    found = read("given", content)
    assert found.records == ()
    assert said in str(found.faults[0])
    assert found.faults[0].mend


def test_a_zip_that_unpacks_to_far_more_than_it_is_stops_at_the_limit() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<a>" + b" " * 70_000_000)
    assert "when unpacked" in str(read("bomb.zip", out.getvalue()).faults[0])


CSV: Final = """\
office;kind;number;text;classes;territories;status;registered;expires;owner;owner_email
EM;trademark;018400888;"NORRVIK; FJELL";18 25;;Registered;2020-01-02;2030-01-02;Norrvik AB;legal@norrvik.example
de;design;40 2020 1;;;DE;;2021-01-02;;Norrvik AB;
"""


def test_a_csv_of_rights_is_read_by_its_header() -> None:
    found = read("rights.csv", CSV.encode("utf-8-sig"))
    first, second = found.records
    assert (first.text, first.classes, first.territories) == ("NORRVIK; FJELL", (18, 25), ("EU",))
    assert first.addresses[0].email == "legal@norrvik.example"
    assert (second.office, second.kind, second.number) == ("DE", RightKind.DESIGN, "4020201")


def test_every_bad_row_of_a_csv_is_answered_with_line_fault_and_mend_and_nothing_is_taken() -> None:
    bad = CSV + "EM;brand;1;;46;XX1;;2020-02-30;;;nobody\nUSA;trademark;;;;;;;;;\nshort;row\n"
    found = read("rights.csv", bad.encode())
    assert found.records == ()
    assert [fault.place for fault in found.faults] == [
        "rights.csv:4 kind",
        "rights.csv:4 classes",
        "rights.csv:4 territories",
        "rights.csv:4 registered",
        "rights.csv:4 owner_email",
        "rights.csv:5 number",
        "rights.csv:5 office",
        "rights.csv:6",
    ]
    assert all(fault.mend for fault in found.faults)
    assert "no column number" in str(read("rights.csv", b"office,kind\nUS,trademark\n").faults[0])


WILD = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@WILD
@given(st.binary(max_size=2000))
def test_no_bytes_at_all_break_the_reader(content: bytes) -> None:
    found = read("wild", content)
    assert bool(found.records) != bool(found.faults)


@WILD
@given(st.data())
def test_no_damage_to_a_record_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([by_hand.st96(), by_hand.ST66.encode(), CSV.encode()])))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
        if not content:
            break
    found = read("damaged", bytes(content))
    for record in found.records:
        assert record.number
        assert len(record.office) == 2


@WILD
@given(st.data())
def test_no_damage_to_a_zip_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(by_hand.zipped(status__xml=by_hand.st96(), markImage__png=by_hand.picture()))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(2, len(content) - 1))
        content[start : start + 4] = data.draw(st.binary(min_size=4, max_size=4))
    found = read("damaged.zip", bytes(content))
    assert bool(found.records) != bool(found.faults)
