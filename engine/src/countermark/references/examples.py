"""References written in code, for examples and tests: the same mapping as in references.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from countermark.references.check import read_references
from countermark.references.loaded import References


def references_from(mapping: Mapping[str, Any], folder: Path) -> References:
    """Write `mapping` as references.yaml beneath `folder`, check, compile and load it."""
    source = folder / "source"
    source.mkdir(parents=True, exist_ok=True)
    (source / "references.yaml").write_text(
        yaml.safe_dump(dict(mapping), allow_unicode=True), encoding="utf-8"
    )
    return References.of(read_references(source), folder / "index")
