"""Signed links: what lets a seller answer, or a notifier follow their notice, without an account.

A link opens one case or one notice and nothing else. It is sent to the one address that the matter is about, expires,
and says nothing personal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.core import signing

from countermark_portal.errors import NotFound
from countermark_portal.parties.rules import Actor, Capacity

_SALT: Final = "countermark.link"
LASTS: Final = timedelta(days=220)
"""Longer than the six months in which a decision can be appealed against."""


def token(capacity: Capacity, opens: UUID) -> str:
    """The token of a link that lets its holder act in this capacity on this one thing."""
    return signing.dumps([capacity.value, opens.hex], salt=_SALT, compress=False)


def link(capacity: Capacity, opens: UUID) -> str:
    """The whole address, for a letter."""
    place = "seller" if capacity is Capacity.SELLER else "notice"
    return f"{settings.PUBLIC_URL}/{place}/{token(capacity, opens)}/"


def holder_of(given: str) -> Actor:
    """As whom somebody acts who opened a link."""
    try:
        capacity, opens = signing.loads(given, salt=_SALT, max_age=LASTS)
        opened = UUID(opens)
        return Actor(uuid5(opened, capacity), capacity=Capacity(capacity), link=opened)
    except signing.SignatureExpired:
        raise NotFound("this link has expired", mend="write to us and we send a new one") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(
            "this link is not whole",
            mend="open it from the letter again; mail programs sometimes cut long links",
        ) from None
