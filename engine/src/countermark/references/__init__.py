"""Brands' rights: read from YAML or Parquet, checked, compiled to mapped tables in segments."""

from __future__ import annotations

from countermark.references.loaded import References

__all__ = ["References"]
