"""Brands' rights: read from YAML or Parquet, checked, compiled to mapped tables in segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from countermark.references.loaded import References

__all__ = ["References"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: checking a folder, or printing a schema, needs no compiled tables.
    if name == "References":
        from countermark.references.loaded import References  # noqa: PLC0415  # lazy on purpose, see above

        return References
    raise AttributeError(name)
