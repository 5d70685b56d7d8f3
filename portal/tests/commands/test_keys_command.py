"""`countermark keys`: issued, listed, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from countermark_portal.commands.keys import keys
from countermark_portal.ledger import clock
from countermark_portal.parties import api_keys
from countermark_portal.parties.models import Organisation
from countermark_portal.parties.rules import OrganisationKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command is told of a database; in this process Django is connected to the test's already."""
    monkeypatch.setenv("DATABASE_URL", "postgres://the.database.of.this.test/")
    monkeypatch.setenv("COUNTERMARK_DATA", str(tmp_path))
    Organisation.objects.create(kind=OrganisationKind.RIGHTS_HOLDER, name="Norrvik AB")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(keys, arguments)


def test_a_key_is_issued_listed_and_taken_back() -> None:
    done = run("issue", "--organisation", "Norrvik AB", "--name", "shop system", "--scope", "notices:write")
    assert done.exit_code == 0, done.output
    secret = done.stdout.strip()
    assert api_keys.actor_of_key(secret, now=clock.now()) is not None
    handle = secret.split("_")[1]
    listed = run("list").output
    assert "Norrvik AB: shop system (notices:write)" in listed
    assert secret not in listed
    assert run("revoke", handle).exit_code == 0
    assert api_keys.actor_of_key(secret, now=clock.now()) is None
    assert "revoked" in run("list").output


def test_what_is_not_there_is_told() -> None:
    unknown = run("issue", "--organisation", "Velmora", "--name", "x", "--scope", "notices:read")
    assert "no such organisation" in str(unknown.exception)
    assert "no such key" in str(run("revoke", "0").exception)
