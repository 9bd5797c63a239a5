"""Pictures of the old site, fetched from there when that is asked."""

from __future__ import annotations

import asyncio
import posixpath
from urllib.parse import unquote, urljoin, urlsplit

from autoblog.importers.entries import Entry, Fetch, Fetched
from autoblog.problems import ConfigError
from autoblog.read.sources import IMAGE_SUFFIXES

TIMEOUT_S = 30.0
_NEEDS = (
    "pictures are fetched by a library that is not installed;"
    " run: python3 -m pip install 'autoblog[import]'"
)
_SUFFIX_OF = {
    "image/avif": ".avif",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
}


def fetching(base_url: str, *, limit_kib: int, may_be_private: bool) -> Fetch:
    """Make what fetches the pictures that entries name, each address once.

    base_url: of the old site, where addresses lack the host.
    Raises ConfigError where the library for it is not installed.
    """
    try:
        # Only those who fetch pictures need the library.
        from autoblog.outside import Answer, OutsideError, asking
    except ImportError as error:
        raise ConfigError(_NEEDS) from error
    known: dict[str, Fetched] = {}

    async def ask(address: str) -> Answer:
        async with asking(may_be_private=may_be_private, timeout_s=TIMEOUT_S) as asker:
            return await asker.ask("GET", address, limit_bytes=limit_kib * 1024)

    def get(whole: str) -> Fetched:
        try:
            answer = asyncio.run(ask(whole))
        except OutsideError as error:
            return f"{whole} was not fetched: {error}"
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status != 200:
            return f"{whole} was not fetched: it answers with {answer.status}"
        if kind not in _SUFFIX_OF:
            return f"{whole} was not fetched: it is no picture but {kind or 'of no kind'}"
        stem, suffix = posixpath.splitext(posixpath.basename(unquote(urlsplit(whole).path)))
        is_known = suffix.lower() in IMAGE_SUFFIXES
        return f"{stem or 'picture'}{suffix if is_known else _SUFFIX_OF[kind]}", answer.body

    def fetch(entry: Entry, address: str) -> Fetched:
        whole = urljoin(base_url, address) if base_url else address
        suffix = posixpath.splitext(urlsplit(whole).path)[1].lower()
        if suffix not in (*IMAGE_SUFFIXES, "", ".php"):
            return None  # a download, which stays where it is
        if whole not in known:
            known[whole] = get(whole)
        return known[whole]

    return fetch
