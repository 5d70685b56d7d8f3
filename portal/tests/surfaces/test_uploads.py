"""Files that people send along are kept only if their content is what we take, small enough, and whole."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django.fixtures import Settings

from countermark_portal.blobs import store
from countermark_portal.errors import Refused
from countermark_portal.surfaces import uploads
from countermark_portal.surfaces.uploads import Kept, NotKept


@pytest.fixture(autouse=True)
def blobs(settings: Settings, tmp_path: Path) -> None:
    settings.BLOBS_URL = f"file://{tmp_path}/blobs"


def picture(form: str, size: tuple[int, int] = (30, 20), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


def sent(name: str, content: bytes) -> Kept | NotKept:
    return uploads.keep(SimpleUploadedFile(name, content, content_type="image/png"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7 and so on", "application/pdf"),
        ("Rechnung über 88 €".encode(), "text/plain"),
    ],
)
def test_a_file_is_what_its_content_shows_whatever_its_name_says(content: bytes, kind: str) -> None:
    kept = sent("x.exe", content)
    assert isinstance(kept, Kept)
    assert kept.content_type == kind
    assert store.read(kept.sha256) == content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"MZ\x90\x00", "is of a type that is not taken"),
        (picture("GIF"), "is of a type that is not taken"),
        (picture("JPEG")[:200], "cannot be read as a picture"),
        (picture("PNG", (9000, 6000), "1"), "has more than 50 million pixels"),
        (picture("PNG", (20000, 20000), "1"), "has more than 50 million pixels"),
        (b"a" * (10 * 1024 * 1024 + 1), "is 10.0 MB: 10 MB at most"),
    ],
)
def test_what_is_not_taken_is_told_by_name_and_reason_and_not_kept(
    content: bytes, why: str, tmp_path: Path
) -> None:
    refused = sent("scan.png", content)
    assert isinstance(refused, NotKept)
    assert refused.name == "scan.png"
    assert why in refused.why
    assert not list(tmp_path.rglob("blobs/*/*"))


def test_a_picture_goes_out_smaller_and_without_what_was_hidden_in_it() -> None:
    image, out = Image.new("RGB", (3000, 1000), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Somebody's name"
    image.save(out, "JPEG", exif=exif)
    shown = Image.open(io.BytesIO(uploads.as_webp(out.getvalue())))
    assert (shown.format, shown.size) == ("WEBP", (1600, 533))
    assert not dict(shown.getexif())
    assert b"Somebody" not in uploads.as_webp(out.getvalue())


@given(st.binary(max_size=200))
def test_whatever_bytes_claim_to_be_a_picture_are_shown_or_refused(content: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBP"):
        with pytest.raises(Refused):
            uploads.as_webp(start + content)


@given(st.text(max_size=200))
def test_a_safe_name_names_no_folder_breaks_no_line_and_is_never_empty(name: str) -> None:
    safe = uploads.safe_name(name)
    assert 0 < len(safe) <= 80
    assert not set(safe) & set('/\\"\r\n\0<>;')
    assert not safe.startswith(".")
