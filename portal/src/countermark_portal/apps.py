"""Django's view of the portal as a whole: what the modules say of each other is put together when it starts."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Makes the wiring known to the outbox."""

    name = "countermark_portal"
    label = "countermark_portal"

    def ready(self) -> None:
        """Wire."""
        from countermark_portal import wiring  # noqa: PLC0415  # models can be imported from now on
        from countermark_portal.ledger import outbox  # noqa: PLC0415  # as above

        outbox.wire(wiring.WIRING)
