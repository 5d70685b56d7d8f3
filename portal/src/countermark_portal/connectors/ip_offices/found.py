"""What readers of one kind of file hand to the door."""

from __future__ import annotations

from dataclasses import dataclass

from countermark_portal.registry.records import OfficeRecord


@dataclass(frozen=True, slots=True)
class Found:
    """A record, where it stands in its file, and the file that it names as the mark's picture."""

    record: OfficeRecord
    place: str
    picture: str = ""
