"""Connectors: one folder a counterpart. Words of a vendor stand nowhere else."""
