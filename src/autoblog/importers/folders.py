"""Folders of other generators: their files, their articles, the pictures beside them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from autoblog.importers.dialect import coloured_as_fenced, in_this_dialect, tags_as_code
from autoblog.importers.entries import Entry, EntryImage, Fetch, Fetched, SectionMap, failed, lost
from autoblog.importers.fronts import Front, day_of, flag_of, read_front, text_of, words_of
from autoblog.importers.html import TooTangledError, to_markdown
from autoblog.importers.texts import plain
from autoblog.problems import Problem, shown
from autoblog.read.markup import without_code
from autoblog.read.sources import find_files, plain_text, read_bytes

HTML_SUFFIXES = (".html", ".htm")
MARKDOWN_SUFFIXES = (".markdown", ".md", ".mdown", ".mkd", ".mkdn")
OTHER_SUFFIXES = (".adoc", ".asciidoc", ".ipynb", ".org", ".rst", ".textile")
_IMAGE_KEYS = ("image", "featured_image", "featuredimage", "cover", "images", "thumbnail")
_KEPT_KEYS = (
    *_IMAGE_KEYS, "author", "authors", "categories", "category", "date", "description", "draft",
    "excerpt", "keywords", "lastmod", "last_modified_at", "modified", "published", "slug",
    "summary", "tag", "tags", "title", "updated",
)  # fmt: skip
_IDLE_KEYS = ("categories", "layout", "type", "toc", "markup", "weight")
"""They say something to the old generator alone."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of another generator, as one look at it shows it."""

    root: Path
    files: tuple[str, ...]  # relative, with "/", sorted; no hidden ones, no links
    limit_kib: int

    def origin(self, path: str) -> str:
        """Name a file as the user would."""
        return (self.root / path).as_posix()

    def text(self, path: str, problems: list[Problem]) -> str | None:
        """Read a text; None, and a problem, where it cannot be read."""
        try:
            data = read_bytes(self.root, path)
        except OSError as error:
            problems.append(failed(self.origin(path), 1, f"it cannot be read: {error.strerror}"))
            return None
        text, found = plain_text(data, self.origin(path), limit_kib=self.limit_kib)
        problems += found
        return text

    def fetch(self, places_of: Callable[[Entry, str], Iterable[str]]) -> Fetch:
        """Make what takes pictures and downloads out of the folder; never from outside it.

        places_of: the paths at which an address of an entry may lie, the likeliest first.
        """
        known = frozenset(self.files)

        def fetch(entry: Entry, address: str) -> Fetched:
            path = unquote(urlsplit(address).path)
            for place in places_of(entry, path):
                plain_place = posixpath.normpath(place.lstrip("/"))
                if plain_place in known:
                    try:
                        data = read_bytes(self.root, plain_place)
                    except OSError as error:
                        return f"{self.origin(plain_place)} cannot be read: {error.strerror}"
                    return posixpath.basename(plain_place), data
            return None

        return fetch


def look_into(root: Path, *, limit_kib: int, passed_over: Sequence[str]) -> Folder:
    """List the files of a folder. passed_over: folders at its top that hold no sources."""
    found, _ = find_files(root, ".")
    paths = (file.path.removeprefix("./") for file in found)
    kept = [path for path in paths if path.partition("/")[0] not in passed_over]
    return Folder(root, tuple(sorted(kept)), limit_kib)


