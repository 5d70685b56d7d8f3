"""Showing control of a right, before anything is restricted on it: by a code, by a domain, by a power of attorney.

A code goes to an address of the record, and only of a record that is known to be what the office has: who sends a file
could have written their own address into it.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from countermark_portal.blobs import fetching
from countermark_portal.errors import NotFound, Refused, Stale
from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties import contacts
from countermark_portal.parties.models import Mandate, Person
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import SYSTEM, Actor
from countermark_portal.registry import actions
from countermark_portal.registry.control_models import ControlProof, RecordAddress, RecordCopy
from countermark_portal.registry.control_rules import (
    CODE_LASTS,
    DOMAIN_LASTS,
    MOST_CODES_A_DAY,
    MOST_TRIES,
    WELL_KNOWN,
    CopyState,
    NotShown,
    Origin,
    ProofState,
    counts_until,
    domain_of,
    says_token,
    stands_in_record,
    typed,
)
from countermark_portal.registry.importing import apply, record_of
from countermark_portal.registry.models import Brand, Right
from countermark_portal.registry.rules import ControlShown, in_force

_UNFINISHED: Final = (ProofState.OPEN, ProofState.WAITS)


def ask_code(*, actor: Actor, now: datetime, right: UUID, address: UUID) -> ControlProof:
    """Have a code sent to an address of the office's record."""
    with transaction.atomic():
        found = _held(actor, now, right)
        record = trusted_record(found)
        if record is None:
            raise Refused(
                "the office's record was not compared yet, so nothing is sent to its addresses",
                mend="wait until the desk has compared it, or send a power of attorney",
            )
        to = RecordAddress.objects.filter(id=address, record=record).first()
        if to is None:
            raise NotFound("the office's record has no such address")
        since = now - timedelta(days=1)
        if (
            ControlProof.objects.filter(right=found, how=ControlShown.CODE, asked_at__gt=since).count()
            >= MOST_CODES_A_DAY
        ):
            raise Refused(f"{MOST_CODES_A_DAY} codes were asked for within a day", mend="try again tomorrow")
        return _open(actor, now, found, ControlShown.CODE, address=to, expires_at=now + CODE_LASTS)


def enter_code(*, actor: Actor, now: datetime, proof: UUID, code: str) -> Right | NotShown:
    """Enter the code that came. Every try counts, and is kept even if it is wrong."""
    with transaction.atomic():
        found = _own(actor, proof, ControlShown.CODE)
        if found.state != ProofState.OPEN or not found.secret:
            return NotShown("no-code", "no code waits here", "ask for a new one")
        if found.expires_at is None or found.expires_at <= now:
            _end(found, ProofState.REFUSED, now, "the code ran out")
            return NotShown("code-expired", "this code has run out", "ask for a new one")
        if found.address is None or found.address.record.state != CopyState.COUNTS:
            _end(found, ProofState.REFUSED, now, "the office's record has changed since")
            return NotShown("record-changed", "the office's record has changed since", "ask for a new code")
        found.tries += 1
        if hmac.compare_digest(found.secret, hashed(found.id, code)):
            found.save(update_fields=["tries"])
            return _show(found, now, counts_until(now.date()), None)
        found.save(update_fields=["tries"])
        left = MOST_TRIES - found.tries
        if left > 0:
            return NotShown(
                "wrong-code", f"this is not the code; {left} more tries", "copy it from the letter"
            )
        _end(found, ProofState.REFUSED, now, "wrong too often")
        _refused(actor, now, found)
        return NotShown("too-many-tries", f"wrong {MOST_TRIES} times: this code is void", "ask for a new one")


def ask_domain(*, actor: Actor, now: datetime, right: UUID, domain: str) -> ControlProof:
    """Begin to show control by a file in the owner's domain."""
    host = domain if fetching.allowed_origin(domain) else domain_of(domain)
    if not host:
        raise Refused("this is no domain", mend="write it as example.com, without a path")
    with transaction.atomic():
        found = _held(actor, now, right)
        token = secrets.token_hex(20)
        until = now + DOMAIN_LASTS
        return _open(actor, now, found, ControlShown.DOMAIN, domain=host, token=token, expires_at=until)


