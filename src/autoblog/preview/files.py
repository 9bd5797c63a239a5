"""From the path of a request to the bytes of a built file, and to no other file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autoblog.digest import Digest, digest_bytes

SCRIPT = "/_autoblog/preview.js"
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
STYLE_SUFFIX = ".css"
OTHER_TYPE = "application/octet-stream"

# A hidden file, "." and "..", a drive or a stream of Windows; a backslash is a slash there.
_NO_NAME = re.compile(r"^\.(?!well-known$)|[\x00-\x1f\x7f\\]|^[A-Za-z]:|^$")
_STYLE_LINK = re.compile(rb"<link\b[^>]*\brel=[\"']?stylesheet\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"(\bhref=)(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A built file."""

    path: str  # relative to the output folder, with "/"
    data: bytes

    @property
    def media_type(self) -> str:
        """Its type, by the end of its name."""
        return TYPES.get(os.path.splitext(self.path)[1].lower(), OTHER_TYPE)  # noqa: PTH122 - no path of this disk

    @property
    def is_page(self) -> bool:
        """Whether people look at it."""
        return self.path.endswith(".html")


@dataclass(frozen=True, slots=True)
class PageMark:
    """What tells two states of a page apart: of all its bytes, and of all but its style sheets."""

    page: Digest
    rest: Digest
    styles: tuple[str, ...]  # addresses of its style sheets, in their order


def find(folder: Path, path: str) -> Found | None:
    """Find the file that a host would answer with; None when there is none.

    folder: the output folder. path: decoded, below the site's base path, without "/" in front.
    """
    name = file_of(path)
    data = _read(folder, name)
    return None if data is None else Found(name, data)


def file_of(path: str) -> str:
    """Name the file that a host would answer with."""
    return f"{path}index.html" if not path or path.endswith("/") else path


def is_folder(folder: Path, path: str) -> bool:
    """Tell whether a path lacks but the slash at its end."""
    return not path.endswith("/") and find(folder, f"{path}/") is not None


def mark_of(data: bytes) -> PageMark:
    """Digest a page as it was built."""
    styles: list[str] = []

    def blank(link: re.Match[bytes]) -> bytes:
        address = _HREF.search(link[0])
        styles.append(address[2].strip(b"\"'").decode("utf-8", "replace") if address else "")
        return _HREF.sub(rb"\1", link[0])

    rest = _STYLE_LINK.sub(blank, data)
    return PageMark(digest_bytes(data), digest_bytes(rest), tuple(styles))


def restyled(data: bytes, swaps: Mapping[str, str]) -> bytes:
    """Let a page name other style sheets. swaps: address -> the one to take its place."""

    def swap(href: re.Match[bytes]) -> bytes:
        address = href[2].strip(b"\"'")
        new = swaps.get(address.decode("utf-8", "replace"))
        return href[0] if new is None else href[0].replace(address, new.encode())

    return _STYLE_LINK.sub(lambda link: _HREF.sub(swap, link[0]), data)


def injected(data: bytes, mark: PageMark) -> bytes:
    """Add the preview's script to a page: one element, and not a byte else."""
    element = (
        f'<script defer src="{SCRIPT}" data-page="{mark.page}" data-rest="{mark.rest}"></script>'
    )
    at = data.rfind(b"</body>")
    at = len(data) if at < 0 else at
    return data[:at] + element.encode() + data[at:]


def _read(folder: Path, name: str) -> bytes | None:
    """Read a plain file below a folder; none that a link leads to, nor any that is hidden."""
    if any(_NO_NAME.search(part) for part in name.split("/")):
        return None
    base = folder.resolve()
    path = base.joinpath(*name.split("/"))
    try:
        if path.resolve(strict=True) != path or not path.is_relative_to(base):
            return None
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - a descriptor, not a path
            return stream.read()
    except (OSError, RuntimeError, ValueError):  # not there, a folder, a loop, a name too long
        return None
