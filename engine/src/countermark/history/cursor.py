"""What was hunted for in a history: the brands and phrases of the last hunt, by what was said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from countermark.errors import OutputFailed, UnusableInput
from countermark.history.folder import replace_file

_FORMAT: Final = "1"


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """The digest of each brand, and the phrases, that the whole history was hunted for."""

    format: str = _FORMAT
    references_version: str = ""
    brands: dict[str, str] = msgspec.field(default_factory=dict)
    phrases: tuple[str, ...] = ()


def read_cursor(history: Path) -> Cursor:
    """The cursor of a history; an empty one if nothing was hunted for yet."""
    path = history / "cursor.json"
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Cursor)
    except FileNotFoundError:
        return Cursor()
    except (OSError, msgspec.MsgspecError) as error:
        raise UnusableInput(
            f"{path}: cannot be read ({error})", mend="remove it, and the next hunt is for all brands"
        ) from error
    if found.format != _FORMAT:
        raise UnusableInput(
            f"{path}: written by another version of countermark", mend="use that version, or remove it"
        )
    return found


def write_cursor(history: Path, cursor: Cursor) -> None:
    """Put `cursor` in the place of the one before."""
    path = history / "cursor.json"
    try:
        replace_file(path, msgspec.json.format(msgspec.json.encode(cursor, order="sorted"), indent=1))
    except OSError as error:
        raise OutputFailed(f"{path}: could not be written ({error.strerror or error})") from error
