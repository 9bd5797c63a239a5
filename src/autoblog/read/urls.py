"""Slugs, anchors and the targets of links: the door to python-slugify."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from autoblog.digest import lasting_name
from autoblog.problems import FORBIDDEN

SLUG_BYTES = 80
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@lru_cache(maxsize=10_000)
def slug_of(text: str) -> str:
    """Make a slug of a text: Latin letters, digits and hyphens; "" when nothing can be kept."""
    if len(text) <= SLUG_BYTES and _PLAIN.fullmatch(text):
        return text.replace(" ", "-").lower()
    # Of most texts that is all, and the library takes a while to load.
    from slugify import slugify

    return slugify(text, max_length=SLUG_BYTES, word_boundary=True, save_order=True)


def slug_of_file(path: str) -> tuple[str, bool]:
    """Make the slug of a source from its file's name, without a leading date.

    Returns the slug, and whether it is a digest because the name holds nothing to keep.
    """
    stem = _DATED.sub("", posixpath.splitext(posixpath.basename(path))[0], count=1)
    slug = slug_of(stem)
    return (slug, False) if slug else (lasting_name(stem), True)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads."""

    kind: str  # "external", "anchor", "site" (a URL path), "source" (a file) or "outside"
    target: str  # URL, anchor, URL path, or source path; "site" and "source" keep their anchor


def destination(href: str, source_path: str) -> Destination:
    """Tell where a link of a source leads.

    A relative link is a path to another source, resolved as the file system would. One that leads
    out of content/, or that holds what no page can hold, leads "outside".
    """
    if href.startswith("#"):
        return Destination("anchor", unquote(href[1:]))
    if _SCHEME.match(href) or href.startswith("//"):
        return Destination("external", href)
    if href.startswith("/"):
        return Destination("site", href)
    try:
        parts = urlsplit(href)
    except ValueError:
        return Destination("outside", href)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source_path), unquote(parts.path)))
    anchor = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    if not path.startswith("content/") or FORBIDDEN.search(path + anchor):
        return Destination("outside", href)
    return Destination("source", path + anchor)
