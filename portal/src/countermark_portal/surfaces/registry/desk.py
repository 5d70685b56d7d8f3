"""The desk's page for what waits to be checked: powers of attorney, domains, records that holders sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from countermark_portal.errors import Refused, Stale
from countermark_portal.ledger import clock
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.queries import actor_of
from countermark_portal.registry import control, queries
from countermark_portal.surfaces.files import SANDBOX
from countermark_portal.surfaces.registry import forms
from countermark_portal.surfaces.uploads import safe_name


def for_checkers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who check: who is not signed in is sent to sign in, others are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        actor = actor_of(request.user)
        permit(actor, Permission.VERIFY_CONTROL)
        return view(request, actor, **named)

    return login_required(guarded)


@require_safe
@for_checkers
def mandates(request: HttpRequest, actor: Any) -> HttpResponse:
    """What waits, the oldest first."""
    context = {"to_check": queries.to_check(actor), "to_compare": queries.to_compare(actor)}
    return render(request, "portal/registry/mandates.html", context)


@require_POST
@for_checkers
def check(request: HttpRequest, actor: Any, *, proof: UUID) -> HttpResponse:
    """A power of attorney or a domain was checked."""
    form = forms.Check(request.POST)
    form.full_clean()
    given = form.cleaned_data
    return _said(
        request,
        lambda: control.check(
            actor=actor,
            now=clock.now(),
            proof=proof,
            agrees=given.get("agrees") == "yes",
            why=given.get("why", ""),
            record_compared=given.get("record_compared", False),
        ),
    )


@require_POST
@for_checkers
def compare(request: HttpRequest, actor: Any, *, record: UUID) -> HttpResponse:
    """A record was compared with the office's register."""
    form = forms.Check(request.POST)
    form.full_clean()
    given = form.cleaned_data
    same = given.get("agrees") == "yes"
    return _said(
        request,
        lambda: control.compare(
            actor=actor, now=clock.now(), record=record, same=same, why=given.get("why", "")
        ),
    )


def _said(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except (Refused, Stale) as refused:
        mend = f": {refused.mend}" if refused.mend else ""
        messages.error(request, f"Not done: {refused.args[0]}{mend}.", extra_tags="bad")
    else:
        messages.success(request, "Noted. The holder sees it on the page of the right.")
    return redirect("registry:mandates")


@require_safe
@for_checkers
def document(request: HttpRequest, actor: Any, *, proof: UUID) -> HttpResponse:
    """The document, as a download."""
    del request
    name, content = queries.document(actor, proof)
    answer = HttpResponse(content, content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=safe_name(name))
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    return answer
