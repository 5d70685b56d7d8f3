"""The catalogue: marketplaces, seller accounts, the listings that a case refers to; the port to a marketplace."""
