"""Pages of the desk. They translate: what happens is in actions, what is read in queries."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from countermark_portal.casework.appeals import hearing
from countermark_portal.casework.appeals import queries as appeals
from countermark_portal.casework.appeals.background import offered
from countermark_portal.casework.appeals.facts import Outcome as Heard
from countermark_portal.casework.cases import actions as case_actions
from countermark_portal.casework.cases import queries as cases
from countermark_portal.casework.cases.queries import Wait
from countermark_portal.casework.correspondence import actions as correspondence
from countermark_portal.casework.correspondence import queries as messages_read
from countermark_portal.casework.correspondence.actions import Audience
from countermark_portal.casework.decisions import desk
from countermark_portal.casework.decisions import queries as decisions
from countermark_portal.casework.decisions.rules import Outcome
from countermark_portal.casework.enforcement import queries as enforcement
from countermark_portal.casework.evidence import queries as evidence
from countermark_portal.errors import NotFound, Stale
from countermark_portal.ledger import clock
from countermark_portal.parties.permission_map import Permission, permit
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.terms import word
from countermark_portal.surfaces import files
from countermark_portal.surfaces.review import forms, page, words

DeskView = Callable[..., HttpResponse]


def for_desk(view: DeskView) -> DeskView:
    """A page for reviewers: others are refused or sent to sign in; `Stale` says who was faster."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        actor = actor_of(request.user)
        permit(actor, Permission.CLAIM_CASE)
        try:
            return view(request, actor, **named)
        except Stale as stale:
            return _told_stale(request, actor, stale, named.get("reference", ""))

    return login_required(guarded)


def _told_stale(request: HttpRequest, actor: Actor, stale: Stale, reference: str) -> HttpResponse:
    """Somebody was faster: who, what they did, when."""
    case = cases.find(actor, reference)
    now = clock.now()
    context = {
        "text": stale.args[0],
        "case": case,
        "claim": cases.claim(case, actor, now),
        "latest": decisions.latest(actor, case),
        "now": now,
    }
    return render(request, "portal/review/stale.html", context, status=stale.status)


@require_GET
@for_desk
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for the desk."""
    chosen, brand, now = request.GET.get("wait", ""), request.GET.get("brand", ""), clock.now()
    found = cases.queue(actor, now, wait=word(Wait, chosen), brand=brand)
    stuck = enforcement.stuck(actor, brand=brand)
    brands = sorted(
        {*found.brands, *((one.brand_slug, one.brand) for one in stuck if one.brand_slug)}, key=lambda b: b[1]
    )
    context = {
        "now": now,
        "queue": found,
        "stuck": stuck if chosen in {"", "stuck"} else (),
        "stuck_count": len(stuck),
        "only_stuck": chosen == "stuck",
        "unanswered": messages_read.unanswered(actor) if not chosen and not brand else (),
        "filter": forms.Filter(request.GET, brands=brands),
        "chosen": bool(chosen or brand),
    }
    return render(request, "portal/review/queue.html", context)


@require_GET
@for_desk
def case(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """One case, with everything to decide it."""
    return page.show(request, actor, reference, clock.now())


@require_POST
@for_desk
def claim(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """Take the case."""
    found = case_actions.claim(actor=actor, now=clock.now(), case=cases.find(actor, reference).id)
    messages.success(
        request, f"{found.reference} is yours until {found.claimed_until:%H:%M} UTC.", extra_tags="good"
    )
    return redirect("review:case", reference=reference)


@require_POST
@for_desk
def decide(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """The first decision."""
    found, now = cases.find(actor, reference), clock.now()
    form = forms.Decide(request.POST, offered=offered(found))
    if not form.is_valid():
        return page.show(request, actor, reference, now, status=422, decide_form=form)
    given = form.cleaned_data
    made = desk.decide(
        actor=actor,
        now=now,
        case=found.id,
        outcome=Outcome(given["outcome"]),
        own_words=given["own_words"],
        facts=form.chosen,
    )
    messages.success(
        request, f"{reference}: {words.said('outcome', made.outcome).lower()}. Both sides are told."
    )
    if made.outcome == Outcome.PROPOSE:
        messages.info(request, "Nothing is restricted until a second person agrees.")
    return redirect("review:queue")


@require_POST
@for_desk
def approve(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """The second person's word."""
    found, now = cases.find(actor, reference), clock.now()
    form = forms.Approve(request.POST)
    if not form.is_valid():
        return page.show(request, actor, reference, now, status=422, approve_form=form)
    given = form.cleaned_data
    made = desk.approve(
        actor=actor, now=now, case=found.id, agrees=given["agrees"], own_words=given["own_words"]
    )
    messages.success(
        request, f"{reference}: {words.said('outcome', made.outcome).lower()}. Both sides are told."
    )
    return redirect("review:queue")


@require_POST
@for_desk
def hear(request: HttpRequest, actor: Actor, *, reference: str, appeal: UUID) -> HttpResponse:
    """How an appeal ends."""
    found, now = cases.find(actor, reference), clock.now()
    if not any(one.id == appeal for one in appeals.appeals(actor, found)):
        raise NotFound("there is no such appeal in this case")
    form = forms.Hear(request.POST)
    if not form.is_valid():
        return page.show(request, actor, reference, now, status=422, hear_form=form)
    given = form.cleaned_data
    hearing.hear(
        actor=actor,
        now=now,
        appeal=appeal,
        outcome=Heard(given["outcome"]),
        own_words=given["own_words"],
        verified_invoice=given["verified_invoice"],
    )
    messages.success(
        request, f"{reference}: {words.said('outcome', given['outcome']).lower()}. Both sides are told."
    )
    return redirect("review:queue")


@require_POST
@for_desk
def write(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """Write to one side."""
    form = forms.Write(request.POST)
    return _write(request, actor, reference, form, "write_form")


@require_POST
@for_desk
def note(request: HttpRequest, actor: Actor, *, reference: str) -> HttpResponse:
    """Note something for the desk alone."""
    form = forms.Note(request.POST, prefix="note")
    return _write(request, actor, reference, form, "note_form")


def _write(
    request: HttpRequest, actor: Actor, reference: str, form: forms.Write | forms.Note, name: str
) -> HttpResponse:
    found, now = cases.find(actor, reference), clock.now()
    if not form.is_valid():
        return page.show(request, actor, reference, now, status=422, **{name: form})
    audience = Audience(form.cleaned_data.get("audience", Audience.INTERNAL))
    correspondence.write(
        actor=actor, now=now, case=found.id, audience=audience, text=form.cleaned_data["text"]
    )
    messages.success(request, "Noted." if audience is Audience.INTERNAL else "Written.", extra_tags="good")
    return redirect("review:case", reference=reference)


@require_GET
@for_desk
def media(request: HttpRequest, actor: Actor, *, reference: str, sha256: str) -> HttpResponse:  # noqa: ARG001  # Django's
    """A photo of the listing, as it was captured."""
    if not evidence.is_photo_of(cases.find(actor, reference).listing_id, sha256):
        raise NotFound("there is no such photo in this case")
    return files.picture(sha256)


@require_GET
@for_desk
def file(request: HttpRequest, actor: Actor, *, reference: str, sha256: str) -> HttpResponse:
    """A file that a party brought: shown if it is a picture, else to be downloaded."""
    found = appeals.file_of_case(actor, cases.find(actor, reference), sha256)
    if found is None or not found.sha256:
        raise NotFound("there is no such file in this case")
    if found.is_picture and "download" not in request.GET:
        return files.picture(found.sha256)
    return files.download(found)
