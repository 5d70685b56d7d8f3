"""Bytes that others sent, shown from our origin: pictures decoded and encoded anew, all else as a download."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from countermark_portal.blobs import store
from countermark_portal.casework.appeals.queries import EvidenceSeen
from countermark_portal.surfaces.uploads import as_webp, safe_name

SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Whatever a browser makes of a download: it runs nothing and loads nothing."""


def picture(sha256: str, *, most: int = 1600) -> HttpResponse:
    """A kept picture, re-encoded. Not for caches that others share."""
    return _guarded(
        HttpResponse(as_webp(store.read(sha256), most=most), content_type="image/webp"), "max-age=3600"
    )


def download(file: EvidenceSeen) -> HttpResponse:
    """A kept file as a download, under a safe name and a type that no browser opens by itself."""
    response = HttpResponse(store.read(file.sha256), content_type="application/octet-stream")
    disposition = content_disposition_header(
        as_attachment=True, filename=safe_name(file.name or file.sha256[:12])
    )
    response["Content-Disposition"] = disposition or "attachment"
    return _guarded(response, "no-store")


def _guarded(response: HttpResponse, caching: str) -> HttpResponse:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"private, {caching}"
    return response


def receipt_file(content: bytes, reference: str) -> HttpResponse:
    """A receipt to keep: `countermark receipt verify` checks it without us."""
    headers = {"Content-Disposition": f'attachment; filename="{reference}.receipt.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
