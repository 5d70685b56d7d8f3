"""Pages for everyone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import for_holders
from countermark_portal.casework.notices import actions, queries, withdrawal
from countermark_portal.casework.notices.actions import NotTaken
from countermark_portal.casework.statements import proofs
from countermark_portal.errors import NotFound, Stale
from countermark_portal.ledger import clock, heads
from countermark_portal.parties import links
from countermark_portal.parties.queries import actor_of, demo_people
from countermark_portal.parties.rules import PUBLIC, Actor, Capacity
from countermark_portal.surfaces import shell
from countermark_portal.surfaces.files import receipt_file
from countermark_portal.surfaces.public.forms import AppealForm, PublicNotice, Withdrawal
from countermark_portal.surfaces.standings import told

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What Countermark is for each audience; in the demo, one sign-in for each role."""
    context: dict[str, Any] = {"home": shell.home(actor_of(request.user))}
    if settings.DEMO:
        context["people"] = demo_people()
    return render(request, "portal/public/start.html", context)


@form_page
def notify(request: HttpRequest) -> HttpResponse:
    """The form for a notice, without account."""
    if shell.acts_for_holder(actor_of(request.user)):
        return redirect("brand:notify")
    now = clock.now()
    sites = queries.sites()
    reasons = queries.reasons(sites, now.date())
    initial = {"listings": request.GET.get("listing", "")[:2000]}
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PublicNotice(*given, sites=sites, reasons=reasons, initial=initial)
    if given and form.is_valid():
        # Whoever is signed in for something else notifies as anybody.
        [taken] = actions.submit(actor=PUBLIC, now=now, submissions=[form.submission()])
        if not isinstance(taken, NotTaken):
            return redirect("public:received", token=links.token(Capacity.NOTIFIER, taken.id))
        form.add_error("listings", f"{taken.what}: {taken.mend}.")
    status = 422 if given else 200
    return render(request, "portal/public/notify.html", {"form": form}, status=status)


def _opened(token: str) -> Actor:
    """As whom somebody acts who holds a notifier's link."""
    actor = links.holder_of(token)
    return actor if actor.capacity is Capacity.NOTIFIER else PUBLIC


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt: the reference, and the private link."""
    notice = queries.linked(_opened(token))
    link = request.build_absolute_uri(reverse("public:notice", args=[token]))
    context = {"notice": notice, "token": token, "link": link}
    return render(request, "portal/public/received.html", context)


@never_cache
@require_safe
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a notice, for who holds its link."""
    actor = _opened(token)
    found = queries.linked(actor)
    items = queries.items(actor, found)
    context = {
        "notice": found,
        "token": token,
        "items": [told(item) for item in items],
        "letters": queries.letters(actor, found),
        "can_withdraw": any(item.can_be_withdrawn for item in items),
        "appealable": [
            (case, until)
            for case in for_holders.visible_to(actor)
            if (until := for_holders.appealable_until(case, clock.now())) is not None
        ],
    }
    return render(request, "portal/public/notice.html", context)


@never_cache
@form_page
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Taking a notice back by its link."""
    actor = _opened(token)
    found = queries.linked(actor)
    back = reverse("public:notice", args=[token])
    return withdraw_page(request, actor, found, back)


def withdraw_page(request: HttpRequest, actor: Actor, notice: Any, back: str) -> HttpResponse:
    """The form for taking a notice back, and what it does; rights holders have the same one."""
    items = queries.items(actor, notice)
    if not any(item.can_be_withdrawn for item in items):
        raise Stale(f"{notice.reference} was taken back already", mend="a new notice can be sent at any time")
    form = Withdrawal(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        done = withdrawal.withdraw(
            actor=actor,
            now=clock.now(),
            notice=notice.id,
            items=form.chosen,
            why=form.cleaned_data["why"],
            paid=form.was_paid,
        )
        number = "1 listing" if done.items == 1 else f"{done.items} listings"
        messages.success(request, f"Taken back for {number}. What rested on it alone is put back now.")
        return redirect(back)
    context = {"form": form, "notice": notice, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/public/withdraw.html", context, status=status)


@never_cache
@form_page
def appeal(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """An appeal of somebody who holds the link of a notice."""
    return appeal_page(request, _opened(token), reference, reverse("public:notice", args=[token]))


def appeal_page(request: HttpRequest, actor: Actor, reference: str, back: str) -> HttpResponse:
    """The form of an appeal against a decision in the seller's favour; rights holders have the same one."""
    case = for_holders.find(actor, reference)
    now = clock.now()
    until = for_holders.appealable_until(case, now)
    if until is None:
        raise Stale(f"{reference}: nothing was decided that you can appeal against, or not any more")
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = appeals.appeal(actor=actor, now=now, case=case.id, grounds=form.cleaned_data["grounds"])
        messages.success(request, f"Your appeal {made.reference} was received. Another person decides.")
        return redirect(back)
    context = {"form": form, "case": case, "until": until, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/public/appeal.html", context, status=status)


@never_cache
@require_safe
def proof(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  # the link says it all
    """What the record says of a notice, with its proof, as a file to keep."""
    found = queries.linked(_opened(token))
    return receipt_file(proofs.proof(found.id, audience="notifier"), found.reference)


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The heads of the record, day by day: whoever keeps one can tell whether the record was rewritten."""
    return render(request, "portal/public/ledger.html", {"heads": heads.published()})


@require_safe
def head(request: HttpRequest, day: str) -> HttpResponse:  # noqa: ARG001  # as above
    """The head of one day, as a file."""
    found = next((one for one in heads.published() if one.day.isoformat() == day), None)
    if found is None:
        raise NotFound(f"no head was published on {day}", mend="see the list of all days")
    return HttpResponse(heads.document(found), content_type="application/json")
