"""Django, made ready for a command that is no web server."""

from __future__ import annotations

import os
from pathlib import Path


def configure(url: str, *, data: Path, demo: bool = False) -> None:
    """Point the settings at a database and a data folder, and load Django. Once a process."""
    os.environ["DATABASE_URL"] = url
    os.environ["COUNTERMARK_DATA"] = str(data)
    if demo:
        os.environ["COUNTERMARK_DEMO"] = "true"
    secret = data / "secret-key"
    if not (os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE")) and secret.is_file():
        # The one that `countermark up` made: links, keys and webhooks are signed with it by every process.
        os.environ["SECRET_KEY_FILE"] = str(secret)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countermark_portal.settings")
    import django  # noqa: PLC0415  # settings are read when Django is loaded

    django.setup()
