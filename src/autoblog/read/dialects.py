"""Where two engines read one text differently, line by line.

What is compared is what readers get: the articles that both engines make, block by block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from urllib.parse import unquote

from lxml import etree, html

from autoblog.config import Engine, ReadingSettings
from autoblog.problems import Place, Problem, Severity, problem_at, shown
from autoblog.read.bodies import read_body
from autoblog.read.front_matter import SplitSource

_BLOCKS = (
    "p|li|ul|ol|dl|d[dt]|blockquote|pre|table|thead|tbody|t[dhr]|h[1-6r]|figure|figcaption|div"
    "|section|br"
)
_EDGE = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_TAG = re.compile(r"<[^>]*>?")
_WORD = re.compile(r"\w+")
_WINDOW = 12  # words of the source that a block may leave out, such as those of an address


def dialect_problems(
    split: SplitSource, path: str, settings: ReadingSettings, other: Engine
) -> Iterator[Problem]:
    """Warn of each block that another engine would read differently."""
    ours, theirs = (
        _blocks(split, path, replace(settings, engine=engine))
        for engine in (settings.engine, other)
    )
    if ours is None or theirs is None or ours == theirs:
        return
    words = [
        (word.casefold(), number)
        for number, line in enumerate(split.body.split("\n"))
        for word in _WORD.findall(line)
    ]
    lines_of_ours, lines_of_theirs = _lines(words, ours), _lines(words, theirs)
    for first, last, other_first, other_last in _groups(ours, theirs):
        one, two = "".join(ours[first:last]), "".join(theirs[other_first:other_last])
        start = _shared(one, two)
        count = len(_WORD.findall(_TAG.sub(" ", one[:start])))
        near = lines_of_ours[first:last] or lines_of_theirs[other_first:other_last]
        lines = [line for of_block in near for line in of_block]
        line = lines[min(count, len(lines) - 1)]
        start = max(one.rfind("<", 0, start), one.rfind(" ", 0, start), 0)
        message = (
            f"{other} would make {_piece(two[start:])} of this,"
            f" where {settings.engine} makes {_piece(one[start:])}"
        )
        place = Place(split.body_line + line, 1)
        hint = "docs/markdown.md shows what both read alike"
        yield problem_at(place, "dialect-differs", path, message, hint, severity=Severity.WARNING)


def _blocks(split: SplitSource, path: str, settings: ReadingSettings) -> list[str] | None:
    """Read a body and cut it into its outermost elements, spelt so that equal ones are equal."""
    body, _, _ = read_body(split, path, settings)
    if body is None:
        return None
    found = []
    for element in html.fragments_fromstring(body.html):
        if isinstance(element, str):
            text = element.strip()
        else:
            for one in element.iter():
                _normalise(one)
            text = etree.tostring(element, encoding="unicode", method="html")
        if text.strip():
            found.append(_EDGE.sub(r"\1", text))
    return found


def _normalise(element: etree._Element) -> None:
    attributes = sorted(element.attrib.items())
    element.attrib.clear()
    for name, value in attributes:
        element.set(str(name), unquote(str(value)))
    if element.tag == "code" and element.text:
        element.text = element.text.rstrip("\n")


def _groups(ours: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Find the spans of blocks that differ; as many blocks on both sides are pairs."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        if kind == "equal":
            continue
        if last - first == other_last - other_first:
            for number in range(last - first):
                one, two = first + number, other_first + number
                yield one, one + 1, two, two + 1
        else:
            yield first, last, other_first, other_last


def _shared(one: str, two: str) -> int:
    """Count the characters with which both begin."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(two)))


def _lines(source: Sequence[tuple[str, int]], blocks: Sequence[str]) -> list[list[int]]:
    """Find for each word of each block the line, from 0, on which the source has it."""
    position, found = 0, []
    for block in blocks:
        words = [word.casefold() for word in _WORD.findall(_TAG.sub(" ", block))]
        lines = []
        for number, word in enumerate(words):
            ahead = range(position, min(position + _WINDOW, len(source)))
            at = next((one for one in ahead if source[one][0] == word), None)
            if at is None and not number and len(words) > 1:
                # Something was left out, or this was moved here, as footnotes are.
                pairs = (*range(position, len(source) - 1), *range(position))
                at = next(
                    (n for n in pairs if [w for w, _ in source[n : n + 2]] == words[:2]), None
                )
            position = position if at is None else at + 1
            lines.append(source[min(position, len(source)) - 1][1] if position else 0)
        found.append(lines or [source[position - 1][1] if position else 0])
    return found


def _piece(text: str) -> str:
    """Show the beginning of some HTML."""
    text = " ".join(text.split())
    return shown(text if len(text) <= 40 else f"{text[:40]}…") if text else "nothing"
