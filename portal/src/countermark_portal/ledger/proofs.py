"""Receipts and heads as files: their shape, how they are written, how they are read. Pure.

Each is written in one way only; a file that reads the same but is spaced or spelt otherwise is not what was handed out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from countermark_portal.ledger.digests import Count, Digest, EventContent, HeadStatement, SealStatement

RECEIPT: Final = "countermark receipt 1"
HEAD: Final = "countermark head 1"
_AGAIN: Final = "fetch the file again where it was handed out, and do not open and save it in an editor"
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read at all."""


class Opened(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event's facts, and the salt with which they are what was sealed."""

    body: Any
    salt: UUID


class EventProof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event, and the path that leads to its seal."""

    event: EventContent
    opened: Opened | None
    seal: Count
    index: Count
    path: list[Digest]


class SealProof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seal, and the path that leads to the head of its day; none while that head is not published."""

    statement: SealStatement
    digest: Digest
    path: list[Digest] | None


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a day."""

    format: Literal["countermark head 1"]
    statement: HeadStatement
    digest: Digest


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events and all that is needed to check them: their seals and, day by day, the heads up to the last one needed."""

    format: Literal["countermark receipt 1"]
    events: Annotated[list[EventProof], Meta(min_length=1)]
    seals: list[SealProof]
    heads: list[Head]


Shape = TypeVar("Shape", Receipt, Head)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, by a stable code; where; in words; and what to do."""

    code: str
    place: str
    what: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}"
        return f"{text}\n  Mend: {self.mend}" if self.mend else text


def written(document: Receipt | Head) -> bytes:
    """The file: JSON that a person can read."""
    return (json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=2) + "\n").encode()


def read_receipt(file: bytes) -> Receipt | Fault:
    """A receipt from its file."""
    return _read(file, Receipt, RECEIPT, "receipt")


def read_head(file: bytes) -> Head | Fault:
    """A day's head from its file."""
    return _read(file, Head, HEAD, "published head")


def _read(file: bytes, shape: type[Shape], name: str, word: str) -> Shape | Fault:
    strange = _strange(file, name, word)
    if strange is not None:
        return strange
    try:
        document = msgspec.convert(json.loads(file.decode()), shape)
        whole = written(document) == file
    except msgspec.ValidationError as error:
        return Fault("altered", word, f"does not have the shape of one: {error}", _AGAIN)
    except (ValueError, RecursionError) as error:
        return Fault("altered", word, f"cannot be read: {error}", _AGAIN)
    if not whole:
        return Fault("altered", word, "spaces, line ends or spelling differ from how it is written", _AGAIN)
    return document


def _strange(file: bytes, name: str, word: str) -> Fault | None:
    """What can be told of a file before it is read: none of ours, another of ours, or not all of one."""
    beginning = f'{{\n  "format": "{name}",\n'.encode()
    if len(file) > LARGEST:
        return Fault("foreign", word, f"the file is larger than {LARGEST} bytes; no {word} is", _AGAIN)
    if not file:
        return Fault("truncated", word, "the file is empty", _AGAIN)
    if beginning.startswith(file) or (file.startswith(beginning) and not file.endswith(b"\n}\n")):
        return Fault("truncated", word, f"the file ends in the middle, at byte {len(file)}", _AGAIN)
    if not file.startswith(beginning):
        other = next((each for each in (RECEIPT, HEAD) if f'"{each}"'.encode() in file[:64]), None)
        said = f"this is a file of another kind: {other}" if other else f"this is no {word} of Countermark"
        return Fault("foreign", word, said, f'a {word} begins with {{ and "format": "{name}"')
    return None
