"""Django's view of the surfaces: templates and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class SurfacesConfig(AppConfig):
    """The surfaces."""

    name = "countermark_portal.surfaces"
    label = "surfaces"
