"""Pages of rights holders: their rights, and how control of each is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countermark_portal.connectors.ip_offices.reading import read
from countermark_portal.errors import PortalError, Refused
from countermark_portal.ledger import clock
from countermark_portal.parties.rules import Actor, OrganisationKind
from countermark_portal.registry import control, importing, queries, saying
from countermark_portal.registry.control_rules import WELL_KNOWN, NotShown, ProofState, told
from countermark_portal.registry.rules import ControlShown
from countermark_portal.surfaces.brand.views import for_holder
from countermark_portal.surfaces.registry import forms
from countermark_portal.surfaces.uploads import as_webp, safe_name

_MOST_FAULTS = 50


def refuse(form: django_forms.Form, refused: PortalError) -> None:
    """Say on the form what an action refused."""
    form.add_error(None, f"{refused.args[0]}{f': {refused.mend}' if refused.mend else ''}.")


@require_safe
@for_holder
def rights(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All rights with their state, and what can be added."""
    return _rights(request, actor)


def _rights(request: HttpRequest, actor: Actor, status: int = 200, **more: Any) -> HttpResponse:
    brands = queries.own_brands(actor)
    context = {
        "brands": brands,
        "states": queries.states(actor, clock.now().date()),
        "import_form": forms.Import(brands=_named(brands)),
        "brand_form": forms.NewBrand(),
        "act_for_form": None if actor.kind is OrganisationKind.RIGHTS_HOLDER else forms.ActFor(prefix="for"),
        **more,
    }
    return render(request, "portal/registry/rights.html", context, status=status)


def _named(brands: Sequence[Any]) -> list[tuple[str, str]]:
    return [(one.slug, one.name) for one in brands]


