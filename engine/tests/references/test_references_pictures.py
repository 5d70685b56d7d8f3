"""The pictures that references name lie in the folder, or the folder is not used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from countermark.errors import Fault
from countermark.references.check import check

Write = Callable[..., Path]


def faults_of(folder: Path) -> tuple[Fault, ...]:
    return check(folder).faults


def naming(picture: str) -> str:
    return f"brands:\n  - id: norrvik\n    name: Norrvik\n    logos:\n      - {picture}\n"


@pytest.mark.parametrize("name", ["mark.svg", "logos/mark.PNG", "a/b/c.jpeg", "mark.jpg", "Zeichen ä.webp"])
def test_pictures_of_every_kind_are_found_in_the_folder_and_below(write: Write, name: str) -> None:
    assert not faults_of(write(naming(name), name))


REFUSED = [
    ("../mark.svg", "no path within the folder", "logos/mark.svg"),
    ("logos/../../mark.svg", "no path within the folder", "logos/mark.svg"),
    ("/etc/mark.png", "no path within the folder", "logos/mark.png"),
    ("~/mark.png", "no path within the folder", "logos/mark.png"),
    ("https://example.com/mark.png", "no path within the folder", "logos/mark.png"),
    (r"'logos\mark.png'", "has a backslash", "logos/mark.png"),
    ("mark.gif", "no picture that is read", ".svg, .png, .jpg, .jpeg, .webp"),
    ("mark", "no picture that is read", ".svg"),
    ("'  '", "empty or unprintable", "logos/mark.svg"),
    (r'"ma\u0000rk.png"', "empty or unprintable", "logos/mark.svg"),
    ("other.png", 'there is no picture "other.png"', "take its name out"),
    ("logos/norvik.svg", 'there is no picture "logos/norvik.svg"', 'Did you mean "logos/norrvik.svg"?'),
]


@pytest.mark.parametrize(("name", "what", "mend"), REFUSED)
def test_a_picture_elsewhere_or_missing_is_a_fault(write: Write, name: str, what: str, mend: str) -> None:
    (fault,) = faults_of(write(naming(name), "logos/norrvik.svg"))
    assert fault.place == "references.yaml:5"
    assert what in fault.what
    assert mend in fault.mend


def test_a_link_that_leads_out_of_the_folder_is_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"picture")
    folder = write(naming("mark.png"))
    (folder / "mark.png").symlink_to(tmp_path / "secret.png")
    (fault,) = faults_of(folder)
    assert "leads out of the folder" in fault.what


def test_a_linked_folder_that_leads_out_is_refused_too(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "mark.png").write_bytes(b"picture")
    folder = write(naming("logos/mark.png"))
    (folder / "logos").symlink_to(tmp_path / "secret")
    (fault,) = faults_of(folder)
    assert "leads out of the folder" in fault.what


def test_a_link_within_the_folder_is_followed(write: Write) -> None:
    folder = write(naming("mark.png"), "real.png")
    (folder / "mark.png").symlink_to("real.png")
    assert not faults_of(folder)


def test_an_empty_picture_and_a_folder_in_its_place_are_faults(write: Write) -> None:
    folder = write(naming("[]").replace("- []", "- empty.png\n      - folder.png"))
    (folder / "empty.png").touch()
    (folder / "folder.png").mkdir()
    assert [fault.what for fault in faults_of(folder)] == [
        'the picture "empty.png" is empty',
        '"folder.png" is not a file',
    ]


def test_photos_of_products_are_looked_for_as_well(write: Write) -> None:
    text = "brands:\n  - id: a1\n    name: A1\n    products: [{id: p, title: P, photos: [x.png]}]\n"
    (fault,) = faults_of(write(text))
    assert fault.place == "references.yaml:4"
    assert 'there is no picture "x.png"' in fault.what
