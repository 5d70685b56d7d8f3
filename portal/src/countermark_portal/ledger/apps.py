"""Django's view of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "countermark_portal.ledger"
    label = "ledger"
