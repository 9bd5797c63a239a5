"""Where the links of an export lead on this site, and which files come with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

from autoblog.importers.entries import Entry, Export, lost
from autoblog.importers.links import Target
from autoblog.problems import Problem, shown
from autoblog.read.bodies import ACTIVE_SUFFIXES
from autoblog.read.sources import IMAGE_SUFFIXES

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")

TakeFile = Callable[[Entry, str, int], str | None]
"""Brings a file that an entry names into content/ and gives its path; None where it has none."""


def address_key(path: str) -> str:
    """Bring the ways to write an old URL path, or the path of a file, to one."""
    plain = unquote(path.partition("?")[0].partition("#")[0])
    return plain.removesuffix("index.html").rstrip("/").removesuffix(".html") or "/"


@dataclass(frozen=True, slots=True)
class Places:
    """What links may lead to."""

    posts: Mapping[str, str]  # `address_key` of an old address or name -> source path
    anchors: Mapping[str, frozenset[str]]  # source path -> its anchors
    urls: frozenset[str]  # `address_key` of each page of this site


@dataclass(frozen=True, slots=True)
class Guide:
    """Leads the links of one entry, and says which of them cannot be led."""

    export: Export
    entry: Entry
    path: str  # of the new file
    places: Places
    take_file: TakeFile
    problems: list[Problem]

    def lead(self, target: Target) -> str | None:
        """Say where a link shall lead; None: nowhere."""
        try:
            return self._lead(target)
        except ValueError:  # of urllib, about brackets and ports
            self._say(target, f"{shown(target.address)} is no address; its text stays")
            return None

    def _lead(self, target: Target) -> str | None:
        address = target.address.strip()
        if not address:
            self._say(target, "a link has no address; its text stays")
            return None
        if address.startswith("#"):
            return self._own_anchor(target, address)
        old = self._old_path(address)
        if old is None:
            return self._outside(target, address)
        if target.is_picture or old.lower().endswith(IMAGE_SUFFIXES):
            return self._file(target, address) or self._left(target, address, "picture")
        path = self._post(address, old)
        if path is not None:
            return self._to_post(target, address, path)
        if posixpath.splitext(old.partition("#")[0].partition("?")[0])[1]:
            file = self._file(target, address)
            if file is not None:
                return file
        if address.startswith("/") and address_key(address) in self.places.urls:
            return address
        return self._left(target, address, "link")

    def _own_anchor(self, target: Target, address: str) -> str | None:
        anchor = unquote(address[1:])
        if anchor in self.places.anchors.get(self.path, ()) or anchor in ("", "top"):
            return address
        self._say(target, f"no heading has the anchor {shown(address)}; the link's text stays")
        return None

    def _old_path(self, address: str) -> str | None:
        """Take the path of an address on the old site; None: it leads somewhere else."""
        if not (_SCHEME.match(address) or address.startswith("//")):
            return address
        base, to = urlsplit(self.export.base_url), _parts(address)
        if to is None or not base.netloc or to[0] != base.netloc.lower().removeprefix("www."):
            return None
        return to[1]

    def _outside(self, target: Target, address: str) -> str | None:
        if target.is_picture and address.startswith(("http:", "https:", "//")):
            taken = self.take_file(self.entry, address, self._line(target))
            return posixpath.relpath(taken, posixpath.dirname(self.path)) if taken else address
        if re.match(r"(?i)(https?:|mailto:|tel:|//)", address):
            return address
        self._say(target, f"{shown(address)} is no address that a post may hold; its text stays")
        return None

    def _post(self, address: str, old: str) -> str | None:
        """Find the post that an address means: by its URL path, or as a file beside this one."""
        names = [old]
        base = urlsplit(self.export.base_url).path.rstrip("/")
        if base and old.startswith(f"{base}/"):
            names.append(old.removeprefix(base))
        if not address.startswith("/") and not _SCHEME.match(address):
            names += [urljoin(one, address) for one in self.entry.addresses[:1]]
            names += [
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address)))
                for name in self.entry.names
            ]
        return next((p for n in names if (p := self.places.posts.get(address_key(n)))), None)

    def _to_post(self, target: Target, address: str, path: str) -> str:
        link = posixpath.relpath(path, posixpath.dirname(self.path))
        anchor = unquote(address.partition("#")[2])
        if anchor and anchor not in self.places.anchors.get(path, ()):
            self._say(target, f"{path} has no anchor {shown(anchor)}; the link leads to its top")
            anchor = ""
        return f"{link}#{quote(anchor)}" if anchor else link

    def _file(self, target: Target, address: str) -> str | None:
        if address.partition("#")[0].lower().endswith(ACTIVE_SUFFIXES):
            return None
        path = self.take_file(self.entry, address, self._line(target))
        return posixpath.relpath(path, posixpath.dirname(self.path)) if path else None

    def _left(self, target: Target, address: str, kind: str) -> str | None:
        """Leave what stands on the old site there; where that is not known, keep the text."""
        if _SCHEME.match(address) or address.startswith("//"):
            whole = address
        elif self.export.base_url and (self.entry.addresses or address.startswith("/")):
            own = (self.entry.addresses or ("/",))[0]
            whole = urljoin(urljoin(self.export.base_url, quote(own)), address)
        else:
            stays = "its text stays" if kind == "link" else "what was written for it stays"
            self._say(target, f"the {kind} {shown(address)} leads to nothing here; {stays}")
            return None
        self._say(target, f"the {kind} {shown(whole)} still leads to the old site")
        return whole

    def _say(self, target: Target, message: str) -> None:
        code = "import-picture" if target.is_picture else "import-link"
        self.problems.append(lost(self.entry.origin, self._line(target), code, message))

    def _line(self, target: Target) -> int:
        lines = self.entry.body_lines
        return lines[target.line - 1] if target.line <= len(lines) else self.entry.line


def _parts(address: str) -> tuple[str, str] | None:
    """Take host and path of an address; None where it is none."""
    try:
        parts = urlsplit(address if not address.startswith("//") else f"https:{address}")
        host = parts.netloc.lower().removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    tail = f"#{parts.fragment}" if parts.fragment else ""
    return host, f"{parts.path or '/'}{tail}"
