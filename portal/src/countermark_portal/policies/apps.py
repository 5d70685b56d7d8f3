"""Django's view of the policies."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """The policies."""

    name = "countermark_portal.policies"
    label = "policies"
