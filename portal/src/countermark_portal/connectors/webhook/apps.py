"""Django's view of the webhooks."""

from __future__ import annotations

from django.apps import AppConfig


class WebhookConfig(AppConfig):
    """The webhooks."""

    name = "countermark_portal.connectors.webhook"
    label = "webhook"

    def ready(self) -> None:
        """Have events handed on only where an endpoint is registered."""
        from countermark_portal.connectors.webhook.models import Endpoint  # noqa: PLC0415  # models are ready now
        from countermark_portal.ledger import outbox  # noqa: PLC0415  # as above

        outbox.only_if("webhook.deliver", Endpoint.objects.exists)
