"""Zips as offices give them: XML and the mark's picture. Never unpacked to disk, read no further than the limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from countermark_portal.registry.records import RecordFault

MOST_FILES: Final = 500
MOST_BYTES: Final = 60 * 1024 * 1024
"""Of all files together, as unpacked: counted as they are read, for what a zip says of itself may be wrong."""
_WANTED: Final = (".xml", ".jpg", ".jpeg", ".png", ".gif", ".webp")
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
"""How zipfile tells of damage, encryption and methods that it does not know."""


def opened(name: str, content: bytes) -> dict[str, bytes] | RecordFault:
    """The files of a zip that can matter, by their path in it."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(_WANTED)]
            if len(members) > MOST_FILES:
                return RecordFault(name, f"more than {MOST_FILES} files", "send it in several zips")
            for member in members:
                with archive.open(member) as stream:
                    inner = stream.read(left + 1)
                left -= len(inner)
                if left < 0:
                    return RecordFault(
                        name, f"more than {MOST_BYTES // 2**20} MB when unpacked", "send it in several zips"
                    )
                found[member.filename] = inner
    except _BROKEN as error:
        return RecordFault(name, f"a zip that cannot be read: {error}", "send it as the office gave it")
    return found
