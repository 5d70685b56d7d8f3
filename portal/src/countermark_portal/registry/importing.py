"""Taking in records of rights: new ones, changed ones, ended ones; the same file twice is the same as once.

What a rights holder sends can have been written by anybody, so it may narrow a right at once, but not widen one that
is trusted: such a record waits until the desk has compared it with the office's register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction

from countermark_portal.blobs import store
from countermark_portal.errors import Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties import contacts
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.policies.terms import RightKind
from countermark_portal.registry.control_models import RecordAddress, RecordCopy
from countermark_portal.registry.control_rules import CopyState, Origin
from countermark_portal.registry.models import Brand, Right
from countermark_portal.registry.records import OfficeRecord, Standing

_BY_REGISTRATION: Final = frozenset({RightKind.TRADEMARK, RightKind.DESIGN, RightKind.PATENT})
"""Rights that begin with their registration: an application restricts nobody."""


class What(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    SAME = "same"
    WAITS = "waits"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a record, the right that it is of, and why it was not taken if it was not."""

    record: OfficeRecord
    what: What
    right: Right | None = None
    why: str = ""


def take_in(
    *,
    actor: Actor,
    now: datetime,
    brand: Brand,
    records: Sequence[OfficeRecord],
    pictures: Mapping[str, bytes] | None = None,
) -> list[Taken]:
    """Take in records for a brand: an answer for each, in their order."""
    permit(actor, Permission.REGISTER_RIGHT, brand)
    for picture in (pictures or {}).values():
        store.put(picture)
    operator = actor.is_system or actor.kind is OrganisationKind.OPERATOR
    origin = Origin.OPERATOR if operator else Origin.HOLDER
    desk = _Import(actor, now, brand, origin)
    try:
        with transaction.atomic():
            known = _known(records)
            copies = _copies(known.values())
            taken, seen = [], set()
            for record in records:
                right = known.get(record.key)
                twice = record.key in seen
                seen.add(record.key)
                taken.append(
                    Taken(record, What.REFUSED, None, "named twice in one import")
                    if twice
                    else desk.take(record, right, copies.get(right.id, {}) if right else {})
                )
            desk.write()
    except IntegrityError as error:
        raise Stale("somebody took in the same rights at this moment", mend="send the file again") from error
    return taken


def _known(records: Sequence[OfficeRecord]) -> dict[tuple[str, str, str], Right]:
    found = Right.objects.select_for_update(of=("self",)).filter(
        office__in={one.office for one in records}, number__in={one.number for one in records}
    )
    return {(one.kind, one.office, one.number): one for one in found.select_related("brand")}


def _copies(rights: Iterable[Right]) -> dict[UUID, dict[str, RecordCopy]]:
    found: dict[UUID, dict[str, RecordCopy]] = {}
    states = (CopyState.COUNTS, CopyState.WAITS)
    for copy in RecordCopy.objects.filter(right__in=list(rights), state__in=states):
        found.setdefault(copy.right_id, {})[copy.state] = copy
    return found


