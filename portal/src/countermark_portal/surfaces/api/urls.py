"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from countermark_portal.surfaces.api.application import api
from countermark_portal.surfaces.api.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
]
