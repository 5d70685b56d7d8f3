"""Bytes by their SHA-256: put, open, delete. A folder by default, any store that fsspec knows by one setting."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import fsspec
from django.conf import settings

from countermark_portal.errors import NotFound


@lru_cache(maxsize=4)
def _opened(url: str) -> tuple[Any, str]:
    filesystem, root = fsspec.core.url_to_fs(url)
    return filesystem, root.rstrip("/")


def _place(digest: str) -> tuple[Any, str]:
    filesystem, root = _opened(settings.BLOBS_URL)
    return filesystem, f"{root}/{digest[:2]}/{digest}"


def put(content: bytes) -> str:
    """Keep bytes; their SHA-256, by which they are found again. Keeping them twice is keeping them once."""
    digest = hashlib.sha256(content).hexdigest()
    filesystem, place = _place(digest)
    if not filesystem.exists(place):
        filesystem.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
        # Another name first: who reads never sees half of it.
        half = f"{place}.{hashlib.sha256(content[:64]).hexdigest()[:8]}.part"
        filesystem.pipe_file(half, content)
        filesystem.mv(half, place)
    return digest


def read(digest: str) -> bytes:
    """The bytes with this SHA-256, checked."""
    filesystem, place = _place(digest)
    try:
        content: bytes = filesystem.cat_file(place)
    except FileNotFoundError:
        raise NotFound(f"no bytes are kept under {digest}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound(f"the bytes kept under {digest} are not what they were", mend="restore the blob store")
    return content


def delete(digest: str) -> None:
    """Forget the bytes with this SHA-256."""
    filesystem, place = _place(digest)
    if filesystem.exists(place):
        filesystem.rm_file(place)
