"""Personal values of people without an account: sealed under a key each, opened when a letter is sent, erased."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from cryptography.fernet import Fernet

from countermark_portal.parties.models import Contact, ContactKey


class Values(msgspec.Struct, frozen=True):
    """Who somebody is and where letters reach them."""

    name: str = ""
    email: str = ""
    phone: str = ""


ERASED = Values(name="(erased)")


def seal(values: Sequence[Values]) -> list[Contact]:
    """Keep personal values, each under a key of its own."""
    keys = ContactKey.objects.bulk_create(ContactKey() for _ in values)
    return Contact.objects.bulk_create(
        Contact(key=key, sealed=Fernet(bytes(key.key)).encrypt(msgspec.json.encode(one)))
        for key, one in zip(keys, values, strict=True)
    )


def opened(contact: Contact) -> Values:
    """The values of a contact, or `ERASED`."""
    if contact.key is None:
        return ERASED
    return msgspec.json.decode(Fernet(bytes(contact.key.key)).decrypt(bytes(contact.sealed)), type=Values)


def erase(contact: UUID) -> bool:
    """Destroy the key of a contact: what stands under it cannot be read again, not even in a backup of the table."""
    found = Contact.objects.select_related("key").filter(id=contact, key__isnull=False).first()
    if found is None or found.key is None:
        return False
    found.key.delete()
    return True
