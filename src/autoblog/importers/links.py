"""Links and pictures in Markdown that an export brings: found where they stand, and led on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from autoblog.importers.escaping import inline
from autoblog.read.markup import without_code


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or picture of a body leads."""

    address: str  # without the escapes of Markdown and HTML
    line: int  # of the body, counted from 1
    is_picture: bool


Lead = Callable[[Target], str | None]
"""Says where a target shall lead; None: nowhere, so that its text alone may stay."""

_INLINE = re.compile(
    r"(?<!\\)\]\([ \t]*(?:<([^<>\n]*)>|((?:[^\s()<>]|\([^\s()]*\))*))"
    r"([ \t]+(?:\"[^\n]*?\"|'[^\n]*?'))?[ \t]*\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*<?([^\s<>]+)>?[ \t]*(?:[\"'(][^\n]*)?$", re.MULTILINE
)
_ELEMENT = re.compile(
    r"<(a|img)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\s(?:href|src)\s*=\s*(\"[^\"]*\"|'[^']*')"
    r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()<>#+.!|\"'-])")
_UNSAFE = re.compile(r"[\s()<>\"'\\\[\]`|]")


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def led(body: str, lead: Lead) -> str:
    """Lead every link and picture of a Markdown body where `lead` says. Code stays as it is."""
    bare = without_code(body)
    edits = sorted(
        [*_inline(body, bare, lead), *_definitions(body, bare, lead), *_elements(body, bare, lead)],
        key=lambda edit: (edit.start, -edit.end),
    )
    parts, end = [], 0
    for edit in edits:
        if edit.start >= end:  # what lies within another edit went with it
            parts += [body[end : edit.start], edit.text]
            end = edit.end
    return "".join([*parts, body[end:]])


def written(address: str) -> str:
    """Write an address so that Markdown reads it as one."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), address)


def _inline(body: str, bare: str, lead: Lead) -> Iterator[_Edit]:
    for match in _INLINE.finditer(bare):
        start = _opening(bare, match.start())
        if start is None:
            continue
        group = 1 if match[1] is not None else 2
        address = body[match.start(group) : match.end(group)]
        is_picture = bare[start - 1 : start] == "!" and bare[start - 2 : start - 1] != "\\"
        to = lead(Target(_plain(address), _line(body, match.start()), is_picture))
        if to is None and is_picture:
            yield _Edit(start - 1, match.end(), inline(body[start - 1 : match.end()]))
        elif to is None:
            yield _Edit(start, start + 1, "")
            yield _Edit(match.start(), match.end(), _kept(body, bare, match))
        elif to != _plain(address):
            opening = match.start(group) - (1 if group == 1 else 0)
            yield _Edit(opening, match.end(group) + (1 if group == 1 else 0), written(to))


def _kept(body: str, bare: str, match: re.Match[str]) -> str:
    """Keep what stands as code where an address should."""
    inside = slice(match.start() + 2, match.end() - 1)
    return "" if bare[inside].strip() else body[inside].strip() and f" ({body[inside].strip()})"


def _opening(bare: str, closing: int) -> int | None:
    """Find the bracket that the one at `closing` closes, within its paragraph."""
    depth = 0
    for index in range(closing, max(-1, closing - 2000), -1):
        if bare[index] == "\n" and bare[index - 1 : index] == "\n":
            return None
        if bare[index] in "[]" and bare[index - 1 : index] != "\\":
            depth += 1 if bare[index] == "]" else -1
            if depth == 0:
                return index
    return None


def _definitions(body: str, bare: str, lead: Lead) -> Iterator[_Edit]:
    for match in _DEFINITION.finditer(bare):
        address = body[match.start(1) : match.end(1)]
        to = lead(Target(_plain(address), _line(body, match.start()), is_picture=False))
        if to is None:
            yield _Edit(match.start(), match.end(), "")
        elif to != _plain(address):
            yield _Edit(match.start(1), match.end(1), written(to))


def _elements(body: str, bare: str, lead: Lead) -> Iterator[_Edit]:
    for match in _ELEMENT.finditer(bare):
        address = body[match.start(2) + 1 : match.end(2) - 1]
        is_picture = match[1].lower() == "img"
        plain = html.unescape(address)
        to = lead(Target(plain, _line(body, match.start()), is_picture))
        if to is None and is_picture:
            yield _Edit(match.start(), match.end(), inline(body[match.start() : match.end()]))
        elif to is None:
            yield _Edit(match.start(), match.end(), "<a>")
        elif to != plain:
            yield _Edit(match.start(2), match.end(2), f'"{html.escape(to)}"')


def _plain(address: str) -> str:
    return html.unescape(_ESCAPE.sub(r"\1", address))


def _line(body: str, position: int) -> int:
    return body.count("\n", 0, position) + 1
