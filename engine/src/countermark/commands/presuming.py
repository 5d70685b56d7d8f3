"""Options of every command that reads feeds: what counts for listings that do not say it."""

from __future__ import annotations

from typing import Final

import click

from countermark.listings import Presumed
from countermark.tables import DEFAULT_MARKETPLACE

MARKETPLACE: Final = click.option(
    "--marketplace",
    default=DEFAULT_MARKETPLACE,
    show_default=True,
    metavar="M",
    help="Where listings stand that do not name their marketplace.",
)
CURRENCY: Final = click.option(
    "--currency", metavar="CODE", help="The currency of prices that state none, such as those of Shopify."
)


def presumed(marketplace: str, currency: str | None) -> Presumed:
    """What the options say."""
    return Presumed(marketplace, currency.strip().upper() if currency is not None else None)
