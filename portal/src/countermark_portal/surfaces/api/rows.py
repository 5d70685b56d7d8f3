"""Notices as CSV: one listing a row, an answer for each row. Rows that say the same otherwise are one notice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import ValidationError

from countermark_portal.errors import Refused
from countermark_portal.parties.rules import Scope
from countermark_portal.surfaces import csv_files
from countermark_portal.surfaces.api.keys import BULK, KeyAuth, caller_of, spend_items
from countermark_portal.surfaces.api.shapes import FAULTS, IdempotencyKey, told
from countermark_portal.surfaces.api.taking import MOST_ITEMS, NoticeAnswer, NoticeGiven, once, take_in

router = Router(tags=["notices"])
NEEDED: Final = ("marketplace", "listing_id", "reason", "notifier_kind", "explanation", "declarations")
OPTIONAL: Final = (
    "element",
    "right_office",
    "right_number",
    "right_as_stated",
    "evidence_kind",
    "evidence_says",
    "first_sold_in",
    "notifier_name",
    "notifier_email",
    "language",
)
ANSWER: Final = ("row", "accepted", "notice", "marketplace", "listing_id", "code", "what", "mend")
_CSV: Final = {"schema": {"type": "string"}}


@dataclass(slots=True)
class Row:
    """A row as it was read: its number in the file, and the notice it makes by itself, or what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    notice: NoticeGiven | None = None
    fault: tuple[str, str, str] | None = None


@router.post(
    "/notices.csv",
    response={**FAULTS},
    auth=KeyAuth(Scope.NOTICES_WRITE, most=BULK),
    openapi_extra={
        "requestBody": {"required": True, "content": {"text/csv": _CSV}},
        "responses": {200: {"description": "An answer for each row", "content": {"text/csv": _CSV}}},
    },
)
def send_rows(request: HttpRequest, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """Send notices as CSV in UTF-8, with a header; the answer is CSV as well, a row for each row."""
    rows = read(request.body)
    caller = caller_of(request)
    spend_items(caller, len(rows))

    def do(now: datetime) -> dict[str, Any]:
        groups = _groups(rows)
        answers = take_in(caller, now, [_joined(group) for group in groups], channel="csv")
        by_row = {row.number: answer for group, answer in zip(groups, answers, strict=True) for row in group}
        return {"csv": csv_files.written(ANSWER, (_told(row, by_row.get(row.number)) for row in rows))}

    text = once(request, idempotency_key, do)["csv"]
    return HttpResponse(text, content_type="text/csv; charset=utf-8")


def read(content: bytes) -> list[Row]:
    """The rows of a file, each with its notice or its fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"the file is not UTF-8 at byte {error.start}", mend="save it as UTF-8") from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(header)
        return [_row(number, header, cells) for number, cells in _limited(lines)]
    except csv.Error as error:
        raise Refused(f"line {lines.line_num} is no CSV: {error}", mend="see RFC 4180") from None


def _check_header(header: Sequence[str]) -> None:
    known = ", ".join((*NEEDED, *OPTIONAL))
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise Refused(f"the header lacks: {', '.join(missing)}", mend=f"columns are: {known}")
    unknown = [name[:40] for name in header if name not in (*NEEDED, *OPTIONAL)]
    if unknown:
        raise Refused(f"the header names unknown columns: {', '.join(unknown)}", mend=f"columns are: {known}")
    if len(set(header)) < len(header):
        raise Refused("the header names a column twice", mend="name each column once")


def _limited(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    filled = (cells for cells in lines if any(cell.strip() for cell in cells))
    for number, cells in enumerate(filled, 1):
        if number > MOST_ITEMS:
            raise Refused(f"the file has more than {MOST_ITEMS} rows", mend="send several files")
        yield number, cells


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        known = dict(zip(header, cells, strict=False))
        what = f"the row has {len(cells)} cells, the header {len(header)}"
        return Row(number, known, fault=("cells", what, "quote cells that contain a comma"))
    row = Row(number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
    try:
        row.notice = NoticeGiven.model_validate(_given(row.cells))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        row.fault = (
            "invalid",
            f"{told(first['loc'])}: {first['msg']}",
            "mend the cell and send the row again",
        )
    return row


def _given(cells: Mapping[str, str]) -> dict[str, Any]:
    """What the cells say, as it would stand in JSON. Several words in a cell are separated by spaces."""
    evidence = [
        {"kind": kind, "says": cells.get("evidence_says", "")} for kind in _words(cells, "evidence_kind")
    ]
    right = {"office": cells.get("right_office") or None, "number": cells.get("right_number", "")}
    return {
        "listings": [{"marketplace": cells["marketplace"], "listing_id": cells["listing_id"]}],
        "notifier_kind": cells["notifier_kind"],
        "reason": cells["reason"],
        "explanation": cells["explanation"],
        "element": cells.get("element") or None,
        "right": right if right["number"] else None,
        "right_as_stated": cells.get("right_as_stated", ""),
        "declarations": _words(cells, "declarations"),
        "evidence": evidence,
        "first_sold_in": _words(cells, "first_sold_in"),
        "notifier": {"name": cells.get("notifier_name", ""), "email": cells.get("notifier_email") or None},
        "language": cells.get("language") or "en",
    }


def _words(cells: Mapping[str, str], name: str) -> list[str]:
    return cells.get(name, "").split()


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Good rows, those together that say the same but for the listing."""
    groups: dict[tuple[tuple[str, str], ...], list[Row]] = {}
    for row in rows:
        if row.notice is not None:
            said = tuple(
                (name, cell) for name, cell in row.cells.items() if name not in {"marketplace", "listing_id"}
            )
            groups.setdefault(said, []).append(row)
    return list(groups.values())


def _joined(group: Sequence[Row]) -> NoticeGiven:
    notices = [row.notice for row in group if row.notice is not None]
    return notices[0].model_copy(update={"listings": [one.listings[0] for one in notices]})


def _told(row: Row, answer: NoticeAnswer | None) -> list[str]:
    marketplace, listing = row.cells.get("marketplace", ""), row.cells.get("listing_id", "")
    if answer is None:
        return [str(row.number), "no", "", marketplace, listing, *(row.fault or ("", "", ""))]
    named = (marketplace, listing)
    out = next((one for one in answer.left_out if (one.marketplace, one.listing_id) == named), None)
    if answer.accepted and out is None:
        return [str(row.number), "yes", answer.reference or "", marketplace, listing, "", "", ""]
    why = out or answer
    return [str(row.number), "no", "", marketplace, listing, why.code or "", why.what or "", why.mend or ""]
