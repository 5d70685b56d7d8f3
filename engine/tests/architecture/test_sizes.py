"""Files and functions stay small enough to be read at once; nothing knows the machine it was written on."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_STORY = 400, 40, 80
CODE = sorted(
    path
    for folder in ("engine", "portal", "bench", ".ci")
    for path in (ROOT / folder).rglob("*.py")
    if not {".cache", "migrations"} & set(path.parts)
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its lines, its docstring and decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            begins = (
                node.body[1].lineno - 1 if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
            )
            yield node.name, node.end_lineno - begins + 1


def is_story(file: str, function: str) -> bool:
    """A case that goes through all hands is one story: cut in pieces, nobody could follow it."""
    return file.startswith(("portal/tests/flows/", "portal/tests/surfaces/")) and function.startswith("test_")


def test_there_is_something_to_measure() -> None:
    assert len(CODE) > 100


def test_no_file_is_too_long_to_be_read() -> None:
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_half_of_the_files_are_short() -> None:
    source = sorted(
        len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "engine" / "src").rglob("*.py")
    )
    assert source[len(source) // 2] <= 120


def test_no_function_is_too_long_to_be_understood() -> None:
    long = [(name(path), function, lines) for path in CODE for function, lines in functions(path)]
    assert [entry for entry in long if entry[2] > LONGEST_FUNCTION and not is_story(*entry[:2])] == []
    assert [entry for entry in long if entry[2] > LONGEST_STORY] == []


def kept_files() -> list[str]:
    """The files that git keeps; without git the test has nothing to look at."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout: what is kept is not known")
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    place = re.compile(rb"(?<![\w.}])/(?:work|home|root|Users)/\w")
    named = [path for path in kept_files() if place.search((ROOT / path).read_bytes())]
    assert named == []


def test_modules_are_nouns_of_the_trade() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "lib", "common", "misc"}
    assert [name(path) for path in CODE if path.stem in vague] == []
