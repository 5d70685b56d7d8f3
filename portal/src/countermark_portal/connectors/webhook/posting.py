"""Posting one message: signed as Standard Webhooks say, to the address that was judged, with a limit on everything."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from standardwebhooks import Webhook

from countermark_portal.connectors.webhook.addresses import Target

PATIENCE: Final = 10.0
"""Seconds for everything together: connecting, sending, the answer."""
MOST_ANSWER: Final = 16 * 1024
"""Bytes of an answer that are read; what it says does not matter, its status does."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What an attempt came to. Status 0: there was no answer."""

    status: int
    says: str

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver says that it does not want to hear of anything again."""
        return self.status == http.client.GONE


def headers(secret: str, message: str, body: str, now: datetime) -> Mapping[str, str]:
    """The headers of a message."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Countermark-Webhooks/1",
        "webhook-id": message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message, now, body),
    }


def post(to: Target, body: str, told: Mapping[str, str]) -> Posted:
    """Post, and say what came of it. Redirects are answers like any other that is not a yes."""
    connection = _Pinned(to)
    # A timeout of a socket starts anew with every byte; the watch ends even who answers a letter a second.
    watch = threading.Timer(PATIENCE, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", to.path, body=body.encode(), headers=dict(told))
        answer = connection.getresponse()
        answer.read(MOST_ANSWER)
        return Posted(answer.status, f"{answer.status} {answer.reason}"[:200])
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Posted(0, f"no answer: {type(error).__name__}")
    finally:
        watch.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was judged; the name is only told to the receiver and to its certificate."""

    def __init__(self, to: Target) -> None:
        super().__init__(to.host, to.port, timeout=PATIENCE)
        self.to = to
        self.default_port = 443 if to.scheme == "https" else 80
        self.was_cut = False

    def connect(self) -> None:
        """Connect."""
        plain = socket.create_connection((self.to.address, self.to.port), timeout=PATIENCE)
        self.sock = plain
        if self.to.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.to.host)
        if self.was_cut:
            raise TimeoutError("too late")

    def cut(self) -> None:
        """End it, whatever it is at."""
        self.was_cut = True
        if (open_one := self.sock) is not None:
            try:
                open_one.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
