"""Surfaces: one folder an audience. They translate; what happens is in actions, what is read in queries."""
