"""Pages of rights holders, their agents and associations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from countermark_portal.casework.appeals import actions as appeals
from countermark_portal.casework.appeals import for_holders
from countermark_portal.casework.appeals.facts import Reply
from countermark_portal.casework.appeals.for_holders import CounterSeen
from countermark_portal.casework.notices import actions, queries
from countermark_portal.casework.notices.actions import NotTaken
from countermark_portal.casework.notices.queries import OPEN, ItemSeen, Standing
from countermark_portal.errors import Forbidden, Stale
from countermark_portal.ledger import clock
from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor
from countermark_portal.policies.terms import Element, Evidence, Ground, NotifierKind, word
from countermark_portal.surfaces import shell
from countermark_portal.surfaces.brand.forms import HolderNotice, ReplyForm
from countermark_portal.surfaces.public.views import appeal_page, withdraw_page
from countermark_portal.surfaces.standings import badges, told
from countermark_portal.surfaces.wording import ELEMENTS, EVIDENCE, GROUNDS, HAPPENED

PER_PAGE: Final = 25
DRAFT: Final = "notice_draft"
"""The key under which another page of ours leaves the first values of a notice in the session."""
form_page = require_http_methods(["GET", "HEAD", "POST"])
Rest = ParamSpec("Rest")


def for_holder(
    view: Callable[Concatenate[HttpRequest, Actor, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Let in who acts for a rights holder, an agent or an association; others sign in, or are told."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = actor_of(request.user)
        if not shell.acts_for_holder(actor):
            mend = "sign in as somebody who acts for one; everybody else can report at /notify/"
            raise Forbidden("these pages are for rights holders, their agents and associations", mend=mend)
        return view(request, actor, *args, **kwargs)

    return guarded


@require_safe
@for_holder
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Notices and what became of them, rights, and counter-notices that wait."""
    now = clock.now()
    notices = queries.visible_to(actor).select_related("right").order_by("-submitted_at")
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(page.object_list)
    total = queries.totals(actor)
    titles = _titles(now)
    context = {
        "page": page,
        "rows": [
            (one, titles.get(one.reason, one.reason), badges(counts[one.id])) for one in page.object_list
        ],
        "totals": badges(total),
        "open": sum(total[one] for one in OPEN),
        "rights": queries.rights(actor, now.date()),
        "waiting": [_counter(one) for one in for_holders.counter_notices(actor, waiting=True)],
    }
    return render(request, "portal/brand/overview.html", context)


def _counter(one: CounterSeen) -> dict[str, Any]:
    """A counter-notice in words."""
    known = word(Ground, one.ground)
    ground = GROUNDS[known] if known else "The seller objects"
    proofs = [EVIDENCE_OF_SELLER.get(proof.kind, proof.kind.replace("_", " ")) for proof in one.proofs]
    return {"seen": one, "ground": ground, "proofs": list(dict.fromkeys(proofs))}


EVIDENCE_OF_SELLER: Final = {
    **{str(kind): words for kind, words in EVIDENCE.items()},
    "invoice": "An invoice",
    "licence": "A licence",
    "authorisation": "An authorisation",
    "document": "A document",
}