def check_domain(*, actor: Actor, now: datetime, proof: UUID) -> Right | ControlProof | NotShown:
    """Look whether the file is there. A domain that the record does not name is confirmed by a person then."""
    found = _own(actor, proof, ControlShown.DOMAIN, lock=False)
    origin = fetching.allowed_origin(found.domain) or f"https://{found.domain}"
    # Outside of any transaction: a slow server must not hold a row.
    answer = fetching.fetch(origin + WELL_KNOWN)
    if isinstance(answer, fetching.NotFetched):
        return NotShown(answer.code, answer.why, f"see that {origin}{WELL_KNOWN} can be read by everybody")
    if answer.status != 200 or not says_token(answer.content, found.token):
        what = (
            f"the file is not there: the server answers {answer.status}"
            if answer.status != 200
            else "the line is not in it"
        )
        return NotShown("no-token", what, "put the line into the file exactly as it is shown")
    with transaction.atomic():
        found = _own(actor, proof, ControlShown.DOMAIN)
        if found.state != ProofState.OPEN or found.right is None:
            raise Stale("this domain was checked already")
        if found.expires_at is not None and found.expires_at <= now:
            _end(found, ProofState.REFUSED, now, "it ran out")
            return NotShown("expired", "this took too long", "begin anew")
        record = trusted_record(found.right)
        if record is not None and stands_in_record(found.domain, _emails(record)):
            return _show(found, now, counts_until(now.date()), None)
        found.state = ProofState.WAITS
        found.save(update_fields=["state"])
    return found


def bring_mandate(
    *, actor: Actor, now: datetime, right: UUID, document: dict[str, Any], valid_until: date
) -> ControlProof:
    """Bring a power of attorney, or another document that shows it; a person of the desk checks it."""
    if valid_until <= now.date():
        raise Refused("this power of attorney has run out", mend="bring one that is valid")
    with transaction.atomic():
        found = _held(actor, now, right)
        given = {"document": document, "valid_until": valid_until, "state": ProofState.WAITS}
        return _open(actor, now, found, ControlShown.MANDATE, **given)


def act_for(
    *, actor: Actor, now: datetime, brand: str, document: dict[str, Any], valid_from: date, valid_until: date
) -> ControlProof:
    """Bring, as an agent or an association, a power of attorney for a holder that registered its brand here itself."""
    permit(actor, Permission.BRING_MANDATE)
    if valid_until <= max(valid_from, now.date()):
        raise Refused("this power of attorney has run out", mend="bring one that is valid")
    found = Brand.objects.filter(slug=brand).exclude(organisation=actor.organisation).first()
    if found is None or actor.organisation is None:
        raise NotFound(
            f"no other holder has registered the brand “{brand}”", mend="ask the holder for its name here"
        )
    with transaction.atomic():
        days = {"valid_from": valid_from, "valid_until": valid_until}
        mandate = Mandate.objects.create(agent_id=actor.organisation, holder_id=found.organisation_id, **days)
        proof = ControlProof.objects.create(
            mandate=mandate,
            organisation_id=actor.organisation,
            how=ControlShown.MANDATE,
            state=ProofState.WAITS,
            asked_by=actor.id,
            asked_at=now,
            document=document,
            valid_until=valid_until,
        )
        ledger.record(actor=actor, now=now, entries=[Entry("mandate.brought", mandate.id)])
    return proof


def check(
    *, actor: Actor, now: datetime, proof: UUID, agrees: bool, why: str = "", record_compared: bool = False
) -> ControlProof:
    """Check a power of attorney or a domain, as a person of the desk."""
    with transaction.atomic():
        found = ControlProof.objects.select_for_update(of=("self",)).filter(id=proof).first()
        if found is None:
            raise NotFound("there is nothing to check here")
        permit(actor, Permission.VERIFY_CONTROL, found)
        if found.state != ProofState.WAITS:
            raise Stale("somebody has checked this already")
        if not agrees and not why.strip():
            raise Refused("who is refused is told why", mend="write a sentence")
        if not agrees:
            found.checked_by_id = actor.id
            _end(found, ProofState.REFUSED, now, why)
            _refused(actor, now, found)
        elif found.right is not None:
            if was_refused(found.right):
                raise Refused(
                    "the office's register says otherwise than this right's record, as the desk found",
                    mend="refuse it, or wait for a record that is right",
                )
            if trusted_record(found.right) is None and not record_compared:
                raise Refused(
                    "the right's record was not compared with the office's register",
                    mend="compare it, then say that you did",
                )
            counting = RecordCopy.objects.filter(right=found.right, state=CopyState.COUNTS, compared_at=None)
            counting.exclude(origin=Origin.OPERATOR).update(compared_at=now, compared_by=actor.id)
            _show(found, now, counts_until(now.date(), found.valid_until), actor)
        else:
            _accept(found, actor, now)
    return found


def compare(*, actor: Actor, now: datetime, record: UUID, same: bool, why: str = "") -> RecordCopy:
    """Say, as a person of the desk, whether a record is what the office's register has."""
    with transaction.atomic():
        copy = RecordCopy.objects.select_for_update(of=("self",)).filter(id=record).first()
        if copy is None:
            raise NotFound("there is no such record")
        right = Right.objects.select_for_update().get(id=copy.right_id)
        permit(actor, Permission.VERIFY_CONTROL, right)
        if copy.is_trusted or copy.state not in {CopyState.COUNTS, CopyState.WAITS}:
            raise Stale("somebody has compared this already")
        if not same and not why.strip():
            raise Refused("who is refused is told why", mend="write a sentence")
        fields: list[str] = []
        copy.compared_by_id, copy.why = actor.id, why[:500]
        if not same:
            copy.state = CopyState.REFUSED
        else:
            copy.compared_at = now
            if copy.state == CopyState.WAITS:
                RecordCopy.objects.filter(right=right, state=CopyState.COUNTS).update(
                    state=CopyState.REPLACED
                )
                copy.state = CopyState.COUNTS
                fields = apply(right, record_of(copy), now)
                right.save()
        copy.save()
        entries = [Entry("right.record_compared", right.id, {"same": same})]
        if fields:
            entries.append(Entry("right.changed", right.id, {"fields": fields}))
        ledger.record(actor=actor, now=now, entries=entries)
    return copy


