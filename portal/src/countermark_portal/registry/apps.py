"""Django's view of the registry."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry."""

    name = "countermark_portal.registry"
    label = "registry"
