"""What the API alone refuses, in the portal's one tree of errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermark_portal.errors import PortalError, Refused


class Unknown(PortalError):  # noqa: N818  # errors are named by what happened, as in the portal's tree
    """Nobody knows who asks."""

    code = "unauthorised"
    status = 401


class TooLarge(PortalError):  # noqa: N818  # as above
    """The request has more bytes than are taken."""

    code = "too-large"
    status = 413


class TooMany(PortalError):  # noqa: N818  # as above
    """The key has asked too much; `wait`: seconds until it may ask this."""

    code = "too-many-requests"
    status = 429

    def __init__(self, text: str, *, mend: str, wait: float) -> None:
        super().__init__(text, mend=mend)
        self.wait = wait


class Lacking(Refused):
    """What was sent is not complete; `fixes` says what is missing."""

    code = "lacking"

    def __init__(self, text: str, *, mend: str, fixes: Sequence[Any]) -> None:
        super().__init__(text, mend=mend)
        self.fixes = fixes


class NotTakenIn(Refused):
    """A notice was not taken in; its code is that of the refusal."""

    def __init__(self, code: str, text: str, *, mend: str) -> None:
        super().__init__(text, mend=mend)
        self.code = code
