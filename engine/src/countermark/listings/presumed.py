"""What counts for listings that do not say it themselves: shop exports name neither shop nor currency."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.errors import UnusableInput
from countermark.listings.currencies import CURRENCIES
from countermark.listings.faults import shown
from countermark.listings.kernels import Column, pc
from countermark.tables import DEFAULT_MARKETPLACE


@dataclass(frozen=True, slots=True)
class Presumed:
    """The marketplace and the currency of listings that state none. What a listing states always counts."""

    marketplace: str = DEFAULT_MARKETPLACE
    currency: str | None = None

    def __post_init__(self) -> None:
        if not self.marketplace.strip():
            raise UnusableInput("the marketplace has no name", mend="give it one, or leave it out")
        if self.currency is not None and self.currency not in CURRENCIES:
            raise UnusableInput(
                f"{shown(self.currency)} is no currency of ISO 4217", mend="write a code such as EUR"
            )

    def marketplaces(self, stated: Column) -> Column:
        """The column `marketplace` without gaps."""
        return stated.fill_null(self.marketplace) if stated.null_count else stated

    def currencies(self, stated: Column, prices: Column) -> Column:
        """The column `currency` without gaps where there is a price."""
        if self.currency is None or not stated.null_count:
            return stated
        return pc.if_else(pc.is_valid(prices), stated.fill_null(self.currency), stated)
