"""Standing: strikes of sellers, tiers of notifiers; computed by replay."""
