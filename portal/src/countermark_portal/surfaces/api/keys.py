"""Who asks: a program with its key. What it may, how much at once, and how often."""

from __future__ import annotations

import math
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from countermark_portal.errors import Forbidden
from countermark_portal.ledger import clock
from countermark_portal.parties import allowances, api_keys
from countermark_portal.parties.allowances import Rate
from countermark_portal.parties.api_keys import Caller
from countermark_portal.parties.rules import Scope
from countermark_portal.surfaces.api.errors import TooLarge, TooMany, Unknown

MEGABYTE: Final = 1024 * 1024
BULK: Final = 20 * MEGABYTE
"""Bytes of a request that names many listings, or brings files."""
ITEMS_PER_TOKEN: Final = 100
"""Listings that cost as much as one request."""


class KeyAuth(HttpBearer):
    """Takes `Authorization: Bearer cmk_…`, if the key is good and for this. `most`: bytes of the request."""

    def __init__(self, scope: Scope | None, *, most: int = MEGABYTE) -> None:
        super().__init__()
        self.scope = scope
        self.most = most

    def __call__(self, request: HttpRequest) -> Any:
        """Who asks."""
        size = request.META.get("CONTENT_LENGTH") or "0"
        if not size.isdigit() or int(size) > self.most:
            raise TooLarge(
                f"the request has {size} bytes", mend=f"{self.most} are taken here: send less at once"
            )
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            raise _unknown()
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The program whose key this is."""
        del request
        caller = api_keys.caller_of_key(token, now=clock.now())
        if caller is None:
            raise _unknown()
        if self.scope is not None and self.scope not in caller.scopes:
            raise Forbidden(f"this key is not for {self.scope}", mend=f"ask for a key with {self.scope}")
        spend(caller, 1)
        return caller


def _unknown() -> Unknown:
    return Unknown(
        "there is no good key with this request", mend="send the header Authorization: Bearer cmk_…"
    )


def spend(caller: Caller, tokens: float) -> None:
    """Take tokens of a key's allowance, or refuse."""
    rate = Rate(settings.API_BURST, settings.API_PER_MINUTE / 60)
    wait = allowances.take(caller.key, tokens, rate, now=clock.now())
    if wait > 0:
        seconds = math.ceil(wait)
        raise TooMany("this key asks too much", mend=f"ask again in {seconds} seconds", wait=seconds)


def spend_items(caller: Caller, items: int) -> None:
    """Take what so many listings cost beside the request itself."""
    if items >= ITEMS_PER_TOKEN:
        spend(caller, items // ITEMS_PER_TOKEN)


def caller_of(request: HttpRequest) -> Caller:
    """The program that asks; known since it was let in."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # ninja's
    return caller


def digest_of(request: HttpRequest) -> str:
    """SHA-256 of a request, by which another request under the same idempotency key is told."""
    head = (
        f"{request.method} {request.get_full_path()}\n{request.headers.get('Countermark-Declarations', '')}\n"
    )
    return sha256(head.encode("utf-8", "surrogatepass") + request.body).hexdigest()
