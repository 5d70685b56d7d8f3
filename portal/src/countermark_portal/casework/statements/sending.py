"""Sending letters: into the seller's inbox on the marketplace and by mail. At least once, under the letter's id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q

from countermark_portal.casework.statements.models import Letter
from countermark_portal.catalogue.models import Marketplace
from countermark_portal.catalogue.ports import ToSeller
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
        _to_inboxes([letter for letter in letters if letter.audience == "seller"])
        for letter in letters:
            if letter.audience == "seller" and letter.case is not None and letter.case.seller is not None:
                _mail(letter, letter.case.seller.contact, None)
            elif letter.notice is not None and letter.audience == "notifier":
                _mail(letter, letter.notice.contact, letter.notice.person)
        Letter.objects.filter(id__in=[letter.id for letter in letters]).update(sent_at=now)
    return len(letters)


def _to_inboxes(letters: Sequence[Letter]) -> None:
    """The inboxes of the marketplaces keep a key: what is sent again after a crash is there once."""
    by_marketplace: dict[Marketplace, dict[str, ToSeller]] = defaultdict(dict)
    for letter in letters:
        if letter.case is not None and letter.case.seller is not None:
            message = ToSeller(letter.case.seller.seller_id, letter.subject, letter.text)
            by_marketplace[letter.case.marketplace][str(letter.id)] = message
    for marketplace, messages in by_marketplace.items():
        marketplace.port.message_sellers(messages)


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
