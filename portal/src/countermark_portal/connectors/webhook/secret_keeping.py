"""Secrets of endpoints: made here, shown once, kept sealed under the installation's own secret."""

from __future__ import annotations

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def new() -> str:
    """A new secret, as Standard Webhooks write them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> bytes:
    """As it is kept."""
    return _box().encrypt(secret.encode())


def opened(kept: bytes) -> str | None:
    """As it signs; None if the installation's secret has changed, and nothing opens it any more."""
    try:
        return _box().decrypt(kept).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    key = salted_hmac("countermark.webhook", "secrets of endpoints", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
