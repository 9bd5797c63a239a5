"""Read off a source what checks want to know of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from autoblog.checks.desk import Outline, SourceText
from autoblog.problems import Place
from autoblog.read.posts import word_count

LONG_PARAGRAPH = 200  # words
LISTS = ("keywords", "aliases", "related")

_ATX = re.compile(r"(#{1,6})[^#]|<h([1-6])[\s>]", re.IGNORECASE)
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(
    r"[ \t]*(?:[#>|<]|[-*+][ \t]|\d+[.)][ \t]|:[ \t]|!!!|\[\^|\[[^\]]+\]:|\*\[)|    |\t"
)
_BARE = re.compile(r"!\[[ \t]*\](?=[(\[])|<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?<=[(<\"'])|(?<=\]: ))https?://[^\s<>\"'\])]+", re.IGNORECASE)
_COMMAS = re.compile(rf"({'|'.join(LISTS)}):[ \t]+(?=[^\[\s#\"'|>&*!])([^#]*,[^#]*)$")


def outline_of(text: SourceText, host: str) -> Outline:
    """Read a source. host: of this site, in small letters."""
    return Outline(
        headings=tuple(_headings(text)),
        long_paragraphs=tuple(_long_paragraphs(text)),
        bare_pictures=tuple(place for place, _ in _found(text, _BARE)),
        own_links=tuple(
            (href, place) for place, href in _found(text, _ADDRESS) if _host_of(href) == host
        ),
        comma_lists=tuple(
            (match[1], Place(number, match.start(2) + 1))
            for number, line in enumerate(text.front_lines, 2)
            if (match := _COMMAS.match(line))
        ),
    )


def _found(text: SourceText, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    for number, line in enumerate(text.body_lines, text.body_line):
        for match in pattern.finditer(line):
            yield Place(number, match.start() + 1), match[0]


def _host_of(href: str) -> str | None:
    try:
        return urlsplit(href).hostname
    except ValueError:
        return None


def _headings(text: SourceText) -> Iterator[tuple[int, Place]]:
    above = ""
    for number, line in enumerate(text.body_lines, text.body_line):
        match = _ATX.match(line + " ")
        if match:
            yield int(match[2] or len(match[1])), Place(number, 1)
        elif above.strip() and not _NO_PARAGRAPH.match(above) and _SETEXT.match(line):
            yield (1 if line[0] == "=" else 2), Place(number - 1, 1)
        above = line


def _long_paragraphs(text: SourceText) -> Iterator[tuple[int, Place]]:
    block: list[str] = []
    for number, line in enumerate((*text.body_lines, ""), text.body_line):
        if line.strip():
            block.append(line)
            continue
        if block and not _NO_PARAGRAPH.match(block[0]):
            words = word_count("\n".join(block))
            if words > LONG_PARAGRAPH:
                yield words, Place(number - len(block), 1)
        block = []
