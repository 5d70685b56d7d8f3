"""Django's view of the webhooks."""

from __future__ import annotations

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """The webhooks."""

    name = "countermark_portal.connectors.webhook"
    label = "webhook"
