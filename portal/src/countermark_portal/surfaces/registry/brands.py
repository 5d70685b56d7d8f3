"""Pages of one brand: its authorised sellers, what it says of itself, and compiling that for the engine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countermark_portal.errors import Refused
from countermark_portal.ledger import clock
from countermark_portal.parties.rules import Actor
from countermark_portal.registry import actions, consents, queries, saying
from countermark_portal.surfaces.brand.views import for_holder
from countermark_portal.surfaces.registry import forms
from countermark_portal.surfaces.registry.views import refuse


@require_safe
@for_holder
def brand(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """A brand of one's own."""
    return _brand(request, actor, slug)


def _sites() -> list[tuple[str, str]]:
    return [(one.slug, one.name) for one in queries.marketplaces()]


def _brand(request: HttpRequest, actor: Actor, slug: str, status: int = 200, **more: Any) -> HttpResponse:
    found = queries.own_brand(actor, slug)
    today = clock.now().date()
    said = found.references
    context = {
        "brand": found,
        "today": today,
        "sellers": [
            (one, forms.EndSeller(today=today, prefix=f"end-{one.id}"))
            for one in queries.sellers(actor, found)
        ],
        "seller_form": forms.Seller(sites=_sites(), prefix="seller"),
        "words_form": forms.Words(initial=_as_lines(found.name, said)),
        "products": forms.Products(initial=_as_rows(said), prefix="product"),
        "file_form": forms.ReferencesFile(),
        "snapshot": queries.latest_snapshot(),
        **more,
    }
    return render(request, "portal/registry/brand.html", context, status=status)


def _as_lines(name: str, said: dict[str, Any]) -> dict[str, str]:
    words = said.get("words") or [{"text": name}]
    lines = [one["text"] + (f" = {one['renders']}" if one.get("renders") else "") for one in words]
    return {"words": "\n".join(lines), "nicknames": "\n".join(said.get("nicknames", []))}


def _as_rows(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **{key: one.get(key, "") for key in ("id", "title", "gtin")},
            **{key: (one.get("price") or {}).get(key, "") for key in ("low", "high", "currency")},
        }
        for one in said.get("products", [])
    ]


@require_POST
@for_holder
def authorise(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Give a seller consent."""
    found = queries.own_brand(actor, slug)
    form = forms.Seller(request.POST, sites=_sites(), prefix="seller")
    if form.is_valid():
        try:
            consents.authorise(actor=actor, now=clock.now(), brand=found, consents=[form.consent])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"{form.consent.seller_id} sells with your consent.")
            return redirect("registry:brand", slug=slug)
    return _brand(request, actor, slug, 422, seller_form=form)


@require_POST
@for_holder
def end(request: HttpRequest, actor: Actor, slug: str, consent: int) -> HttpResponse:
    """End a seller's consent with a day."""
    now = clock.now()
    form = forms.EndSeller(request.POST, today=now.date(), prefix=f"end-{consent}")
    if not form.is_valid():
        messages.error(request, "Write the last day as a date.", extra_tags="bad")
    else:
        ended = consents.end(actor=actor, now=now, consent=consent, last_day=form.cleaned_data["last_day"])
        messages.success(request, f"{ended.seller_id} sells with your consent until {ended.valid_until}.")
    return redirect("registry:brand", slug=slug)


@require_POST
@for_holder
def say(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Words, nicknames, products and prices from the form."""
    found = queries.own_brand(actor, slug)
    words = forms.Words(request.POST)
    products = forms.Products(request.POST, prefix="product")
    if not (words.is_valid() and products.is_valid()):
        return _brand(request, actor, slug, 422, words_form=words, products=products)
    before = {one["id"]: one for one in found.references.get("products", [])}
    rows = [one.said for one in products if one.cleaned_data.get("id") and not one.cleaned_data.get("DELETE")]
    said = {
        **{key: value for key, value in found.references.items() if key == "common_word"},
        **words.said(found.references.get("words", [])),
        # What a row does not show, as category and photos, stays.
        "products": [{**_kept(before.get(row["id"], {})), **row} for row in rows],
    }
    faults = saying.say(actor=actor, now=clock.now(), brand=found, said=said)
    if faults:
        return _brand(request, actor, slug, 422, words_form=words, products=products, faults=faults)
    messages.success(request, "Kept. Compile it, so that the screening knows it.")
    return redirect("registry:brand", slug=slug)


def _kept(product: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in product.items() if key not in {"price", "gtin"}}


@require_POST
@for_holder
def say_by_file(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """The same from a `references.yaml`."""
    found = queries.own_brand(actor, slug)
    form = forms.ReferencesFile(request.POST, request.FILES)
    if not form.is_valid():
        return _brand(request, actor, slug, 422, file_form=form)
    said = saying.read_yaml(found, form.cleaned_data["file"].read())
    faults = (
        saying.say(actor=actor, now=clock.now(), brand=found, said=said) if isinstance(said, dict) else said
    )
    if faults:
        return _brand(request, actor, slug, 422, file_form=form, faults=faults[:50])
    messages.success(request, "Kept. Compile it, so that the screening knows it.")
    return redirect("registry:brand", slug=slug)


@require_POST
@for_holder
def compile_now(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Compile what all brands say, as it stands."""
    found = queries.own_brand(actor, slug)
    snapshot = actions.compile_references(actor=actor, now=clock.now(), asked_for=found)
    messages.success(request, f"Compiled as {snapshot.digest[:12]}: the screening goes by it from now on.")
    return redirect("registry:brand", slug=slug)
