"""What the registry does in the background: sending codes, compiling what has changed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from countermark_portal.parties import contacts
from countermark_portal.parties.rules import SYSTEM
from countermark_portal.registry import actions
from countermark_portal.registry.control import hashed
from countermark_portal.registry.control_models import ControlProof
from countermark_portal.registry.control_rules import ALPHABET, CHARACTERS, CODE_LASTS, ProofState
from countermark_portal.registry.rules import ControlShown

TEXT = """\
Dear {name},

on {site}, the marketplaces' place for notices of infringement, somebody asks to act on this right:

    {kind} {right} {words}
    asked for by: {organisation}

Your address stands in the office's record of this right. If they may act on it, give them this code:

    {code}

It opens this one thing once, and is void after {until}. With it, they can have listings restricted on this right.
If you do not know them, do nothing: without the code nothing happens.

{url}
"""


def send_codes(proofs: Sequence[UUID], /, *, now: datetime) -> None:
    """Make and send the codes that were asked for. Sent again after a crash, the newer code counts."""
    for proof in proofs:
        with transaction.atomic():
            _send(proof, now)


def compile_changed(_subjects: Sequence[UUID], /, *, now: datetime) -> None:
    """Compile the references anew, once for however many rights and sellers changed."""
    actions.compile_references(actor=SYSTEM, now=now)


def _send(number: UUID, now: datetime) -> None:
    waiting = ControlProof.objects.select_for_update(of=("self",), skip_locked=True)
    related = ("right__brand", "organisation", "address__contact__key")
    proof = (
        waiting.select_related(*related)
        .filter(id=number, how=ControlShown.CODE, state=ProofState.OPEN, sent_at=None)
        .first()
    )
    if proof is None or proof.right is None or proof.address is None:
        return
    code = "".join(secrets.choice(ALPHABET) for _ in range(CHARACTERS))
    proof.secret, proof.sent_at, proof.expires_at = hashed(proof.id, code), now, now + CODE_LASTS
    proof.save(update_fields=["secret", "sent_at", "expires_at"])
    to, right = contacts.opened(proof.address.contact), proof.right
    text = TEXT.format(
        name=to.name or "Sir or Madam",
        site=settings.PUBLIC_URL,
        url=settings.PUBLIC_URL,
        kind=right.kind.replace("_", " "),
        right=right,
        words=f"“{right.text}”" if right.text else "",
        organisation=proof.organisation.name if proof.organisation else right.brand.name,
        code=f"{code[:5]}-{code[5:]}",
        until=f"{proof.expires_at:%d %B %Y}",
    )
    if to.email:
        subject = f"Code for the {right.kind.replace('_', ' ')} {right}"
        headers = {"Message-ID": f"<{proof.id}@countermark>"}
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to.email], headers=headers).send()
