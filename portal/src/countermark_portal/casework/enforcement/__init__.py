"""Measures on a marketplace: asked for, carried out, verified, undone."""
