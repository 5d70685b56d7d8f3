"""Demands a second factor of the roles that the operator names: nothing else is shown before it is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from countermark_portal.parties.queries import actor_of

_OPEN: Final = ("/accounts/", "/static/", "/healthz")


class SecondFactor:
    """Sends who has such a role and no second factor to the page where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask for the second factor first."""
        if self._lacking(request):
            messages.warning(request, "Your role needs a second factor. Please set one up first.")
            return redirect("mfa_index")
        return self._get_response(request)

    def _lacking(self, request: HttpRequest) -> bool:
        if settings.DEMO or not settings.MFA_ROLES or request.path.startswith(_OPEN):
            return False
        if not request.user.is_authenticated:
            return False
        demanded = {str(role) for role in actor_of(request.user).roles} & set(settings.MFA_ROLES)
        return bool(demanded) and not is_mfa_enabled(request.user)
