"""The door: a file's bytes, and what rights stand in it. The kind of file is told by its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from countermark_portal.connectors.ip_offices import bundle, pictures, rows, xml
from countermark_portal.connectors.ip_offices.found import Found
from countermark_portal.registry.records import OfficeRecord, RecordFault

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_RECORDS: Final = 5_000
"""In one file; a portfolio of more comes in several."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: all of its records, or every fault. `pictures` by SHA-256."""

    records: tuple[OfficeRecord, ...] = ()
    faults: tuple[RecordFault, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def read(name: str, content: bytes) -> Read:
    """The records of a file. A file with a fault gives none: nothing is taken in by halves."""
    if not content.strip():
        return _refused(name, "the file is empty", "send the record as the office gives it")
    if len(content) > MOST_BYTES:
        return _refused(name, f"larger than {MOST_BYTES // 2**20} MB", "send it in several files")
    if content.startswith(b"PK"):
        return _zip(name, content)
    if _looks_like_xml(content):
        return _whole(name, xml.records(name, content), {})
    return _whole(name, rows.records(name, content), {})


def _zip(name: str, content: bytes) -> Read:
    opened = bundle.opened(name, content)
    if isinstance(opened, RecordFault):
        return Read(faults=(opened,))
    documents = {path: inner for path, inner in opened.items() if path.lower().endswith(".xml")}
    if not documents:
        return _refused(name, "there is no XML in the zip", "send the zip as the office gives it")
    given = (one for path, inner in documents.items() for one in xml.records(f"{name}/{path}", inner))
    return _whole(name, given, opened)


def _whole(name: str, given: Iterator[Found | RecordFault], beside: Mapping[str, bytes]) -> Read:
    """All records, each once, with the picture that belongs to it."""
    records: dict[tuple[str, str, str], OfficeRecord] = {}
    faults: list[RecordFault] = []
    named: dict[tuple[str, str, str], str] = {}
    for one in given:
        if isinstance(one, RecordFault):
            faults.append(one)
            continue
        if one.record.key in records and records[one.record.key] != one.record:
            what = f"{one.record.name} stands here twice, and not the same"
            faults.append(RecordFault(one.place, what, "keep the newer one"))
        records[one.record.key] = one.record
        named[one.record.key] = one.picture
        if len(records) > MOST_RECORDS:
            return _refused(name, f"more than {MOST_RECORDS} rights", "send it in several files")
    if not records and not faults:
        faults.append(
            RecordFault(name, "there is no record of a right in it", "send WIPO ST.66, ST.96 or our CSV")
        )
    if faults:
        return Read(faults=tuple(faults))
    kept = _pictures(records, named, beside)
    own = [
        replace(one, picture=sha256(kept[key]).hexdigest()) if key in kept else one
        for key, one in records.items()
    ]
    return Read(
        records=tuple(own), pictures={sha256(picture).hexdigest(): picture for picture in kept.values()}
    )


def _pictures(
    records: Mapping[tuple[str, str, str], OfficeRecord],
    named: Mapping[tuple[str, str, str], str],
    beside: Mapping[str, bytes],
) -> dict[tuple[str, str, str], bytes]:
    """The picture of each mark: the file that its record names; of a lone record the one that is named for a mark."""
    by_name = {PurePosixPath(path).name.lower(): content for path, content in beside.items()}
    found = {key: by_name[file.lower()] for key, file in named.items() if file.lower() in by_name}
    if len(records) == 1 and not found:
        for_marks = [one for file, one in sorted(by_name.items()) if file.startswith("markimage")]
        found = dict(zip(records, for_marks, strict=False))
    return {key: one for key, one in found.items() if pictures.is_shown(one)}


def _looks_like_xml(content: bytes) -> bool:
    """Also in UTF-16 and behind a mark of byte order."""
    return content[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _refused(name: str, what: str, mend: str) -> Read:
    return Read(faults=(RecordFault(name, what, mend),))
