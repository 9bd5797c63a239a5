"""Pictures and downloads that come with entries: judged, named, never over another file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from autoblog.config import LimitsConfig
from autoblog.importers.entries import Entry, Fetch, lost
from autoblog.problems import Problem, shown
from autoblog.read.bodies import ACTIVE_SUFFIXES
from autoblog.read.images import read_image
from autoblog.read.sources import IMAGE_SUFFIXES
from autoblog.read.urls import slug_of

ReadOld = Callable[[str], bytes | None]
"""Reads a file of the site by its path; None where there is none."""


class Attached:
    """The files that entries bring, each of them once."""

    def __init__(self, fetch: Fetch, read_old: ReadOld, limits: LimitsConfig) -> None:
        """read_old: to see whether a file of that name is just this one."""
        self._fetch = fetch
        self._read_old = read_old
        self._limits = limits
        self._paths: dict[tuple[str, str], str | None] = {}
        self.files: dict[str, bytes] = {}
        self.problems: list[Problem] = []

    def take(self, entry: Entry, address: str, line: int) -> str | None:
        """Bring a file into content/ and give its path there; None where it cannot be had."""
        key = (entry.origin, address)
        if key not in self._paths:
            self._paths[key] = self._taken(entry, address, line)
        return self._paths[key]

    def _taken(self, entry: Entry, address: str, line: int) -> str | None:
        got = self._fetch(entry, address)
        if got is None:
            return None
        if isinstance(got, str):
            self.problems.append(lost(entry.origin, line, "import-picture", got))
            return None
        name, data = got
        stem, suffix = posixpath.splitext(posixpath.basename(name))
        suffix = suffix.lower()
        is_picture = suffix in IMAGE_SUFFIXES
        message = self._fault(suffix, data)
        if message:
            code = "import-picture" if is_picture else "import-link"
            said = f"{shown(address)} is left behind: {message}"
            self.problems.append(lost(entry.origin, line, code, said))
            return None
        return self._placed("images" if is_picture else "files", slug_of(stem), suffix, data)

    def _fault(self, suffix: str, data: bytes) -> str:
        if not re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) or suffix in (*ACTIVE_SUFFIXES, ".md"):
            return "such a file is not published beside posts"
        if len(data) > self._limits.image_kib * 1024:
            return f"it has more than {self._limits.image_kib} KiB"
        if suffix not in IMAGE_SUFFIXES:
            return ""
        _, problems = read_image(f"picture{suffix}", data)
        return problems[0].message if problems else ""

    def _placed(self, folder: str, stem: str, suffix: str, data: bytes) -> str:
        for path in _names(f"content/{folder}/{stem or folder.rstrip('s')}", suffix):
            old = self.files.get(path) or self._read_old(path)
            if old is None:
                self.files[path] = data
                return path
            if old == data:
                return path
        raise AssertionError("names never end")


def _names(stem: str, suffix: str) -> Iterator[str]:
    yield f"{stem}{suffix}"
    number = 2
    while True:
        yield f"{stem}-{number}{suffix}"
        number += 1
