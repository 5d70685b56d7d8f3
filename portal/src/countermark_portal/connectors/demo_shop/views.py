"""The shop front: what a buyer would see."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countermark_portal.connectors.demo_shop import queries
from countermark_portal.ledger import clock

_PER_PAGE: Final = 24


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All that the shop's search finds, or what it finds for the words in the box."""
    words = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    pages = Paginator(queries.found(words, clock.now()), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "demo_shop/front.html", {"words": words, "page": page})


@require_safe
def item(request: HttpRequest, listing_id: str) -> HttpResponse:
    """A listing's page, as long as it is served."""
    listing = queries.with_photos(queries.served().filter(pk=listing_id)).first()
    if listing is None:
        return _unavailable(request, "listing")
    return render(request, "demo_shop/item.html", {"listing": listing})


@require_safe
def seller(request: HttpRequest, seller_id: str) -> HttpResponse:
    """A seller's page with what is offered there now."""
    account = queries.open_sellers().filter(pk=seller_id).first()
    if account is None:
        return _unavailable(request, "shop")
    page = Paginator(queries.in_shop(account), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo_shop/seller.html", {"seller": account, "page": page})


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """A photo's bytes, as long as they are kept."""
    del request
    photo = queries.kept_media().filter(pk=name).first()
    if photo is None:
        return HttpResponseNotFound("This photo is not available.", content_type="text/plain; charset=utf-8")
    # Not to be kept by caches: whether it is still served is what the portal comes to see.
    return HttpResponse(
        bytes(photo.content), content_type=photo.content_type, headers={"Cache-Control": "no-cache"}
    )


def _unavailable(request: HttpRequest, what: str) -> HttpResponse:
    return render(request, "demo_shop/unavailable.html", {"what": what}, status=404)