def trusted_record(right: Right) -> RecordCopy | None:
    """The record that counts, if it is known to be what the office has."""
    copy = RecordCopy.objects.filter(right=right, state=CopyState.COUNTS).first()
    return copy if copy is not None and copy.is_trusted else None


def was_refused(right: Right) -> bool:
    """Whether the desk found the right's newest record not to be what the office has."""
    counts = RecordCopy.objects.filter(right=right, state=CopyState.COUNTS).exists()
    return not counts and RecordCopy.objects.filter(right=right, state=CopyState.REFUSED).exists()


def hashed(proof: UUID, code: str) -> str:
    """A code as it is kept: under the installation's key, so that a stolen table opens nothing."""
    return salted_hmac("countermark.control", f"{proof.hex}:{typed(code)}", algorithm="sha256").hexdigest()


def _held(actor: Actor, now: datetime, number: UUID) -> Right:
    right = Right.objects.select_for_update(of=("self",)).select_related("brand").filter(id=number).first()
    if right is None:
        raise NotFound("there is no such right")
    permit(actor, Permission.REGISTER_RIGHT, right)
    if not in_force(right.facts, now.date()):
        raise Refused("this right is not in force", mend="take in its newest record first")
    return right


def _own(actor: Actor, number: UUID, how: ControlShown, *, lock: bool = True) -> ControlProof:
    rows = ControlProof.objects.select_for_update(of=("self",)) if lock else ControlProof.objects.all()
    found = (
        rows.select_related("right__brand", "address__record")
        .filter(id=number, how=how, right__isnull=False)
        .first()
    )
    if found is None:
        raise NotFound("there is no such proof")
    permit(actor, Permission.REGISTER_RIGHT, found.right)
    return found


def _open(actor: Actor, now: datetime, right: Right, how: ControlShown, **given: Any) -> ControlProof:
    earlier = ControlProof.objects.filter(right=right, how=how, state__in=_UNFINISHED)
    earlier.update(state=ProofState.REPLACED, ended_at=now, secret="")
    values = {"state": ProofState.OPEN, "asked_by": actor.id, "asked_at": now, **given}
    made = ControlProof.objects.create(
        right=right, organisation_id=right.brand.organisation_id, how=how, **values
    )
    body = {"right": str(right.id), "how": how}
    ledger.record(actor=actor, now=now, entries=[Entry("right.control_asked", made.id, body)])
    return made


def _show(proof: ControlProof, now: datetime, until: date, checker: Actor | None) -> Right:
    assert proof.right is not None
    right = Right.objects.select_for_update().get(id=proof.right.id)
    person = Person.objects.get(id=checker.id) if checker else None
    proof.checked_by = person
    _end(proof, ProofState.SHOWN, now, "")
    how = ControlShown(proof.how)
    return actions.show_control(
        actor=checker or SYSTEM, now=now, right=right, how=how, until=until, checked_by=person
    )


def _accept(proof: ControlProof, actor: Actor, now: datetime) -> None:
    """An agent's power of attorney for a holder: from now on it acts for all that it covers."""
    assert proof.mandate_id is not None
    Mandate.objects.filter(id=proof.mandate_id).update(checked_by=actor.id, checked_at=now)
    proof.checked_by_id = actor.id
    _end(proof, ProofState.SHOWN, now, "")
    ledger.record(
        actor=actor, now=now, entries=[Entry("mandate.checked", proof.mandate_id, {"agrees": True})]
    )


def _refused(actor: Actor, now: datetime, proof: ControlProof) -> None:
    entry = Entry("right.control_refused", proof.right_id, {"how": proof.how}) if proof.right_id else None
    if proof.mandate_id:
        entry = Entry("mandate.checked", proof.mandate_id, {"agrees": False})
    assert entry is not None
    ledger.record(actor=actor, now=now, entries=[entry])


def _end(proof: ControlProof, state: ProofState, now: datetime, why: str) -> None:
    proof.state, proof.ended_at, proof.why, proof.secret = state, now, why[:500], ""
    proof.save(update_fields=["state", "ended_at", "why", "secret", "checked_by"])


def _emails(record: RecordCopy) -> list[str]:
    rows = RecordAddress.objects.filter(record=record).select_related("contact__key")
    return [contacts.opened(one.contact).email for one in rows]
