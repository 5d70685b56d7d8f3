"""The demo: an operator with a marketplace, fictional brands with their rights, people for each role, cases."""
