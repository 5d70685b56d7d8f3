"""Django's view of the parties."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The parties."""

    name = "countermark_portal.parties"
    label = "parties"
