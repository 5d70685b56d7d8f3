"""Django's view of the catalogue."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue."""

    name = "countermark_portal.catalogue"
    label = "catalogue"
