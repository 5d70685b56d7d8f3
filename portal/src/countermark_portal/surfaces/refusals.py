"""One place where the portal's errors become pages: what happened, why, and how it can be mended."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from countermark_portal.errors import PortalError


class Refusals:
    """Turns a `PortalError` into a page, or into JSON for the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an error of ours; others are Django's."""
        if not isinstance(error, PortalError):
            return None
        text = error.args[0]
        if request.path.startswith("/api/"):
            body = {"code": error.code, "message": text, "mend": error.mend}
            return JsonResponse(body, status=error.status)
        context = {"text": text, "mend": error.mend, "code": error.code}
        return render(request, "portal/refused.html", context, status=error.status)
