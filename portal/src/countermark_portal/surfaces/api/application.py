"""The API as a whole: its routers, and the one place where errors get their one shape."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from countermark_portal.errors import PortalError
from countermark_portal.surfaces.api import cases, marketplaces, notices, rows, sellers, webhooks, xarf
from countermark_portal.surfaces.api.errors import Lacking, TooMany, Unknown
from countermark_portal.surfaces.api.shapes import Json, told

MOST_FIXES: Final = 20
"""Things to mend that one answer names."""


class Api(NinjaAPI):
    """Names operations as people do: `notices_send`."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The operation's name in the description."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


api = Api(
    title="Countermark",
    version="1",
    description="Notices, cases, the sellers' side, and webhooks. How to begin: docs/api.md.",
    docs_url=None,  # the page would load its scripts from elsewhere
    parser=Json(),
    urls_namespace="api",
)
api.add_router("", marketplaces.router)
api.add_router("", notices.router)
api.add_router("", rows.router)
api.add_router("", xarf.router)
api.add_router("", cases.router)
api.add_router("", sellers.router)
api.add_router("", webhooks.router)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, mend: str, fixes: list[dict[str, Any]]
) -> HttpResponse:
    body = {"code": code, "message": message, "mend": mend, "fixes": fixes}
    return api.create_response(request, body, status=status)


@api.exception_handler(PortalError)
def _portal_error(request: HttpRequest, error: PortalError) -> HttpResponse:
    fixes = error.fixes if isinstance(error, Lacking) else []
    lacking = [{"field": f.field, "code": f.code, "what": f.what, "mend": f.mend} for f in fixes]
    answer = _answer(request, error.status, error.code, str(error.args[0]), error.mend or "", lacking)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(int(error.wait))
    if isinstance(error, Unknown):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fixes = [fix_of(one) for one in error.errors[:MOST_FIXES]]
    what = f"{len(error.errors)} things in the request are not as they must be"
    return _answer(request, 422, "invalid", what, "mend what `fixes` names; see /api/v1/openapi.json", fixes)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    return _answer(request, 413, "too-large", "the request is too large", "send less at once", [])


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, "unreadable", str(error), "send JSON in UTF-8", [])


def fix_of(one: dict[str, Any]) -> dict[str, Any]:
    """An error of pydantic's in our words: the place, and what is expected there."""
    return {
        "field": told(one["loc"]),
        "code": str(one["type"]),
        "what": str(one["msg"]),
        "mend": "see the schema",
    }
