from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a reference folder: `references.yaml` with the given text, and pictures with the given names."""

    def written(text: str | bytes, *pictures: str, folder: str = "brands") -> Path:
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for picture in pictures:
            (root / picture).parent.mkdir(parents=True, exist_ok=True)
            (root / picture).write_bytes(PICTURE)
        (root / "references.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return written
