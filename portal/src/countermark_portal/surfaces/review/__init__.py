"""The review desk: what waits for a person, and everything that a person needs to decide it."""