@require_POST
@for_holder
def take_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Records from a file: all of it, or every fault."""
    form = forms.Import(request.POST, request.FILES, brands=_named(queries.own_brands(actor)))
    if not form.is_valid():
        return _rights(request, actor, 422, import_form=form)
    file = form.cleaned_data["file"]
    found = read(safe_name(file.name or "file"), file.read())
    if found.faults:
        faults = found.faults[:_MOST_FAULTS]
        more = len(found.faults) - len(faults)
        return _rights(request, actor, 422, import_form=form, faults=faults, more_faults=more)
    brand = queries.own_brand(actor, form.cleaned_data["brand"])
    taken = importing.take_in(
        actor=actor, now=clock.now(), brand=brand, records=found.records, pictures=found.pictures
    )
    return _rights(request, actor, taken=taken)


@require_POST
@for_holder
def add_brand(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A brand of one's own."""
    form = forms.NewBrand(request.POST)
    if form.is_valid():
        try:
            made = saying.add_brand(actor=actor, now=clock.now(), name=form.cleaned_data["name"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"{made.name} is here. Import its rights next.")
            return redirect("registry:brand", slug=made.slug)
    return _rights(request, actor, 422, brand_form=form)


@require_POST
@for_holder
def act_for(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A power of attorney for a holder that is here already."""
    form = forms.ActFor(request.POST, request.FILES, prefix="for")
    if form.is_valid():
        given = form.cleaned_data
        days = {"valid_from": given["valid_from"], "valid_until": given["valid_until"]}
        try:
            control.act_for(
                actor=actor, now=clock.now(), brand=given["brand"], document=form.document, **days
            )
        except PortalError as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Received. A person checks the power of attorney.")
            return redirect("registry:rights")
    return _rights(request, actor, 422, act_for_form=form)


@require_safe
@for_holder
def right(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """One right, and how control of it is shown."""
    return _right(request, actor, number)


def _right(request: HttpRequest, actor: Actor, number: UUID, status: int = 200, **more: Any) -> HttpResponse:
    state = queries.state(actor, number, clock.now().date())
    proof = state.proof
    waits = proof.how if proof and proof.state in {ProofState.OPEN, ProofState.WAITS} else ""
    addresses = queries.addresses(actor, state.right)
    context = {
        "state": state,
        "is_own": state.right.brand.organisation_id == actor.organisation,
        "proof": proof,
        "why_refused": queries.why_refused(actor, state.right),
        "code_waits": waits == ControlShown.CODE,
        "domain_waits": waits == ControlShown.DOMAIN and proof is not None and proof.state == ProofState.OPEN,
        "desk_waits": proof is not None and proof.state == ProofState.WAITS,
        "line": told(proof.token) if proof and proof.token else "",
        "file": f"https://{proof.domain}{WELL_KNOWN}" if proof and proof.domain else "",
        "ask_code": forms.AskCode(addresses=addresses) if addresses else None,
        "enter_code": forms.EnterCode(),
        "ask_domain": forms.AskDomain(),
        "document": forms.Document(),
        **more,
    }
    return render(request, "portal/registry/right.html", context, status=status)


def _shown(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    right = queries.state(actor, number, clock.now().date()).right
    messages.success(request, f"Control of {right} is shown until {right.control_until:%d %B %Y}.")
    return redirect("registry:right", number=right.id)


@require_POST
@for_holder
def ask_code(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """Have a code sent."""
    state = queries.state(actor, number, clock.now().date())
    form = forms.AskCode(request.POST, addresses=queries.addresses(actor, state.right))
    if form.is_valid():
        address = UUID(form.cleaned_data["address"])
        try:
            control.ask_code(actor=actor, now=clock.now(), right=number, address=address)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "A code is on its way. Ask whom you wrote to for it.")
            return redirect("registry:right", number=number)
    return _right(request, actor, number, 422, ask_code=form)


@require_POST
@for_holder
def enter_code(request: HttpRequest, actor: Actor, number: UUID, proof: UUID) -> HttpResponse:
    """Enter the code that came."""
    form = forms.EnterCode(request.POST)
    if form.is_valid():
        answer = control.enter_code(actor=actor, now=clock.now(), proof=proof, code=form.cleaned_data["code"])
        if not isinstance(answer, NotShown):
            return _shown(request, actor, number)
        form.add_error("code", f"{answer.what}: {answer.mend}.".capitalize())
    return _right(request, actor, number, 422, enter_code=form)


@require_POST
@for_holder
def ask_domain(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """Begin with a domain."""
    form = forms.AskDomain(request.POST)
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        try:
            control.ask_domain(actor=actor, now=clock.now(), right=number, domain=domain)
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("registry:right", number=number)
    return _right(request, actor, number, 422, ask_domain=form)


@require_POST
@for_holder
def check_domain(request: HttpRequest, actor: Actor, number: UUID, proof: UUID) -> HttpResponse:
    """Look whether the file is there."""
    answer = control.check_domain(actor=actor, now=clock.now(), proof=proof)
    if isinstance(answer, NotShown):
        messages.error(request, f"Not yet: {answer.what}. Mend: {answer.mend}.", extra_tags="bad")
    elif answer.id == number:
        # The right itself: it is shown. Else the proof, for which a person is needed.
        return _shown(request, actor, number)
    else:
        messages.success(request, "The file is there. A person confirms that the domain is the owner’s.")
    return redirect("registry:right", number=number)


@require_POST
@for_holder
def mandate(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """Bring a power of attorney."""
    form = forms.Document(request.POST, request.FILES)
    if form.is_valid():
        given = {"document": form.document, "valid_until": form.cleaned_data["valid_until"]}
        try:
            control.bring_mandate(actor=actor, now=clock.now(), right=number, **given)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "Received. A person checks the power of attorney.")
            return redirect("registry:right", number=number)
    return _right(request, actor, number, 422, document=form)


@require_http_methods(["GET", "HEAD"])
@for_holder
def picture(request: HttpRequest, actor: Actor, number: UUID) -> HttpResponse:
    """The mark's picture, encoded anew."""
    del request
    answer = HttpResponse(as_webp(queries.picture(actor, number), most=640), content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
