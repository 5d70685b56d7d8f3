"""A CSV of many rights, of any kind and office. The header is told in docs/rights.md; every bad row is answered."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from countermark_portal.connectors.ip_offices.found import Found
from countermark_portal.policies.terms import RightKind, word
from countermark_portal.registry.records import (
    Address,
    OfficeRecord,
    RecordFault,
    Standing,
    Whose,
    is_address,
    standing_of,
    territories_of,
)

NEEDED: Final = ("office", "kind", "number")
COLUMNS: Final = (
    *NEEDED,
    "text",
    "classes",
    "goods",
    "territories",
    "status",
    "filed",
    "registered",
    "expires",
    "owner",
    "owner_email",
    "representative",
    "representative_email",
)
_LONGEST: Final = {
    "number": 60,
    "text": 400,
    "goods": 60_000,
    "owner": 300,
    "representative": 300,
    "status": 400,
}


def records(name: str, content: bytes) -> Iterator[Found | RecordFault]:
    """The rights of a CSV and every fault, with its line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield RecordFault(
            f"{name}:{line}", "not UTF-8", "save it as CSV UTF-8, or send the office's XML or zip"
        )
        return
    first = text.split("\n", 1)[0]
    table = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=";" if first.count(";") > first.count(",") else ",",
        strict=True,
    )
    try:
        header = [cell.strip().casefold() for cell in next(table, [])]
        faults = list(_of_header(name, header))
        yield from faults
        for row in () if faults else table:
            if any(cell.strip() for cell in row):
                yield from _of_row(f"{name}:{table.line_num}", header, row)
    except csv.Error as error:
        yield RecordFault(
            f"{name}:{table.line_num}", f"no CSV that can be read: {error}", "check the quotes in this line"
        )


def _of_header(name: str, header: list[str]) -> Iterator[RecordFault]:
    mend = f"the first line names the columns: {', '.join(COLUMNS)}"
    for column in NEEDED:
        if column not in header:
            yield RecordFault(f"{name}:1", f"there is no column {column}", mend)
    for column in sorted({one for one in header if one not in COLUMNS or header.count(one) > 1}):
        yield RecordFault(f"{name}:1", f"the column “{column[:40]}” is not known, or stands here twice", mend)


def _of_row(place: str, header: list[str], row: list[str]) -> Iterator[Found | RecordFault]:
    if len(row) != len(header):
        what = f"{len(row)} cells where the first line has {len(header)}"
        yield RecordFault(place, what, "put quotes around cells that hold the separator")
        return
    cells = {column: " ".join(cell.split()) for column, cell in zip(header, row, strict=True)}
    faults = [RecordFault(f"{place} {column}", what, mend) for column, what, mend in _faults(cells)]
    yield from faults
    if not faults:
        yield Found(_record(cells), place)


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Every fault of a row: the column, what is wrong, how to mend it."""
    for column in NEEDED:
        if not cells[column]:
            yield column, "is empty", f"every right has its {column}"
    for column, (well_formed, what, mend) in _FORMS.items():
        for one in _list(cells.get(column, "")) if column in _LISTS else filter(None, [cells.get(column)]):
            if not well_formed(one):
                yield column, f"“{one[:20]}” {what}", mend
    for column, most in _LONGEST.items():
        if len(cells.get(column, "")) > most:
            yield column, f"longer than {most} characters", "shorten it"
    if any(re.search(r"[\x00-\x08\x0e-\x1f\x7f]", cell) for cell in cells.values()):
        yield "", "holds control characters", "type the row anew"


def _record(cells: dict[str, str]) -> OfficeRecord:
    office, status = cells["office"].upper(), cells.get("status", "")
    standing = standing_of(office, status) if status else Standing.UNKNOWN
    territories = tuple(sorted({one.upper() for one in _list(cells.get("territories", ""))}))
    given = (
        (Whose.OWNER, cells.get("owner", ""), cells.get("owner_email", "")),
        (Whose.REPRESENTATIVE, cells.get("representative", ""), cells.get("representative_email", "")),
    )
    return OfficeRecord(
        office=office,
        kind=RightKind(cells["kind"].casefold()),
        number="".join(cells["number"].split()),
        text=cells.get("text", ""),
        classes=tuple(sorted({int(one) for one in _list(cells.get("classes", ""))})),
        goods=cells.get("goods", ""),
        status=status,
        standing=standing,
        filed=_day(cells.get("filed", "")),
        registered=_day(cells.get("registered", "")),
        expires=_day(cells.get("expires", "")),
        owner=cells.get("owner", ""),
        addresses=tuple(Address(whose, name, email) for whose, name, email in given if email),
        territories=territories or territories_of(office),
    )


def _is_office(cell: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2}", cell) is not None


def _is_kind(cell: str) -> bool:
    return word(RightKind, cell.casefold()) is not None


def _is_class(cell: str) -> bool:
    return re.fullmatch(r"0?0?[1-9]|0?[1-3][0-9]|0?4[0-5]", cell) is not None


def _is_territory(cell: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2}|EEA|WORLD", cell) is not None


def _is_day(cell: str) -> bool:
    return _day(cell) is not None


_DAY: Final = (_is_day, "is no day", "write it as 2026-11-25")
_ADDRESS: Final = (is_address, "is no e-mail address", "copy it from the office's record, or leave it empty")
_FORMS: Final = {
    "office": (_is_office, "is no office", "two letters as WIPO ST.3 has them: US, EM, DE, CN"),
    "kind": (_is_kind, "is no kind of right", "one of: " + ", ".join(RightKind)),
    "classes": (_is_class, "is no Nice class", "numbers from 1 to 45, with blanks between"),
    "territories": (_is_territory, "is no territory", "ISO 3166-1 codes with blanks between; EU, EEA, WORLD"),
    "filed": _DAY,
    "registered": _DAY,
    "expires": _DAY,
    "owner_email": _ADDRESS,
    "representative_email": _ADDRESS,
}
"""Of each column that has a form: what it is, what is said where a cell has not got it, how to mend it."""
_LISTS: Final = frozenset({"classes", "territories"})


def _list(cell: str) -> list[str]:
    return re.split(r"[\s,;|]+", cell) if cell else []


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None
