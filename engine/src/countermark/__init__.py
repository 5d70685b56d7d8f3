"""Countermark's engine: reads a marketplace's listings and says which are suspect, why, and how surely.

The door for Python is `Screener(References.load(path)).screen(batch)`; for the shell it is `countermark screen`.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from countermark.references import References
    from countermark.screener import Screener

__version__ = version("countermark")
__all__ = ["References", "Screener", "__version__"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: `countermark --help` should not wait for Arrow and the known words.
    if name == "Screener":
        from countermark.screener import Screener  # noqa: PLC0415  # lazy on purpose, see above

        return Screener
    if name == "References":
        from countermark.references import References  # noqa: PLC0415  # lazy on purpose, see above

        return References
    raise AttributeError(name)
