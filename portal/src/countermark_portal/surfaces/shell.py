"""What every page shows around its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from countermark_portal.parties.queries import actor_of
from countermark_portal.parties.rules import Actor, OrganisationKind, Role

_HOLDERS: Final = frozenset(
    {OrganisationKind.RIGHTS_HOLDER, OrganisationKind.AGENT, OrganisationKind.ASSOCIATION}
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The actor of the request, where they can go, and whether this is the demo."""
    user = getattr(request, "user", None)
    actor = actor_of(user) if user is not None else None
    return {
        "actor": actor,
        "navigation": navigation(request.path, actor) if actor else [],
        "is_demo": settings.DEMO,
    }


def acts_for_holder(actor: Actor) -> bool:
    """Whether somebody acts for a rights holder, an agent or an association."""
    return actor.kind in _HOLDERS


def home(actor: Actor) -> tuple[str, str] | None:
    """The page that somebody who signed in works from, and its name."""
    return next((entry for entry in _own(actor) if _exists(entry[0])), None)


def navigation(path: str, actor: Actor) -> list[dict[str, Any]]:
    """Where an actor can go; the entry of the page that they are on is marked."""
    entries = [entry for entry in (*_own(actor), *_of_everyone(actor)) if _exists(entry[0])]
    here = max((url for url, _ in entries if path.startswith(url)), key=len, default="")
    return [{"url": url, "text": text, "current": url == here} for url, text in entries]


def _own(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.kind is OrganisationKind.OPERATOR:
        if actor.has(Role.REVIEWER, Role.SENIOR_REVIEWER):
            yield "/review/", "Review desk"
            yield "/review/mandates/", "Mandates"
        yield "/review/policies/", "Policies"
    if acts_for_holder(actor):
        yield "/brand/", "Overview"
        yield "/brand/notify/", "Report listings"
        yield "/brand/rights/", "Rights"


def _of_everyone(actor: Actor) -> Iterator[tuple[str, str]]:
    if not acts_for_holder(actor):
        yield "/notify/", "Report a listing"
    if settings.DEMO:
        yield "/shop/", "Demo shop"
        yield "/play/", "Play one case"
    if actor.kind is None and actor.capacity is None:
        yield "/accounts/login/", "Sign in"


def _exists(path: str) -> bool:
    """Whether an installation has this page: which surfaces are there is its own choice."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
