"""Fetching what others name: over TLS, from public addresses only, small, quick, without following anything.

The name is resolved once and that very address is connected to, so that a name which answers twice differently leads
nowhere. An origin that the operator allows by setting may stand inside its own network, and may speak plain HTTP.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

MOST_BYTES: Final = 64 * 1024
SECONDS: Final = 5.0
"""For all of it: a server that drips bytes holds nobody up."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why nothing was fetched."""

    code: str
    why: str


def allowed_origin(host: str) -> str | None:
    """The origin that the operator allows for this host and port, though it may be private."""
    return next((one for one in settings.FETCH_ALLOWED_ORIGINS if urlsplit(one).netloc == host), None)


def fetch(url: str, *, most: int = MOST_BYTES) -> Fetched | NotFetched:
    """What stands at an address. Redirects are answers, not followed."""
    connection = _opened(url)
    if isinstance(connection, NotFetched):
        return connection
    deadline = time.monotonic() + SECONDS
    try:
        path = urlsplit(url).path or "/"
        connection.request("GET", path, headers={"User-Agent": "countermark", "Accept": "text/plain"})
        response = connection.getresponse()
        content = b""
        while len(content) <= most and (piece := response.read1(8192)):
            content += piece
            if time.monotonic() > deadline:
                return NotFetched("too-slow", f"it took longer than {SECONDS:.0f} seconds")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return NotFetched("unreachable", f"it does not answer: {error or type(error).__name__}")
    finally:
        connection.close()
    if len(content) > most:
        return NotFetched("too-large", f"it is larger than {most // 1024} KB")
    return Fetched(response.status, content)


def _opened(url: str) -> http.client.HTTPConnection | NotFetched:
    """A connection to the one address that the host's name was resolved to; nothing is sent yet."""
    parts = urlsplit(url)
    allowed = allowed_origin(parts.netloc) == f"{parts.scheme}://{parts.netloc}"
    if parts.scheme != "https" and not allowed:
        return NotFetched("no-tls", "only https is fetched")
    if (
        not parts.hostname
        or parts.username
        or parts.password
        or (parts.port not in {None, 443} and not allowed)
    ):
        return NotFetched("bad-address", "the address names no public host")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = _resolved(parts.hostname, port, allowed=allowed)
    if isinstance(found, NotFetched):
        return found
    if parts.scheme == "http":
        return http.client.HTTPConnection(found, port, timeout=SECONDS)
    return _Pinned(parts.hostname, port, found)


def _resolved(host: str, port: int, *, allowed: bool) -> str | NotFetched:
    """The address to connect to. One that is not public among several is a trap: then none is taken."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return NotFetched("unknown-host", f"there is no host {host}")
    addresses = [str(one[4][0]) for one in found]
    if not allowed and not all(_is_public(one) for one in addresses):
        return NotFetched("private-address", "it does not stand at a public address")
    return addresses[0]


def _is_public(address: str) -> bool:
    one = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inside = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    return one.is_global and not one.is_multicast and (inside is None or inside.is_global)


class _Pinned(http.client.HTTPSConnection):
    """TLS to one address, in the name of the host."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        """Connect to the address that was resolved and checked."""
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
