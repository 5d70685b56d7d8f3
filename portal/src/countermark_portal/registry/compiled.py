"""References as the engine reads them: compiled into folders named by their content, loaded once a process."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
from django.conf import settings

from countermark.references import index
from countermark.references.model import Brand, ReferenceSet
from countermark.screener import Screener
from countermark_portal.errors import NotFound, Refused

_lock: Final = threading.Lock()


def compile_snapshot(brands: Sequence[dict[str, Any]]) -> str:
    """Compile what brands say of themselves; the SHA-256 of it all, which names the snapshot."""
    digest = hashlib.sha256(msgspec.json.encode(brands, order="sorted")).hexdigest()
    folder = _folder(digest)
    if not index.is_index(folder):
        try:
            source = ReferenceSet(brands=tuple(msgspec.convert(brand, Brand) for brand in brands))
        except msgspec.ValidationError as error:
            raise Refused(f"a brand's references are not as FORMATS has them: {error}") from error
        folder.mkdir(parents=True, exist_ok=True)
        index.compile_references(source, folder)
    return digest


def screener(digest: str) -> Screener:
    """The screener of a snapshot."""
    with _lock:
        return _loaded(digest)


def is_compiled(digest: str) -> bool:
    """Whether a snapshot's compiled folder is there."""
    return index.is_index(_folder(digest))


@lru_cache(maxsize=3)
def _loaded(digest: str) -> Screener:
    folder = _folder(digest)
    if not index.is_index(folder):
        raise NotFound(
            f"no references are compiled under {digest}", mend="compile them again: countermark doctor"
        )
    return Screener(folder)


def _folder(digest: str) -> Path:
    return Path(settings.DATA) / "references" / digest
