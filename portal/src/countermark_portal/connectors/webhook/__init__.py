"""Webhooks out: what happens is told to the programs of the organisations that may know it (Standard Webhooks)."""
