"""Who sets the portal up finds every setting, and no other, in docs/settings.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
READ = re.compile(r"_(?:text|flag|list)\(\"([A-Z_]+)\"")
TOLD = re.compile(r"`([A-Z][A-Z_]+)`")


def test_the_page_of_settings_is_whole_and_true() -> None:
    read = set(READ.findall((ROOT / "portal/src/countermark_portal/settings.py").read_text(encoding="utf-8")))
    rows = [
        line.split("|")[1]
        for line in (ROOT / "docs/settings.md").read_text("utf-8").splitlines()
        if "|" in line
    ]
    assert set(TOLD.findall("\n".join(rows))) == read
