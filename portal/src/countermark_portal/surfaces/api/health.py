"""Whether the installation is well, for whoever watches it. No key is asked for, and nothing about anybody is said."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from countermark_portal.ledger import clock, health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Database, outbox and last seal; 503 without a database."""
    del request
    found = health.look()
    now = clock.now()
    body = {
        "database": "ok" if found.database else "down",
        "outbox": {"waiting": found.backlog, "oldest_seconds": _since(found.oldest, now)},
        "last_seal": {"number": found.seal, "seconds_ago": _since(found.sealed_at, now)},
    }
    return JsonResponse(body, status=200 if found.database else 503)


def _since(at: datetime | None, now: datetime) -> int | None:
    return None if at is None else max(0, int((now - at).total_seconds()))
