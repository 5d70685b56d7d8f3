"""Bringing people and organisations in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from countermark_portal.ledger import actions as ledger
from countermark_portal.ledger.actions import Entry
from countermark_portal.parties.models import Membership, Organisation, Person
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor, OrganisationKind, Role


def organise(
    *, actor: Actor, now: datetime, kind: OrganisationKind, name: str, demo: bool = False
) -> Organisation:
    """The organisation of this kind and name, made if it is not there."""
    permit(actor, Permission.MANAGE_PARTIES)
    with transaction.atomic():
        found, made = Organisation.objects.get_or_create(kind=kind, name=name, defaults={"is_demo": demo})
        if made:
            ledger.record(
                actor=actor, now=now, entries=[Entry("organisation.made", found.id, {"kind": kind})]
            )
    return found


def join(
    *, actor: Actor, now: datetime, email: str, name: str, organisation: Organisation, role: Role
) -> Person:
    """Give somebody a role in an organisation; who is not there yet comes without a password and sets one by mail."""
    permit(actor, Permission.MANAGE_PARTIES)
    with transaction.atomic():
        person = Person.objects.filter(email=email.lower()).first() or Person.objects.create_user(
            email, name=name
        )
        _, made = Membership.objects.get_or_create(person=person, organisation=organisation, role=role)
        if made:
            body = {"person": str(person.id), "role": role}
            ledger.record(actor=actor, now=now, entries=[Entry("person.joined", organisation.id, body)])
    return person


def leave(*, actor: Actor, now: datetime, email: str) -> Person | None:
    """Take all roles from somebody and let them sign in no more. What they decided keeps their opaque id."""
    permit(actor, Permission.MANAGE_PARTIES)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(email=email.lower(), is_active=True).first()
        if person is None:
            return None
        memberships = list(Membership.objects.filter(person=person))
        entries = [
            Entry("person.left", one.organisation_id, {"person": str(person.id), "role": one.role})
            for one in memberships
        ]
        Membership.objects.filter(person=person).delete()
        person.is_active = False
        person.save(update_fields=["is_active"])
        ledger.record(actor=actor, now=now, entries=entries)
    return person
