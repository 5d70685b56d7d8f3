"""Appeals and counter-notices: heard by another person; what follows from them."""
