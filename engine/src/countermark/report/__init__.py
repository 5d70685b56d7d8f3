"""Findings made visible: one self-contained page for the browser, the same for one listing in the terminal.

It reads findings files and never screens. Everything from a listing passes through `marking`, which leaves no
character that could act: neither in HTML, nor in a terminal, nor on the order in which text is shown.
"""

from __future__ import annotations

from countermark.report.facts import RunFacts
from countermark.report.sentences import reason
from countermark.report.writing import write_report

__all__ = ["RunFacts", "reason", "write_report"]
