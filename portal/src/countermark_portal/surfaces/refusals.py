"""One place where the portal's errors become pages: what happened, why, and how it can be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from countermark_portal.errors import PortalError

_PLAIN: Final = {
    400: ("unreadable", "the request cannot be read", "see /api/v1/openapi.json"),
    403: ("forbidden", "this is not permitted", "see docs/api.md"),
    404: ("not-found", "there is nothing at this address", "the addresses are in /api/v1/openapi.json"),
    405: ("method-not-allowed", "this address does not take this method", "see the header Allow"),
    413: ("too-large", "the request is too large", "send less at once"),
    500: ("internal", "something went wrong on our side", "try again; if it stays, tell the operator"),
}
"""Answers of Django's own, which it writes as pages: code, what, mend."""


def _in_shape(plain: HttpResponse) -> HttpResponse:
    code, what, mend = _PLAIN[plain.status_code]
    answer = JsonResponse({"code": code, "message": what, "mend": mend}, status=plain.status_code)
    if "Allow" in plain.headers:
        answer.headers["Allow"] = plain.headers["Allow"]
    return answer


class Refusals:
    """Turns a `PortalError` into a page, or into JSON for the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what goes wrong below the API's address is told in the API's one shape."""
        response = self._get_response(request)
        is_plain = not response.headers.get("Content-Type", "").startswith("application/json")
        if request.path.startswith("/api/") and response.status_code in _PLAIN and is_plain:
            return _in_shape(response)
        return response

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
