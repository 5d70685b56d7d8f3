"""What is hashed, byte by byte: events, seals and heads as canonical JSON. Pure. For outsiders: docs/ledger.md.

The canonical form is that of RFC 8785 for all that seals and heads hold (text and whole numbers): keys sorted, no
spaces, UTF-8. Numbers with a fraction stand only in bodies of events: the shortest decimal that reads back the same.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from msgspec import Meta

from countermark_portal.ledger import merkle

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 in small hexadecimal digits; in one spelling only, so that a changed letter is a changed digest."""
Count = Annotated[int, Meta(ge=0)]
"""How many, or a number that counts up."""

BEGINNING: Final = "0" * 64
"""What the first seal and the first head name as the one before them."""

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


class EventContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of an event is sealed. `body` is a commitment: the facts themselves stay where they are."""

    seq: Count
    id: str
    at: str
    kind: str
    actor: str
    subject: str
    body: Digest


class SealStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a seal says: these events, in this order, behind that seal."""

    number: Count
    previous: Digest
    count: Count
    first: Count
    last: Count
    root: Digest
    horizon: Count
    floor: Count
    server: str
    at: str
    by: str


class HeadStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published once a day: the last seal, how many are sealed, a root over the seals since before."""

    day: date
    first: Count
    seal: Count
    last: Digest
    count: Count
    seals: Digest
    previous: Digest


def canonical(value: Any) -> bytes:
    """JSON in the one form that is hashed."""
    return _encode(value).encode()


def stamp(at: datetime) -> str:
    """A time in the one form that is hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def commitment(body: Any, salt: UUID) -> str:
    """What stands for an event's body: without its salt nobody can guess the body from it."""
    return sha256(b"countermark body 1\0" + salt.bytes + canonical(body)).hexdigest()


def event_leaf(content: EventContent) -> bytes:
    """An event as a leaf of its seal's tree."""
    return merkle.leaf(msgspec.json.encode(content, order="sorted"))


def seal_digest(statement: SealStatement) -> str:
    """The digest of a seal. It holds the digest of the seal before it, and so all that were ever made."""
    return _digest(b"countermark seal 1\0", statement)


def head_digest(statement: HeadStatement) -> str:
    """The digest of a day's head. It holds the digest of the head before it."""
    return _digest(b"countermark head 1\0", statement)


def seal_leaf(digest: str) -> bytes:
    """A seal as a leaf of its day's tree."""
    return merkle.leaf(bytes.fromhex(digest))


def _digest(domain: bytes, statement: msgspec.Struct) -> str:
    return sha256(domain + msgspec.json.encode(statement, order="sorted")).hexdigest()
