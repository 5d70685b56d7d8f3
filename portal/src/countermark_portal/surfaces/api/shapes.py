"""What the API's requests and answers share: texts with limits, the one shape of errors, files within JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from ninja import Header, Schema
from ninja.parser import Parser
from pydantic import ConfigDict, Field, StringConstraints

from countermark_portal.errors import Refused
from countermark_portal.surfaces import uploads
from countermark_portal.surfaces.uploads import NotKept

_NO_NUL: Final = r"^[^\x00]*$"
"""PostgreSQL keeps every sign but this one."""

Line = Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=_NO_NUL)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=_NO_NUL)]
Address = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]
Slug = Annotated[str, StringConstraints(max_length=50, pattern=r"^[a-zA-Z0-9_-]+$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
NoticeReference = Annotated[str, StringConstraints(pattern=r"^NOTICE-[0-9A-Z]{5}-[0-9A-Z]{5}$")]
CaseReference = Annotated[str, StringConstraints(pattern=r"^CASE-[0-9A-Z]{5}-[0-9A-Z]{5}$")]
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[!-~]+$"),
]
"""The header under which a request is done once, however often it is sent."""


class Given(Schema):
    """Something that a program sends: what it does not know is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


class Fix(Schema):
    """Something that has to be mended: which field, a stable code, what is wrong, what to do."""

    field: str
    code: str
    what: str
    mend: str


class Fault(Schema):
    """Every error: a stable code, what happened, how it can be mended; `fixes` where there are several things."""

    code: str
    message: str
    mend: str
    fixes: list[Fix] = Field(default_factory=list)


FAULTS: Final[dict[Any, Any]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Fault)
"""How every operation can be refused."""


class File(Given):
    """A file within JSON: PDF, JPEG, PNG, WebP or plain text, 10 MB at most."""

    name: Line
    content: Annotated[
        str,
        Field(
            description="Base64",
            max_length=14 * 1024 * 1024,
            pattern=r"^[A-Za-z0-9+/]*={0,2}$",
            json_schema_extra={"contentEncoding": "base64"},
        ),
    ]

    def kept(self) -> uploads.Kept:
        """Check the file by what it contains, and keep it."""
        return keep(self.name, self.content)


def keep(name: str, content: str) -> uploads.Kept:
    """Check a file, given in Base64, by what it contains, and keep it."""
    try:
        raw = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(
            f"{uploads.safe_name(name)} is not in Base64", mend="encode it as RFC 4648 says"
        ) from None
    found = uploads.keep(SimpleUploadedFile(name or "file", raw))
    if isinstance(found, NotKept):
        raise Refused(f"{found.name} {found.why}", mend=f"send {uploads.IN_WORDS}, 10 MB each at most")
    return found


class EvidenceGiven(Given):
    """Something that is brought: what it is, what it shows, and the file if there is one."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]
    says: Annotated[str, StringConstraints(max_length=2000, pattern=_NO_NUL)] = ""
    file: File | None = None
    audience: Literal["reviewer", "holder", "both"] = "reviewer"

    def as_kept(self, *, with_audience: bool) -> dict[str, Any]:
        """As notices and answers keep it; the bytes are kept now."""
        if self.file is None:
            empty = {"sha256": "", "name": "", "content_type": "", "bytes": 0}
            found: dict[str, Any] = {"kind": self.kind, **empty, "says": self.says}
        else:
            found = self.file.kept().as_evidence(self.kind, says=self.says)
        return {**found, "audience": self.audience} if with_audience else found


def told(place: Sequence[str | int]) -> str:
    """A place in a request, as an answer names it: short, and without the sign that PostgreSQL does not keep."""
    return ".".join(str(part) for part in place)[:200].replace("\x00", "\ufffd")


class Json(Parser):
    """Reads JSON strictly: no half surrogates, no NaN."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body."""
        return msgspec.json.decode(request.body)
