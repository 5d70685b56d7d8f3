"""Every command that a user may type stands in the README or in docs."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from countermark.cli import COMMANDS

ROOT = Path(__file__).parents[3]


def documents() -> str:
    """The README and docs as one text."""
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("the README is not written yet")
    return "\n".join(
        path.read_text(encoding="utf-8") for path in (readme, *sorted((ROOT / "docs").rglob("*.md")))
    )


def loaded(name: str) -> click.Command:
    module, attribute = COMMANDS[name].split(":")
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    return command


def commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command, or those of a group."""
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from commands(f"{name} {part}", inner)
    elif not command.hidden:
        yield name, command


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_documents(name: str) -> None:
    text = documents()
    missing = [
        called
        for called, _ in commands(name, loaded(name))
        if not re.search(rf"countermark {called}\b", text)
    ]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_a_sentence_what_it_does(name: str) -> None:
    for called, command in commands(name, loaded(name)):
        assert command.help, called
        assert command.help.splitlines()[0].endswith("."), called