@dataclass(slots=True)
class _Import:
    """One import: who gives what for which brand, and what is to be written for it, in sets."""

    actor: Actor
    now: datetime
    brand: Brand
    origin: Origin
    new: list[Right] = field(default_factory=list)
    changed: list[Right] = field(default_factory=list)
    replaced: list[RecordCopy] = field(default_factory=list)
    copies: list[tuple[RecordCopy, OfficeRecord]] = field(default_factory=list)
    trusted: list[RecordCopy] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def take(self, record: OfficeRecord, right: Right | None, copies: Mapping[str, RecordCopy]) -> Taken:
        """What becomes of a record."""
        why = _refusal(record, right, self.brand)
        if why:
            return Taken(record, What.REFUSED, None, why)
        if right is None:
            return self._new(record)
        counting = copies.get(CopyState.COUNTS)
        trusted = right.control_until is not None or (counting is not None and counting.is_trusted)
        from_holder = self.origin is Origin.HOLDER
        if counting is not None and counting.digest == digest_of(record):
            return self._same(record, right, counting, trusted=trusted)
        if from_holder and trusted:
            return self._wait(record, right, copies.get(CopyState.WAITS))
        if counting is not None:
            self.replaced.append(counting)
        self._keep(record, right, CopyState.COUNTS)
        return self._change(record, right)

    def write(self) -> None:
        """Write all of it, and record what happened."""
        Right.objects.bulk_create(self.new)
        Right.objects.bulk_update(self.changed, CHANGING, batch_size=500)
        for one in self.replaced:
            one.state = CopyState.REPLACED
        # What no longer counts makes room first: of a right one record counts.
        RecordCopy.objects.bulk_update(self.replaced, ["state"], batch_size=500)
        RecordCopy.objects.bulk_update(self.trusted, ["origin", "compared_at"], batch_size=500)
        RecordCopy.objects.bulk_create(copy for copy, _ in self.copies)
        pairs = [(copy, address) for copy, record in self.copies for address in record.addresses]
        sealed = contacts.seal([contacts.Values(name=one.name, email=one.email) for _, one in pairs])
        RecordAddress.objects.bulk_create(
            RecordAddress(record=copy, whose=one.whose, contact=contact)
            for (copy, one), contact in zip(pairs, sealed, strict=True)
        )
        if self.entries:
            ledger.record(actor=self.actor, now=self.now, entries=self.entries)

    def _new(self, record: OfficeRecord) -> Taken:
        right = Right(brand=self.brand, kind=record.kind, office=record.office, number=record.number)
        apply(right, record, self.now)
        self.new.append(right)
        self._keep(record, right, CopyState.COUNTS)
        body = {"office": right.office, "number": right.number, "origin": self.origin}
        self.entries.append(Entry("right.registered", right.id, body))
        return Taken(record, What.NEW, right)

    def _same(self, record: OfficeRecord, right: Right, counting: RecordCopy, *, trusted: bool) -> Taken:
        if self.origin is Origin.OPERATOR and not counting.is_trusted:
            counting.origin, counting.compared_at = self.origin, self.now
            self.trusted.append(counting)
            self.entries.append(Entry("right.record_compared", right.id, {"same": True}))
        if (
            record.picture
            and record.picture != right.picture
            and not (trusted and self.origin is Origin.HOLDER)
        ):
            right.picture = record.picture
            self.changed.append(right)
        return Taken(record, What.SAME, right)

    def _wait(self, record: OfficeRecord, right: Right, waiting: RecordCopy | None) -> Taken:
        """The record of a holder about a trusted right: an end counts at once, all else waits for the desk."""
        if waiting is None or waiting.digest != digest_of(record):
            if waiting is not None:
                self.replaced.append(waiting)
            self._keep(record, right, CopyState.WAITS)
            self.entries.append(Entry("right.record_waits", right.id))
        if record.standing is Standing.ENDED and right.withdrawn is None:
            right.withdrawn, right.status = record.ended or self.now.date(), record.status
            self.changed.append(right)
            self.entries.append(Entry("right.withdrawn", right.id, {"status": record.status}))
            return Taken(record, What.WITHDRAWN, right)
        return Taken(record, What.WAITS, right, "the desk compares it with the office's register first")

    def _change(self, record: OfficeRecord, right: Right) -> Taken:
        fields = apply(right, record, self.now)
        if not fields:
            return Taken(record, What.SAME, right)
        self.changed.append(right)
        ended = "withdrawn" in fields and right.withdrawn is not None
        kind = "right.withdrawn" if ended else "right.changed"
        self.entries.append(Entry(kind, right.id, {"fields": fields, "status": record.status}))
        return Taken(record, What.WITHDRAWN if ended else What.CHANGED, right)

    def _keep(self, record: OfficeRecord, right: Right, state: CopyState) -> None:
        copy = RecordCopy(
            right=right,
            said=said(record),
            digest=digest_of(record),
            origin=self.origin,
            state=state,
            taken_by=self.actor.id,
            taken_at=self.now,
        )
        self.copies.append((copy, record))


def apply(right: Right, record: OfficeRecord, now: datetime) -> list[str]:
    """Make the right say what the record says; the names of what changed."""
    changed_hands = (
        bool(right.owner_name) and bool(record.owner) and _plain(right.owner_name) != _plain(record.owner)
    )
    values: dict[str, Any] = {
        "text": record.text,
        "classes": list(record.classes),
        "goods": record.goods,
        "territories": list(record.territories),
        "status": record.status,
        "picture": record.picture or right.picture,
        "filed": record.filed or right.filed,
        "registered": record.registered or right.registered,
        # Some offices' records do not say until when: what was known before goes on to count.
        "expires": record.expires or right.expires,
        "owner_name": record.owner or right.owner_name,
        "withdrawn": right.withdrawn,
    }
    if record.standing is Standing.ENDED:
        values["withdrawn"] = right.withdrawn or record.ended or now.date()
    elif record.standing is Standing.REGISTERED:
        values["withdrawn"] = None
    if changed_hands and right.control_until is not None:
        # Who showed control was the former owner; the new one shows it anew.
        values["control_until"] = min(right.control_until, now.date() - timedelta(days=1))
    fields = [name for name, value in values.items() if getattr(right, name) != value]
    for name in fields:
        setattr(right, name, values[name])
    return fields


def _refusal(record: OfficeRecord, right: Right | None, brand: Brand) -> str:
    if right is not None and right.brand_id != brand.id:
        return "registered for another brand; if it is yours, write to the desk"
    if record.standing is Standing.PENDING:
        return "an application is no right yet; send the record again when it is registered"
    begins = record.kind in _BY_REGISTRATION and record.registered is None
    if begins and (right is None or right.registered is None):
        return "the record does not say when it was registered"
    if not record.territories:
        return "the record does not say where it has effect"
    return ""


CHANGING: Final = [
    "text",
    "classes",
    "goods",
    "territories",
    "status",
    "picture",
    "filed",
    "registered",
    "expires",
    "owner_name",
    "withdrawn",
    "control_until",
]
"""What of a right a record can change."""


def said(record: OfficeRecord) -> dict[str, Any]:
    """What is kept of a record as it was: addresses stand apart, sealed."""
    whole: dict[str, Any] = msgspec.to_builtins(asdict(record))
    del whole["addresses"]
    return whole


def record_of(copy: RecordCopy) -> OfficeRecord:
    """The record that is kept, without its addresses."""
    return msgspec.convert({**copy.said, "addresses": []}, OfficeRecord)


def digest_of(record: OfficeRecord) -> str:
    """What tells whether two records are the same."""
    # Without the picture: offices give the same record with it and without.
    whole = asdict(record) | {"picture": ""}
    return hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest()


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
