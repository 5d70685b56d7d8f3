"""`countermark registry import`: what an office published, taken in by the operator; all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from countermark.errors import UnusableInput
from countermark_portal.commands.registry import registry, take
from countermark_portal.parties.rules import SYSTEM
from countermark_portal.registry import queries
from countermark_portal.registry.models import Right
from registry import records_by_hand as by_hand


@pytest.mark.usefixtures("market")
def test_records_are_taken_in_and_told_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xml").write_bytes(by_hand.st96())
    (tmp_path / "b.xml").write_text(by_hand.ST66)
    take((tmp_path / "a.xml", tmp_path / "b.xml"), "norrvik")
    assert capsys.readouterr().out == "EM 018400777  NORRVIK SKUA: new\nUS 9100200  NORRVIK: new\n"
    assert len(queries.addresses(SYSTEM, Right.objects.get(number="018400777"))) == 2


@pytest.mark.usefixtures("market")
def test_nothing_is_taken_in_as_long_as_one_file_has_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(by_hand.st96())
    (tmp_path / "b.xml").write_text("<html/>")
    with pytest.raises(UnusableInput, match=r"b\.xml"):
        take((tmp_path / "a.xml", tmp_path / "b.xml"), "norrvik")
    assert not Right.objects.filter(number="018400777").exists()
    with pytest.raises(UnusableInput, match="no brand nobody"):
        take((tmp_path / "a.xml",), "nobody")


def test_an_installation_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "a.xml").write_bytes(by_hand.st96())
    given = ["import", str(tmp_path / "a.xml"), "--brand", "norrvik", "--data", str(tmp_path / "none")]
    result = CliRunner().invoke(registry, given)
    assert "no database here" in str(result.exception)
