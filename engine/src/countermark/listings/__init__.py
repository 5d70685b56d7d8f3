"""Listings as the engine takes them: any table made to fit `tables.LISTING`, bad rows told apart, digests."""

from countermark.listings.digest import canonical, digests
from countermark.listings.presumed import Presumed
from countermark.listings.table import conform

__all__ = ["Presumed", "canonical", "conform", "digests"]