@form_page
@for_holder
def notify(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form for a notice on rights of one's own."""
    now = clock.now()
    sites = queries.sites()
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = HolderNotice(
        *given,
        sites=sites,
        reasons=queries.reasons(sites, now.date()),
        rights=queries.rights(actor, now.date()),
        kind=NotifierKind(str(actor.kind)),
        initial={"listings": request.GET.get("listing", "")[:2000]} | request.session.get(DRAFT, {}),
    )
    if given and form.is_valid():
        [taken] = actions.submit(actor=actor, now=now, submissions=[form.submission()])
        if not isinstance(taken, NotTaken):
            request.session.pop(DRAFT, None)
            messages.success(
                request, f"Received as {taken.reference}. The listings are being recorded and checked."
            )
            return redirect("brand:notice", reference=taken.reference)
        form.add_error("listings", f"{taken.what}: {taken.mend}.")
    return render(request, "portal/brand/notify.html", {"form": form}, status=422 if given else 200)


@require_safe
@for_holder
def notice(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """One notice: its listings, verdicts, cases, letters, and what happened when."""
    found = queries.find(actor, reference)
    items = queries.items(actor, found)
    own = set(for_holders.visible_to(actor).filter(items__notice=found).values_list("id", flat=True))
    cases = [item.case for item in items if item.case is not None and item.case.id in own]
    now = clock.now()
    context = {
        "notice": found,
        "said": _said(found, now),
        "totals": badges(queries.counts([found])[found.id]),
        "items": [(told(item), _may(item, now) if item.case in cases else None) for item in items],
        "counters": [_counter(one) for one in for_holders.counter_notices(actor, cases)],
        "letters": queries.letters(actor, found),
        "timeline": _timeline(found.submitted_at, found.withdrawn_at, for_holders.timeline(cases)),
        "can_withdraw": any(item.can_be_withdrawn for item in items),
    }
    return render(request, "portal/brand/notice.html", context)


def _titles(now: datetime) -> dict[str, str]:
    """Reason codes in words."""
    return {one.code: one.rule.title for one in queries.reasons(queries.sites(), now.date())}


def _said(notice: Any, now: datetime) -> dict[str, Any]:
    """What the notice said, in words."""
    element = word(Element, notice.element)
    return {
        "reason": _titles(now).get(notice.reason, notice.reason),
        "element": ELEMENTS[element] if element else notice.element,
        "evidence": [(_kind(one), one.get("name") or one.get("says", "")) for one in notice.evidence],
    }


def _kind(evidence: Mapping[str, Any]) -> str:
    """A kind of evidence in words."""
    kind = word(Evidence, evidence.get("kind"))
    return EVIDENCE[kind] if kind else str(evidence.get("kind", ""))


def _may(item: ItemSeen, now: datetime) -> datetime | None:
    """Until when an appeal can be made on this listing; None if there is nothing to appeal against."""
    if item.case is None or item.standing not in {Standing.UNRESTRICTED, Standing.RESTORED}:
        return None
    return for_holders.appealable_until(item.case, now)


def _timeline(
    submitted: datetime, withdrawn: datetime | None, happened: list[for_holders.Happened]
) -> list[tuple[datetime, str, str]]:
    steps = [(one.at, HAPPENED.get(one.code, one.code), one.about) for one in happened]
    steps.append((submitted, HAPPENED["submitted"], ""))
    if withdrawn:
        steps.append((withdrawn, HAPPENED["withdrawn"], ""))
    return sorted(steps)


@form_page
@for_holder
def withdraw(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Taking a notice back."""
    found = queries.find(actor, reference)
    return withdraw_page(request, actor, found, reverse("brand:notice", args=[reference]))


@form_page
@for_holder
def reply(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The reply to a counter-notice, while its clock runs."""
    case = for_holders.find(actor, reference)
    counter = next((one for one in for_holders.counter_notices(actor, [case]) if one.waits), None)
    if counter is None:
        raise Stale(
            f"{reference}: no counter-notice waits for a reply", mend="the overview lists those that do"
        )
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplyForm(*given, counter=counter)
    if given and form.is_valid():
        what = Reply(form.cleaned_data["reply"])
        appeals.reply(
            actor=actor,
            now=clock.now(),
            case=case.id,
            what=what,
            text=form.cleaned_data["text"],
            evidence=form.kept,
        )
        messages.success(request, f"Your reply in {reference} was taken down. You are told what comes of it.")
        return redirect("brand:overview")
    own = (
        queries.items_visible_to(actor).filter(case=case, withdrawn_at=None).select_related("notice").first()
    )
    context = {
        "form": form,
        "case": case,
        "counter": _counter(counter),
        "notice": own.notice if own else None,
    }
    return render(request, "portal/brand/reply.html", context, status=422 if given else 200)


@form_page
@for_holder
def appeal(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """An appeal against a decision in the seller's favour."""
    return appeal_page(request, actor, reference, reverse("brand:overview"))
