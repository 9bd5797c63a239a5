"""The output folder as an audit sees it: its files, and where an address leads among them."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from autoblog.checks.audit_markup import Facts, facts_of
from autoblog.read.sources import find_files, read_bytes

_MOST_BYTES = 64 << 20  # of a compressed file's content
_OTHER_SCHEMES = ("data", "mailto", "tel", "sms", "javascript", "blob", "about")


@dataclass(frozen=True, slots=True)
class Leads:
    """Where an address leads."""

    kind: str  # "inside", "elsewhere", or "nowhere": outside the site's own folder, or no address
    path: str = ""  # the file of the output, where it is inside
    anchor: str = ""


class Tree:
    """The files of an output folder, each read when it is asked for."""

    def __init__(self, folder: Path, base_url: str) -> None:
        """base_url: where the folder will be read."""
        self.folder = folder
        self.base_url = base_url
        found, self.problems = find_files(folder, ".")
        self.paths = frozenset(file.path.removeprefix("./") for file in found)
        self._facts: dict[str, Facts] = {}

    def data(self, path: str) -> bytes:
        """Read a file; what is compressed, as search indexes are, is unpacked."""
        data = read_bytes(self.folder, path)
        if data[:2] != b"\x1f\x8b":
            return data
        try:
            return zlib.decompressobj(wbits=31).decompress(data, _MOST_BYTES)
        except zlib.error:
            return data

    def facts(self, path: str) -> Facts:
        """Say where a file leads."""
        if path not in self._facts:
            self._facts[path] = facts_of(path, self.data(path), self.base_url)
        return self._facts[path]

    def address_of(self, path: str) -> str:
        """Say at which address a file is read."""
        shown = (
            path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path
        )
        return urljoin(self.base_url, shown)

    def leads(self, address: str, path: str) -> Leads:
        """Say where an address leads that a file names."""
        try:
            whole = urlsplit(urljoin(self.address_of(path), address))
            base = urlsplit(self.base_url)
            if whole.scheme in _OTHER_SCHEMES:
                return Leads("elsewhere")
            if whole.scheme not in ("http", "https") or not whole.hostname:
                return Leads("elsewhere" if whole.scheme else "nowhere")
            if (whole.hostname, whole.port) != (base.hostname, base.port):
                return Leads("elsewhere")
        except ValueError:
            return Leads("nowhere")
        plain = unquote(whole.path or "/")
        if not plain.startswith(base.path):
            root = plain + "/" == base.path
            return Leads("inside", "index.html") if root else Leads("nowhere")
        inside = plain[len(base.path) :]
        return Leads("inside", self._file(inside), unquote(whole.fragment))

    def _file(self, path: str) -> str:
        """Name the file that a host serves at a path."""
        if not path or path.endswith("/"):
            return f"{path}index.html"
        is_file = path in self.paths or "." in posixpath.basename(path)
        return path if is_file else f"{path}/index.html"


def texts_of(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Read every file whose content is text, the compressed ones included."""
    for path in sorted(tree.paths):
        data = tree.data(path)
        if b"\0" not in data[:4096] or path.endswith((".html", ".xml", ".json", ".txt")):
            yield path, data
