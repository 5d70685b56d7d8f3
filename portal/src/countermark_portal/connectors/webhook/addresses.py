"""Where a webhook may go: never into the operator's own network, unless the operator allows the very origin.

A name is resolved once; the request then goes to the address that was judged, so that a name which changes between the
two leads nowhere. For the same reason nothing follows a redirect.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 1000
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS: Final = {"https": 443, "http": 80}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a name."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class NoTarget:
    """Nothing is sent there: why, and what can be done. `for_now`: the name did not resolve; that may pass."""

    why: str
    mend: str
    for_now: bool = False


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as this machine sees them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also if it is another one in disguise."""
    try:
        given: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)
        for one in _judged(given)
    )


def _judged(given: Address) -> list[Address]:
    """The address, and the IPv4 addresses that an IPv6 address carries: mapped, 6to4, Teredo, NAT64."""
    if not isinstance(given, ipaddress.IPv6Address):
        return [given]
    if given in _NAT64:
        return [ipaddress.IPv4Address(int(given) & 0xFFFFFFFF)]
    inside = (given.ipv4_mapped, given.sixtofour, *(given.teredo or ()))
    return [given, *(one for one in inside if one is not None)]


def target(url: str, allowed_origins: Collection[str], *, look_up: Resolve = resolve) -> Target | NoTarget:
    """Where a request for this address goes, if it may go there."""
    shape = "give an address like https://example.com/countermark"
    if len(url) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", url):
        return NoTarget("this is no address of a web service", shape)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return NoTarget("this is no address of a web service", shape)
    if parts.scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
        return NoTarget("this is no address of a web service", shape)
    port = port or _PORTS[parts.scheme]
    named = f"[{host}]" if ":" in host else host
    origins = {f"{parts.scheme}://{named}:{port}"}
    if port == _PORTS[parts.scheme]:
        origins.add(f"{parts.scheme}://{named}")
    trusted = not origins.isdisjoint({one.rstrip("/").lower() for one in allowed_origins})
    if parts.scheme != "https" and not trusted:
        return NoTarget("an address without encryption is not told anything", "use https")
    return _resolved(parts.scheme, host, port, _path(parts.path, parts.query), look_up, trusted=trusted)


def _path(path: str, query: str) -> str:
    asked = (path or "/") + (f"?{query}" if query else "")
    return "".join(sign if sign.isascii() else _percent(sign) for sign in asked)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))


def _resolved(
    scheme: str, host: str, port: int, path: str, look_up: Resolve, *, trusted: bool
) -> Target | NoTarget:
    try:
        found = look_up(host, port)
    except (OSError, UnicodeError):
        return NoTarget(f"{host} is not found", "check the name", for_now=True)
    if not found:
        return NoTarget(f"{host} has no address", "check the name", for_now=True)
    if not trusted and not all(is_public(address) for address in found):
        return NoTarget(
            f"{host} is not on the open internet",
            "use a public address, or have the operator name the origin in WEBHOOK_ALLOWED_ORIGINS",
        )
    return Target(scheme, host, port, path, found[0])
