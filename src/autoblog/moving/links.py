"""Links and pictures in a body, found where they stand and led to new places."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from autoblog.editing.edits import edited, lines_of
from autoblog.parts import Reference
from autoblog.problems import Edit
from autoblog.read.markup import without_code
from autoblog.read.urls import destination

Led = Callable[[str], str]
"""Says where a target, a source path or a URL path, leads now; the target itself if it stays."""

ReferencesOf = Callable[[bytes], tuple[Reference, ...]]
"""Reads a source and tells where its body leads."""

_FORMS = (
    re.compile(r"[^\s()<>\"'\[\]]+"),
    re.compile(r"(?<=<)[^<>]+(?=>)"),
    re.compile(r"(?<=\()[^()\"']+?(?=\s*\)|\s+[\"'])"),
    re.compile(r"(?<=\()[^()\s]*\([^()\s]*\)[^()\s]*(?=\s*\)|\s+[\"'])"),
    re.compile(r'(?<=")[^"]+(?=")'),
    re.compile(r"(?<=')[^']+(?=')"),
)
"""What an address may stand between; whether it is a link shows when it changes."""

_UNSAFE = re.compile(r"[\s()<>\"'%&\\\[\]#?`|]")
_STAND_IN = "autoblog-stands-in"


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    start: int
    end: int
    target: str  # source path or URL path
    rest: str  # query and anchor, as written


def link_edits(
    data: bytes,
    body_line: int,
    *,
    old_path: str,
    new_path: str,
    led: Led,
    references_of: ReferencesOf,
) -> list[Edit]:
    """Find what to write where links stand, so that they lead where `led` says.

    body_line: the line on which the body begins. old_path, new_path: of this source, which may
    move itself. What looks like a link counts as one when changing it changes where the body leads.
    """
    before = references_of(data)
    targets = {bare(reference.target) for reference in before}
    edits = []
    for found in _look_alikes(data, body_line, old_path, targets):
        href = _href(found, old_path, new_path, led)
        if href is None:
            continue
        stand_in = f"{_STAND_IN}{posixpath.splitext(found.target)[1]}"
        trial = edited(data, [Edit(found.line, found.start, found.end, stand_in)])
        if [one.target for one in references_of(trial)] != [one.target for one in before]:
            edits.append(Edit(found.line, found.start, found.end, href))
    return edits


def _look_alikes(data: bytes, body_line: int, path: str, targets: set[str]) -> Iterator[_Found]:
    """Find all that reads like an address of one of the body's targets."""
    lines = lines_of(data)[body_line - 1 :]
    for number, line in enumerate(without_code("\n".join(lines)).split("\n"), body_line):
        seen = set()
        for form in _FORMS:
            for match in form.finditer(line):
                href = match[0].strip()
                start = match.start() + match[0].index(href)
                to = destination(html.unescape(href), path)
                target = bare(to.target)
                is_new = to.kind in ("source", "site") and (start, href) not in seen
                if is_new and target in targets:
                    seen.add((start, href))
                    rest = re.sub(r"^[^?#]*", "", href)
                    yield _Found(number, start, start + len(href), target, rest)


def _href(found: _Found, old_path: str, new_path: str, led: Led) -> str | None:
    """Write the address as it must be now; None where it may stay."""
    target = led(found.target)
    if found.target.startswith("/"):
        return f"{target}{found.rest}" if target != found.target else None
    folder = posixpath.dirname(new_path)
    if target == found.target and folder == posixpath.dirname(old_path):
        return None
    return _UNSAFE.sub(lambda match: quote(match[0]), relative(target, folder)) + found.rest


def bare(target: str) -> str:
    """Leave out the anchor, and the query of a URL path; a file's name may hold a question mark."""
    path = target.partition("#")[0]
    return path.partition("?")[0] if path.startswith("/") else path


def relative(target: str, folder: str) -> str:
    """Write a source path as a link from a folder."""
    path = posixpath.relpath(target, folder)
    return f"./{path}" if ":" in path.partition("/")[0] else path
