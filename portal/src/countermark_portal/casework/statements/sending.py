"""Sending letters: into the seller's inbox on the marketplace and by mail. At least once, under the letter's id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q

from countermark_portal.casework.statements.models import Letter
from countermark_portal.parties import contacts
from countermark_portal.parties.models import Contact, Person
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.rules import Actor

MOST: Final = 500


def send(*, actor: Actor, now: datetime, about: Sequence[UUID] | None = None) -> int:
    """Send letters that wait (about these cases and notices only, if given); how many were sent."""
    permit(actor, Permission.CARRY_OUT)
    with transaction.atomic():
        waiting = Letter.objects.select_for_update(skip_locked=True, of=("self",)).filter(sent_at=None)
        if about is not None:
            waiting = waiting.filter(Q(case__in=about) | Q(notice__in=about))
        related = (
            "case__seller__contact__key",
            "case__marketplace",
            "notice__contact__key",
            "notice__person",
        )
        letters = list(waiting.select_related(*related).order_by("issued_at", "id")[:MOST])
        for letter in letters:
            _send(letter)
            letter.sent_at = now
        Letter.objects.bulk_update(letters, ["sent_at"], batch_size=500)
    return len(letters)


def _send(letter: Letter) -> None:
    if letter.audience == "seller" and letter.case is not None and letter.case.seller is not None:
        seller = letter.case.seller
        # The inbox of the marketplace keeps a key: sent again after a crash, it is there once.
        letter.case.marketplace.port.message_seller(
            seller.seller_id, letter.subject, letter.text, key=str(letter.id)
        )
        _mail(letter, seller.contact, None)
    elif letter.notice is not None:
        _mail(letter, letter.notice.contact, letter.notice.person)


def _mail(letter: Letter, contact: Contact | None, person: Person | None) -> None:
    address = contacts.opened(contact).email if contact is not None else ""
    address = address or (person.email if person is not None else "")
    if not address:
        return
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Message-ID": f"<{letter.id}@countermark>", "Content-Language": letter.language},
    )
    mail.attach_alternative(letter.html, "text/html")
    mail.send()
