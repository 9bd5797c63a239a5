"""WordPress eXtended RSS, read as it streams by: expat, with every kind of entity refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from autoblog.importers.entries import failed
from autoblog.problems import AutoblogError, shown

CHUNK_BYTES = 1 << 18
_DEEPEST = 40
_MOST_CHARACTERS = 64 << 20  # of one item
# No XML holds these, but exports do.
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")


@dataclass(slots=True)
class Item:
    """One item of an export, as it stands there."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)  # local name -> text
    lines: dict[str, int] = field(default_factory=dict)  # local name -> line
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # domain, slug, name
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0


@dataclass(slots=True)
class Channel:
    """What an export says of the site as a whole."""

    fields: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)  # login -> name shown
    is_wordpress: bool = False


def read_wxr(path: Path, origin: str, take: Callable[[Item], None]) -> Channel:
    """Read an export; `take` gets each item when it has been read whole.

    Raises AutoblogError, with a problem at the line, where it is no such export.
    """
    reader = _Reader(take)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, found: reader.start(
        name, found, parser.CurrentLineNumber
    )
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                parser.Parse(chunk.translate(None, _CONTROLS))
            parser.Parse(b"", True)
    except (expat.ExpatError, _RefusedError, ValueError) as error:
        code = getattr(error, "code", None)
        reason = expat.errors.messages.get(code, str(error)) if code else str(error)
        problem = failed(origin, parser.CurrentLineNumber, f"it cannot be read: {reason}")
        raise AutoblogError("", [problem]) from error
    if not reader.channel.is_wordpress:
        problem = failed(origin, 1, "it is no export of WordPress", "use Tools, Export there")
        raise AutoblogError("", [problem])
    return reader.channel


class _RefusedError(Exception):
    """The file holds what no export does."""


def _refuse(*_: object) -> None:
    raise _RefusedError("it holds a DOCTYPE or an entity, which no export does")


class _Reader:
    """Gathers items from a parser's events."""

    def __init__(self, take: Callable[[Item], None]) -> None:
        self.channel = Channel()
        self._take = take
        self._item: Item | None = None
        self._stack: list[str] = []
        self._words: list[str] = []
        self._size = 0
        self._group: dict[str, str] = {}
        self._term = ("", "")

    def start(self, full_name: str, attributes: dict[str, Any], line: int) -> None:
        name = _local(full_name)
        if len(self._stack) >= _DEEPEST:
            raise _RefusedError(f"elements nest more than {_DEEPEST} deep")
        if not self._stack and name != "rss":
            raise _RefusedError(f"it begins with <{shown(name, 20)[1:-1]}> instead of <rss>")
        self._stack.append(name)
        self._words = []
        if name == "item":
            self._item, self._size = Item(line), 0
        elif name in ("postmeta", "author"):
            self._group = {}
        elif name == "comment" and self._item:
            self._item.comments += 1
        elif name == "category":
            self._term = str(attributes.get("domain", "")), str(attributes.get("nicename", ""))
        elif name == "wxr_version":
            self.channel.is_wordpress = True
        if self._item:
            self._item.lines.setdefault(name, line)

    def end(self, full_name: str) -> None:
        name, text = self._stack.pop(), "".join(self._words)
        parent = self._stack[-1] if self._stack else ""
        self._words = []
        if parent in ("postmeta", "author"):
            self._group[name] = text.strip()
        elif name == "postmeta" and parent == "item" and self._item:
            self._item.meta[self._group.get("meta_key", "")] = self._group.get("meta_value", "")
        elif name == "author" and parent == "channel":
            login = self._group.get("author_login", "")
            self.channel.authors[login] = self._group.get("author_display_name") or login
        elif name == "category" and parent == "item" and self._item:
            self._item.terms.append((*self._term, text.strip()))
        elif name == "item" and self._item:
            self._take(self._item)
            self._item = None
        elif parent == "item" and self._item:
            self._item.fields[name] = text
        elif parent == "channel":
            self.channel.fields.setdefault(name, text.strip())

    def text(self, words: str) -> None:
        self._size += len(words)
        if self._size > _MOST_CHARACTERS:
            raise _RefusedError("one of its items is larger than any article")
        self._words.append(words)


def _local(full_name: str) -> str:
    """Name an element without its namespace; the two kinds of <encoded> by what they hold."""
    space, _, name = full_name.rpartition(" ")
    if name == "encoded":
        return "excerpt" if re.search(r"excerpt", space) else "content"
    return name
