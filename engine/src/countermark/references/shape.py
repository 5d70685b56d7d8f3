"""The shape of the model's structs, read off their field types: what readers, writers and schemas go by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_origin

import msgspec

from countermark.references.model import Phrase, Word


class Kind(Enum):
    """What a field holds."""

    TEXT = "text"
    FLAG = "true or false"
    INTEGER = "a whole number"
    AMOUNT = "an amount"
    DAY = "a date"
    CHOICE = "one of a few words"
    STRUCT = "a mapping"


_KINDS: Final = {str: Kind.TEXT, bool: Kind.FLAG, int: Kind.INTEGER, Decimal: Kind.AMOUNT, dt.date: Kind.DAY}

PLAIN_FORM: Final[Mapping[type, str]] = {Word: "text", Phrase: "text"}
"""Structs that may be written as a plain text, and the field which that text is."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `many` of `kind` or one, `of` a struct or an enum where the kind needs to say which."""

    name: str
    kind: Kind
    of: Any
    many: bool
    required: bool
    default: Any


@cache
def shape_of(struct: type[msgspec.Struct]) -> Mapping[str, Field]:
    """The fields of `struct` by name, in their order."""
    return {info.name: _field(info) for info in msgspec.structs.fields(struct)}


def _field(info: msgspec.structs.FieldInfo) -> Field:
    hint = info.type
    many = get_origin(hint) is tuple
    hint = next(part for part in (get_args(hint) or (hint,)) if part not in {NoneType, ...})
    if issubclass(hint, msgspec.Struct):
        kind = Kind.STRUCT
    elif issubclass(hint, StrEnum):
        kind = Kind.CHOICE
    else:
        kind = _KINDS[hint]
    required = info.default is msgspec.NODEFAULT
    return Field(info.name, kind, hint, many, required, None if required else info.default)
