"""Django's view of the demo shop."""

from __future__ import annotations

from django.apps import AppConfig


class DemoShopConfig(AppConfig):
    """The demo shop, and its connector."""

    name = "countermark_portal.connectors.demo_shop"
    label = "demo_shop"

    def ready(self) -> None:
        """Make the connector known."""
        from countermark_portal.catalogue import ports  # noqa: PLC0415  # models stand only when apps are loaded
        from countermark_portal.connectors.demo_shop.connector import DemoShop  # noqa: PLC0415  # as above

        ports.register("demo_shop", DemoShop)
