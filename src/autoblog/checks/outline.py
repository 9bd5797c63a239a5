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

_HEADING = re.compile(
    r"^(?:(?P<atx>#{1,6})(?!#)|<h(?P<tag>[1-6])[\s>]"
    r"|(?P<above>\S.*)\n(?P<line>[=-])(?P=line)*[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_GAP = re.compile(r"\n[ \t]*\n")
_NO_PARAGRAPH = re.compile(
    r"[ \t]*(?:[#>|<]|[-*+][ \t]|\d+[.)][ \t]|:[ \t]|!!!|\[\^|\[[^\]]+\]:|\*\[)|    |\t"
)
_ADDRESS = re.compile(r"(?:(?<=[(<\"'])|(?<=\]: ))https?://[^\s<>\"'\])]+", re.IGNORECASE)
_COMMAS = re.compile(rf"({'|'.join(LISTS)}):[ \t]+(?=[^\[\s#\"'|>&*!])([^#]*,[^#]*)$")


def outline_of(text: SourceText, host: str) -> Outline:
    """Read a source. host: of this site, in small letters.

    Most sources hold nothing of a kind, which one look at the whole text shows quickest.
    """
    body = text.body
    has_own = bool(host) and host in body.lower()
    return Outline(
        headings=tuple(_headings(text)),
        long_paragraphs=tuple(_long_paragraphs(text)),
        own_links=tuple(
            (href, place) for place, href in _found(text, _ADDRESS) if _host_of(href) == host
        )
        if has_own
        else (),
        comma_lists=tuple(
            (match[1], Place(number, match.start(2) + 1))
            for number, line in enumerate(text.front_lines, 2)
            if "," in line and (match := _COMMAS.match(line))
        ),
    )


def _found(text: SourceText, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    for match in pattern.finditer(text.body):
        yield text.place_at(match.start()), match[0]


def _host_of(href: str) -> str | None:
    try:
        return urlsplit(href).hostname
    except ValueError:
        return None


def _headings(text: SourceText) -> Iterator[tuple[int, Place]]:
    for match in _HEADING.finditer(text.body):
        if match["atx"] or match["tag"]:
            yield int(match["tag"] or len(match["atx"])), text.place_at(match.start())
        elif not _NO_PARAGRAPH.match(match["above"]):
            yield (1 if match["line"] == "=" else 2), text.place_at(match.start())


def _long_paragraphs(text: SourceText) -> Iterator[tuple[int, Place]]:
    start = 0
    for gap in (*_GAP.finditer(text.body), None):
        block = text.body[start : gap.start() if gap else None]
        # A word takes two characters at the least, with the space behind it; a Chinese one too.
        if len(block) > LONG_PARAGRAPH and not _NO_PARAGRAPH.match(block.lstrip("\n")):
            words = word_count(block.split(), block)
            if words > LONG_PARAGRAPH:
                empty = len(block) - len(block.lstrip("\n"))
                yield words, text.place_at(start + empty)
        start = gap.end() if gap else 0
