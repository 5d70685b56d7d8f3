"""Parties: organisations, people and their roles; who may do what; personal values under a key per person."""
