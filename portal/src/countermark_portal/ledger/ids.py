"""Ids: UUIDv7 inside, a short reference with a prefix for people.

A reference is read over the telephone and typed from a letter, so it has ten characters of Crockford's alphabet (no I,
L, O, U) made of the random end of the id. It is no secret: nothing is opened by knowing it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

import uuid_utils.compat

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS: Final = 10


def new() -> UUID:
    """A new id; later ones sort behind earlier ones."""
    return uuid_utils.compat.uuid7()


def reference(prefix: str, of: UUID) -> str:
    """The reference of an id for people: `CASE-7QK2M-4XWB9`."""
    rest = of.int
    letters = []
    for _ in range(_CHARACTERS):
        rest, digit = divmod(rest, 32)
        letters.append(_ALPHABET[digit])
    half = _CHARACTERS // 2
    return f"{prefix}-{''.join(letters[:half])}-{''.join(letters[half:])}"
