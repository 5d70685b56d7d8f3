"""`countermark ledger verify`: the whole ledger of a database, and what it is held against."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from countermark_portal.commands.ledger import ledger
from countermark_portal.errors import Misconfigured
from countermark_portal.ledger import heads
from ledger.recording import NOW, recorded, sealed, triggers_off

pytestmark = [
    # Django empties the tables of an app without any: the ledger's own refuse to be emptied, and are by `ledger`.
    pytest.mark.django_db(transaction=True, available_apps=["django.contrib.messages"]),
    pytest.mark.usefixtures("ledger"),
]


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command is told of a database; in this process Django is connected to the test's already."""
    monkeypatch.setenv("DATABASE_URL", "postgres://the.database.of.this.test/")
    monkeypatch.setenv("COUNTERMARK_DATA", str(tmp_path))


def verify(*options: str) -> Result:
    return CliRunner().invoke(ledger, ["verify", *options])


def head_file(folder: Path) -> Path:
    head = heads.publish_head(now=NOW)
    assert head
    file = folder / "head.json"
    file.write_bytes(heads.document(head))
    return file


@pytest.mark.usefixtures("database")
def test_a_ledger_that_holds_is_told_with_what_it_was_held_against() -> None:
    recorded(5)
    sealed()
    recorded(1)
    done = verify()
    assert done.exit_code == 0, done.output
    assert "Anchor: none given" in done.output
    assert "Sealed events: 5. Seals: 1" in done.output
    assert "Events not sealed yet: 1." in done.output


@pytest.mark.usefixtures("database")
def test_the_anchor_from_outside_is_named(tmp_path: Path) -> None:
    recorded(5)
    sealed()
    done = verify("--anchor", str(head_file(tmp_path)))
    assert done.exit_code == 0, done.output
    assert "Anchor: the published head of 2026-03-02: seal 1, 5 events" in done.output


@pytest.mark.usefixtures("database")
def test_an_altered_event_ends_it_with_its_place() -> None:
    recorded(5)
    sealed()
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET kind = 'case.moved' WHERE seq = 4")
    done = verify()
    assert done.exit_code == 1
    assert "event 4 (seal 1): is not what was sealed" in done.output


@pytest.mark.usefixtures("database")
def test_a_ledger_made_anew_by_the_operator_is_found_by_the_anchor_alone(tmp_path: Path) -> None:
    recorded(5)
    sealed()
    kept = head_file(tmp_path)
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET kind = 'case.moved' WHERE seq = 4")
        cursor.execute("DELETE FROM ledger_publishedhead")
        cursor.execute("DELETE FROM ledger_seal")
    sealed(now=NOW + timedelta(hours=1))
    assert verify().exit_code == 0
    done = verify("--anchor", str(kept))
    assert done.exit_code == 1
    assert "seal 1: the head of 2026-03-02 was published over other seals than stand here" in done.output


@pytest.mark.usefixtures("database")
def test_an_anchor_that_is_none_is_refused_by_its_name(tmp_path: Path) -> None:
    wrong = tmp_path / "head.json"
    wrong.write_bytes(b"not one")
    done = verify("--anchor", str(wrong))
    assert done.exit_code == 1
    assert "head.json does not hold (foreign)" in done.output


def test_a_folder_without_a_database_is_not_made_into_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = verify("--data", str(tmp_path))
    assert isinstance(done.exception, Misconfigured)
    assert not list(tmp_path.iterdir())
