"""Django's view of the casework: one app, whose tables live with its modules."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The casework."""

    name = "countermark_portal.casework"
    label = "casework"
