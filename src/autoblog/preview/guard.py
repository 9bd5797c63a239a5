"""Who may ask the preview for what: judged by the head of a request, before anything is read.

It is a server on an editor's machine, and every web page that the editor has open can send requests
to it. A page of another origin may lead here by a link and see nothing of the answer; it may not
reach in under a name of its own (DNS rebinding), read the event stream, or send anything.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

METHODS = ("GET", "HEAD")
MOST_HEADERS = 64
MOST_TARGET_BYTES = 4096
MOST_HEAD_BYTES = 16 * 1024

Headers = Sequence[tuple[bytes, bytes]]
"""Names in small letters, as ASGI has them."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    reason: str


def refusal(method: str, target: bytes, headers: Headers, *, host: str) -> Refusal | None:
    """Judge a request; None lets it in.

    target: the raw path with its query. host: where the server listens, as --host has it.
    """
    if method not in METHODS:
        return Refusal(405, "only GET and HEAD are answered here")
    if len(target) > MOST_TARGET_BYTES:
        return Refusal(414, "the address is too long")
    size_bytes = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or size_bytes > MOST_HEAD_BYTES:
        return Refusal(431, "the headers are too long")
    if any(v.strip() not in (b"", b"0") for v in _values(headers, b"content-length")) or _values(
        headers, b"transfer-encoding"
    ):
        return Refusal(413, "a request has no body here")
    names = _values(headers, b"host")
    if len(names) != 1 or not _is_own_name(names[0], host):
        return Refusal(403, "this name is not served; use the address that autoblog printed")
    if _is_foreign(headers, names[0]):
        return Refusal(403, "another site may not read this one")
    return None


def _values(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _is_own_name(value: bytes, host: str) -> bool:
    """Tell whether a Host header can come from somebody who meant this machine.

    A name that a stranger's DNS server leads here is refused. An address in numbers is nobody's
    name; it is taken where the server is open to other machines.
    """
    name = value.decode("latin-1").strip().lower()
    if name.startswith("["):
        name, bracket, port = name[1:].partition("]")
        if not bracket:
            return False
        port = port.removeprefix(":")
    else:
        name, _, port = name.partition(":")
    if port and not port.isdecimal():
        return False
    if is_loopback(name):
        return True
    return not is_loopback(host) and (name == host.lower() or _address(name) is not None)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, and reachable from no other."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_foreign(headers: Headers, host: bytes) -> bool:
    """Tell whether a page of another origin asks, other than by a link that leads here."""
    origins = _values(headers, b"origin")
    if any(origin.lower() != b"http://" + host.lower() for origin in origins):
        return True
    sites = _values(headers, b"sec-fetch-site")
    is_visit = _values(headers, b"sec-fetch-mode") == [b"navigate"]
    # "same-site" too: another server on this machine, with another port, is another origin.
    return any(site not in (b"same-origin", b"none") for site in sites) and not is_visit
