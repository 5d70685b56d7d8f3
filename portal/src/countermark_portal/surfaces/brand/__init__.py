"""Pages of rights holders, their agents and associations."""
