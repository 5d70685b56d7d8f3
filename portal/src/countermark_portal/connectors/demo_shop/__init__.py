"""A small marketplace of our own: the portal's counterpart in the demo and in the tests. Fictional brands only."""
