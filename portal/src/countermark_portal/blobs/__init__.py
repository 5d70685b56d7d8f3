"""Blobs: bytes by their SHA-256, through fsspec."""
