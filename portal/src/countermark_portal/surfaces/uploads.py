"""Files that people send along: checked by content, size and pixels before anything is kept.

What a browser says of a file is not believed: the type is what the content shows. Kept files are bytes by their
SHA-256; they are shown again only re-encoded, or as a download.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from countermark_portal.blobs import store
from countermark_portal.errors import Refused

ACCEPTED: Final = ".pdf,.jpg,.jpeg,.png,.webp,.txt"
"""What a browser offers to choose from; the check does not rely on it."""
IN_WORDS: Final = "PDF, JPEG, PNG, WebP or plain text"
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_FILES: Final = 10
"""Files of one notice or answer."""
MOST_PIXELS: Final = 50_000_000
"""A picture of more is a bomb or a mistake: decoding it would fill the memory."""
_PICTURES: Final = ("JPEG", "PNG", "WEBP")
_SMALL: Final = (640, 640)
# A picture that cannot be read is told by any of these, as Pillow's decoders differ.
_UNREADABLE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: its name made safe, the type that its content shows."""

    sha256: str
    name: str
    content_type: str
    bytes: int

    def as_evidence(self, kind: str = "", *, says: str = "") -> dict[str, Any]:
        """As a notice or an answer keeps it; without a kind it is a picture or a document."""
        shown = "picture" if self.content_type.startswith("image/") else "document"
        told = {"says": says} if says else {}
        return {
            "kind": kind or shown,
            "sha256": self.sha256,
            "name": self.name,
            "content_type": self.content_type,
            "bytes": self.bytes,
            **told,
        }


@dataclass(frozen=True, slots=True)
class NotKept:
    """A file that was not kept: which, and why, to be read as one sentence."""

    name: str
    why: str


def keep(file: UploadedFile[bytes]) -> Kept | NotKept:
    """Check a file and keep it, or say why not."""
    name, size = safe_name(file.name or ""), file.size or 0
    if size == 0:
        return NotKept(name, "is empty")
    if size > MOST_BYTES:
        return NotKept(name, f"is {size / 1_048_576:.1f} MB: 10 MB at most")
    content = file.read()
    kind = content_type(content)
    if kind is None:
        return NotKept(name, f"is of a type that is not taken: send {IN_WORDS}")
    why = _fault_of_picture(content) if kind.startswith("image/") else ""
    return NotKept(name, why) if why else Kept(store.put(content), name, kind, len(content))


def safe_name(name: str) -> str:
    """A file's name without folders, signs that mean something elsewhere, or more length than anybody reads."""
    last = re.split(r"[\\/]", name)[-1]
    kept = re.sub(r"[^\w. ()+-]", "_", last).strip(" .")
    return kept[-80:].strip(" .") or "file"


def content_type(content: bytes) -> str | None:
    """What the content is, of the types that we take; None for any other. Pictures still have to be decoded."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if _is_text(content) else None


def as_webp(content: bytes, *, most: int = 1600) -> bytes:
    """A picture decoded and encoded again, so that nothing of what came in but its look goes out."""
    try:
        with Image.open(io.BytesIO(content), formats=[*_PICTURES, "GIF"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_too_large(), mend="download it instead")
            image.draft("RGB", (most, most))
            clear = "A" in image.getbands() or "transparency" in image.info
            shown = image.convert("RGBA" if clear else "RGB")
    except _UNREADABLE as fault:
        raise Refused("this is no picture that can be shown", mend="download it instead") from fault
    shown.thumbnail((most, most))
    # Metadata may name a place or a person, and nobody asked for it.
    shown.info.clear()
    out = io.BytesIO()
    shown.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def _too_large() -> str:
    return f"has more than {MOST_PIXELS // 1_000_000} million pixels"


def _fault_of_picture(content: bytes) -> str:
    """Decode a picture once, as small as its format allows: what cannot be shown is no evidence."""
    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as image:
            if image.width * image.height > MOST_PIXELS:
                return _too_large()
            image.draft("RGB", _SMALL)
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_large()
    except _UNREADABLE:
        return "cannot be read as a picture; is it whole?"
    return ""


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text)
