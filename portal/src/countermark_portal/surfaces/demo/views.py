"""The demo's own pages: signing in without a password, from this machine only, and one case played."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countermark_portal.errors import Forbidden, NotFound
from countermark_portal.ledger import clock
from countermark_portal.parties.queries import actor_of, demo_people
from countermark_portal.surfaces.brand.views import DRAFT
from countermark_portal.surfaces.demo import play as playing

PLAY: Final = "play"
"""The cookie of the case that is being played: since when, and its notice. It outlasts signing in and out."""
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


def _played(request: HttpRequest) -> tuple[str, str]:
    """Since when a case is played, and the reference of its notice, as far as there is one."""
    since, _, notice = str(request.get_signed_cookie(PLAY, default="")).partition(" ")
    return since, notice


def _remember(response: HttpResponse, since: str, notice: str = "") -> None:
    response.set_signed_cookie(PLAY, f"{since} {notice}".strip(), httponly=True, samesite="Lax")


def _from_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from loopback itself, not through something that stands before us."""
    if any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _only_in_demo(request: HttpRequest) -> None:
    if not settings.DEMO:
        raise Http404
    if not _from_this_machine(request):
        raise Forbidden(
            "the demo signs nobody in from another machine", mend="open it on the machine that it runs on"
        )


_OF_REPORT: Final = (
    "sandbox allow-scripts; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'"
)
"""The engine's report is one file with everything in it: it runs by itself, cut off from the portal's origin."""


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of the engine's run over the demo market."""
    _only_in_demo(request)
    file = Path(settings.DATA) / "screening" / "report.html"
    if not file.is_file():
        raise NotFound("the demo market was not screened", mend="start it anew: countermark up --demo")
    return HttpResponse(file.read_bytes(), headers={"Content-Security-Policy": _OF_REPORT})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo, without a password."""
    _only_in_demo(request)
    email = request.POST.get("email", "")
    chosen = next((one for one in demo_people() if one.person.email == email), None)
    if chosen is None:
        raise NotFound("there is no such person in the demo", mend="choose one on the start page")
    login(request, chosen.person, backend=_BACKEND)
    leads_to = request.POST.get("next", "/")
    own = {request.get_host()}
    response = redirect(leads_to if url_has_allowed_host_and_scheme(leads_to, own) else "/")
    if request.POST.get("begin"):
        request.session[DRAFT] = playing.draft()
        _remember(response, clock.now().isoformat())
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest) -> HttpResponse:
    """The steps of one case, ticked as far as it has come."""
    _only_in_demo(request)
    if request.method == "POST":
        afresh = redirect("demo:play")
        afresh.delete_cookie(PLAY)
        return afresh
    since, reference = _played(request)
    brand = next((one for one in demo_people() if one.person.email == playing.BRAND), None)
    notice = case = None
    if brand is not None and since:
        notice, case = playing.found(actor_of(brand.person), since, reference)
    steps = playing.steps(case, has_notice=notice is not None)
    ended = all(step.state == "done" for step in steps)
    context = {"steps": steps, "notice": notice, "case": case, "begun": notice is not None, "ended": ended}
    response = render(request, "portal/demo/play.html", context)
    if notice is not None:
        _remember(response, since, notice.reference)
    return response
