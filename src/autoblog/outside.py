"""What stands elsewhere on the web, asked with care: the door to httpx.

Only http and https. A name is resolved here, judged, and then asked at just that address, so that
no redirect and no changing name leads into a network that is nobody's business. Nothing larger
than a limit is read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

MOST_REDIRECTS = 10
_AGENT = "autoblog (a static site's link checker and importer)"
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said."""

    status: int
    address: str  # the last one, behind all redirects
    hops: tuple[int, ...]  # status of each redirect on the way
    headers: Mapping[str, str]
    body: bytes


class OutsideError(Exception):
    """No answer came. `kind`: private, address, timeout, unreachable, redirects or too-large."""

    def __init__(self, kind: str, message: str) -> None:
        """message: in plain words, for the author."""
        super().__init__(message)
        self.kind = kind


class Asker:
    """Asks addresses, as many at a time as its user wishes."""

    def __init__(
        self, client: httpx.AsyncClient, *, may_be_private: bool, timeout_s: float
    ) -> None:
        """may_be_private: machines of the local network, this one included, may be asked too."""
        self._client = client
        self._may_be_private = may_be_private
        self._timeout_s = timeout_s

    async def ask(self, method: str, address: str, *, limit_bytes: int) -> Answer:
        """Ask an address and follow where it leads. Raises OutsideError when no answer comes.

        limit_bytes: 0 leaves what it holds unread.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._follow(method, address, limit_bytes)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise OutsideError("timeout", f"no answer in {self._timeout_s:g} s") from error
        except (httpx.HTTPError, OSError) as error:
            reason = str(error) or type(error).__name__
            raise OutsideError("unreachable", f"it cannot be reached: {reason}") from error
        except (httpx.InvalidURL, ValueError) as error:
            raise OutsideError("address", f"it is no address: {error}") from error

    async def _follow(self, method: str, address: str, limit_bytes: int) -> Answer:
        hops: list[int] = []
        while True:
            answer = await self._once(method, address, limit_bytes)
            to = answer.headers.get("location")
            if answer.status not in _MOVED or not to:
                return Answer(answer.status, address, tuple(hops), answer.headers, answer.body)
            hops.append(answer.status)
            if len(hops) > MOST_REDIRECTS:
                raise OutsideError("redirects", f"it leads on more than {MOST_REDIRECTS} times")
            fragment = address.partition("#")[2]
            address = urljoin(address, to)
            if fragment and "#" not in address:
                address = f"{address}#{fragment}"

    async def _once(self, method: str, address: str, limit_bytes: int) -> Answer:
        url = httpx.URL(address)
        if url.scheme not in ("http", "https") or not url.host:
            raise OutsideError("address", "expected an address that begins with http or https")
        port = url.port or (443 if url.scheme == "https" else 80)
        ip = await self._resolve(url.raw_host.decode("ascii").strip("[]"), port)
        request = self._client.build_request(
            method,
            url.copy_with(host=ip),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await self._client.send(request, stream=True)
        try:
            body = b""
            if limit_bytes and response.status_code not in _MOVED:
                body = await _read(response, limit_bytes)
        finally:
            await response.aclose()
        return Answer(response.status_code, address, (), dict(response.headers), body)

    async def _resolve(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise OutsideError("unreachable", f"the name {host} leads nowhere") from error
        addresses = [str(one[4][0]) for one in found]
        if not self._may_be_private and not all(map(_is_public, addresses)):
            raise OutsideError("private", f"{host} is a machine of a private network")
        return addresses[0]


@asynccontextmanager
async def asking(*, may_be_private: bool, timeout_s: float) -> AsyncIterator[Asker]:
    """Lend somebody who asks."""
    async with httpx.AsyncClient(
        headers={"User-Agent": _AGENT, "Accept": "*/*"},
        timeout=timeout_s,
        trust_env=False,  # a proxy would resolve names anew
    ) as client:
        yield Asker(client, may_be_private=may_be_private, timeout_s=timeout_s)


async def _read(response: httpx.Response, limit_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > limit_bytes:
            raise OutsideError("too-large", f"it has more than {limit_bytes // 1024} KiB")
        parts.append(part)
    return b"".join(parts)


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not ip.is_multicast
