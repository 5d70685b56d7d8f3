"""`countermark references check`: the same for the shell, with an exit status to rely on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from countermark.commands.references import references

Write = Callable[..., Path]


def test_a_sound_folder_is_counted_and_exits_with_0(write: Write) -> None:
    folder = write("brands:\n  - {id: norrvik, name: Norrvik, words: [Norrvik, NRVK]}\n")
    result = CliRunner().invoke(references, ["check", str(folder)])
    assert result.exit_code == 0
    lines = dict(line.rsplit(maxsplit=1) for line in result.output.splitlines())
    assert lines["brands"] == "1"
    assert lines["words"] == "2"
    assert lines["faults"] == lines["warnings"] == "0"


def test_warnings_are_told_and_exit_with_0(write: Write) -> None:
    folder = write("brands:\n  - {id: norrvik, name: Norrvik, words: [N]}\n")
    result = CliRunner().invoke(references, ["check", str(folder)])
    assert result.exit_code == 0
    assert result.output.startswith(
        'references.yaml:2: warning: the word "N" is a single letter or digit\n  Mend: Say common: true'
    )


def test_faults_are_told_line_by_line_and_exit_with_2(write: Write) -> None:
    folder = write("brands:\n  - {id: norrvik, name: Norrvik, wrods: [N1]}\n  - {id: b, words: [B1]}\n")
    result = CliRunner().invoke(references, ["check", str(folder)])
    assert result.exit_code == 2
    places = [line.split(" ")[0] for line in result.output.splitlines() if ": fault:" in line]
    assert places == ["references.yaml:2:", "references.yaml:2:", "references.yaml:3:"]
    assert '  Mend: Did you mean "words"?' in result.output


def test_a_folder_that_is_not_there_exits_with_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(references, ["check", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "there is no such folder" in result.output
