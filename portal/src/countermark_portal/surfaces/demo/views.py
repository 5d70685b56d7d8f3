"""The demo's own pages: signing in without a password, from this machine only, and one case played."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from countermark_portal.casework.notices import queries
from countermark_portal.errors import Forbidden, NotFound
from countermark_portal.ledger import clock
from countermark_portal.parties.queries import actor_of, demo_people
from countermark_portal.surfaces.brand.views import DRAFT
from countermark_portal.surfaces.demo import play as playing

PLAY = "play"
"""The session's key of the case that is being played: since when, and its notice."""
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo, without a password."""
    _only_in_demo(request)
    email = request.POST.get("email", "")
    chosen = next((one for one in demo_people() if one.person.email == email), None)
    if chosen is None:
        raise NotFound("there is no such person in the demo", mend="choose one on the start page")
    played = request.session.get(PLAY)
    if request.POST.get("begin"):
        played = {"since": clock.now().isoformat()}
    # Another person's session is emptied by this; the play goes on over it.
    login(request, chosen.person, backend=_BACKEND)
    if played:
        request.session[PLAY] = played
    if request.POST.get("begin"):
        request.session[DRAFT] = playing.draft()
    leads_to = request.POST.get("next", "/")
    own = {request.get_host()}
    return redirect(leads_to if url_has_allowed_host_and_scheme(leads_to, own) else "/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def play(request: HttpRequest) -> HttpResponse:
    """The steps of one case, ticked as far as it has come."""
    _only_in_demo(request)
    if request.method == "POST":
        request.session.pop(PLAY, None)
        return redirect("demo:play")
    played = request.session.get(PLAY) or {}
    brand = next((one for one in demo_people() if one.person.email == playing.BRAND), None)
    notice = case = None
    if brand is not None and played:
        actor = actor_of(brand.person)
        if "notice" not in played:
            sent = (
                queries.visible_to(actor)
                .filter(submitted_at__gte=played["since"])
                .order_by("submitted_at")
                .first()
            )
            if sent is not None:
                played["notice"] = sent.reference
                request.session[PLAY] = played
        notice, case = playing.found(actor, played.get("notice", ""))
    steps = playing.steps(case, has_notice=notice is not None)
    context = {
        "steps": steps,
        "notice": notice,
        "case": case,
        "begun": notice is not None,
        "ended": all(step.state == "done" for step in steps),
    }
    return render(request, "portal/demo/play.html", context)