def is_text(folder: Folder, path: str, problems: list[Problem], *, is_article: bool) -> bool:
    """Tell whether a file is of a kind that is read; where an article is of another, say so."""
    suffix = posixpath.splitext(path)[1]
    if suffix in OTHER_SUFFIXES and is_article:
        message = f"not imported: texts of the kind {suffix} are not read"
        problems.append(lost(folder.origin(path), 1, "import-kind", message))
    return suffix in (*MARKDOWN_SUFFIXES, *HTML_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a generator's own tags look like."""

    tag: re.Pattern[str]
    address: Callable[[str], str]  # writes out the tags within addresses, where that can be done
    name: str  # of a tag, for messages


def article(
    folder: Folder, path: str, dialect: Dialect, problems: list[Problem]
) -> tuple[Front, str, tuple[int, ...]] | None:
    """Read an article: its front matter, its body in this site's dialect, the lines of that."""
    origin = folder.origin(path)
    text = folder.text(path, problems)
    front, found = read_front(text, origin) if text is not None else (None, ())
    problems += found
    if front is None:
        return None
    body = coloured_as_fenced(front.body, without_code(front.body))
    body = dialect.address(body)
    as_written = front.body.split("\n")
    for match in dialect.tag.finditer(body):
        above = body.count("\n", 0, match.start())
        message = f"the {dialect.name} {shown(match[0])} stays as text"
        column = 1 + max(0, as_written[above].find(match[0].partition("\n")[0]))
        line = front.body_line + above
        problems.append(lost(origin, line, "import-shortcode", message, column=column))
    if path.endswith(HTML_SUFFIXES):
        return _of_html(front, body, origin, dialect, problems)
    made, lines = in_this_dialect(body, front.body_line)
    # Positions are those of the text in which code is blank.
    return front, tags_as_code(made, dialect.tag, without_code(made)), lines


def _of_html(
    front: Front, body: str, origin: str, dialect: Dialect, problems: list[Problem]
) -> tuple[Front, str, tuple[int, ...]] | None:
    quoted = dialect.tag.sub(lambda match: match[0].replace("<", "&lt;"), body)

    def report(line: int, message: str) -> None:
        at = front.body_line + line - 1
        problems.append(lost(origin, at, "import-html", message))

    try:
        return front, to_markdown(quoted, report), ()
    except TooTangledError as error:
        problems.append(failed(origin, 1, f"not imported: {error}"))
        return None


def common_fields(
    front: Front,
    origin: str,
    problems: list[Problem],
    *,
    name: str,
    words: Iterable[str],
    sections: SectionMap,
) -> dict[str, Any]:
    """Read the keys that generators share into the fields of an entry.

    name: of its file; it stands for a title that is missing. words: categories besides that of its
    section; they come along as keywords, unless they name a section.
    """
    values = front.values
    summary = next(
        (
            text
            for key in ("description", "summary", "excerpt")
            if (text := text_of(values.get(key)))
        ),
        "",
    )
    tags = (*words_of(values.get("tags"), by_space=True), *words_of(values.get("tag")))
    keywords = (*tags, *words_of(values.get("keywords")), *words)
    is_draft = flag_of(values.get("draft")) or text_of(values.get("published")) == "false"
    return {
        "origin": origin,
        "line": 1,
        "title": text_of(values.get("title")) or name.replace("-", " ").capitalize(),
        "summary": plain(summary),
        "keywords": tuple(word for word in keywords if word.casefold() not in sections),
        "updated": _updated(front, origin, problems),
        "author": _author(values),
        "image": _image(values),
        "is_draft": is_draft,
    }


def day_in(front: Front, key: str, origin: str, problems: list[Problem]) -> date | None:
    """Read a key's date; one that is none is said."""
    value = front.values.get(key)
    if not text_of(value):
        return None
    day = day_of(value)
    if day is None:
        message = f'"{key}" is {shown(text_of(value))}, which is no date; it is left out'
        problems.append(lost(origin, front.line(key), "import-date", message))
    return day


def tell_keys(
    front: Front, origin: str, problems: list[Problem], *, read: Sequence[str], idle: Sequence[str]
) -> None:
    """Say which keys of the front matter do not come along. read: those that do, here."""
    for key in front.values:
        if key not in (*_KEPT_KEYS, *_IDLE_KEYS, *read, *idle):
            message = f"the key {shown(key)} is not carried"
            problems.append(lost(origin, front.line(key), "import-key", message))


def _updated(front: Front, origin: str, problems: list[Problem]) -> date | None:
    keys = ("lastmod", "last_modified_at", "updated", "modified")
    found = (day_in(front, key, origin, problems) for key in keys if key in front.values)
    return next((day for day in found if day), None)


def _author(values: Mapping[str, Any]) -> str:
    value = values.get("author") or values.get("authors")
    items = value if isinstance(value, list | tuple) else [value]
    names = [text_of(one.get("name") if isinstance(one, Mapping) else one) for one in items]
    return ", ".join(name for name in names if name)


def _image(values: Mapping[str, Any]) -> EntryImage | None:
    for key in _IMAGE_KEYS:
        value = values.get(key)
        value = value[0] if isinstance(value, list | tuple) and value else value
        alt = ""
        if isinstance(value, Mapping):
            alt = text_of(value.get("alt"))
            value = next((v for k in ("image", "path", "src", "url") if (v := value.get(k))), "")
        if isinstance(value, str) and value.strip():
            return EntryImage(value.strip(), plain(alt))
    return None
