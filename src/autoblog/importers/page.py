"""The archive's saved pages, as text or HTML -> entries.

A page is a title, then `Category:`, `Time:` and `Summary:` (`Summay:` too), paragraphs of a line
each, `Keywords:`, and `Related Information`: the names of sections, below each the entries of
three lines, `-`, a title and `Time:YYYY-MM-DD`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from autoblog.importers.entries import (
    Entry,
    Export,
    SectionMap,
    failed,
    lost,
    no_section,
    section_of,
)
from autoblog.importers.escaping import paragraph
from autoblog.importers.html import TooTangledError, looks_like_html, to_lines
from autoblog.importers.lines import Line
from autoblog.problems import Problem, shown
from autoblog.read.sources import plain_text

STUB_BODY = (
    "<!-- To be written: this title stood under Related Information of an imported page. -->"
)
_HEAD = re.compile(r"(Category|Time|Summ?a(?:r)?y)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_TIME = re.compile(r"Time\s*[:：]\s*(\S+)", re.IGNORECASE)
_KEYWORDS = re.compile(r"Keywords?\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
_ONE_LINE = re.compile(r"(?:-\s*)?(\S.*?)\s*Time\s*[:：]\s*(\d{4}-\d\d-\d\d)", re.IGNORECASE)
RELATED = "related information"
_NOTHING = Line(0, "", "")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A page, cut where its marks stand."""

    title: Line
    head: dict[str, Line]  # "category", "time", "summary" -> its value
    body: Sequence[Line]
    keywords: Line
    left: Sequence[Line]  # between keywords and related information
    related: Sequence[Line]


def read_pages(
    pages: Sequence[tuple[str, bytes]], sections: SectionMap, *, limit_kib: int, has_stubs: bool
) -> Export:
    """Read saved pages.

    pages: names and bytes. has_stubs: titles under Related Information become empty drafts.
    """
    entries: list[Entry] = []
    stubs: list[Entry] = []
    problems: list[Problem] = []
    for origin, data in pages:
        text, found = plain_text(data, origin, limit_kib=limit_kib)
        problems += found
        if text is None:
            continue
        is_html = looks_like_html(text) or origin.lower().endswith((".html", ".htm"))
        try:
            lines = _lines_of_html(text, origin, problems) if is_html else _lines_of_text(text)
            parts = _cut([line for line in lines if line.markdown or line.text])
        except TooTangledError as error:
            parts = str(error)
        if isinstance(parts, str):
            problems.append(failed(origin, 1, f"it is no saved page: {parts}"))
            continue
        entry = _entry(parts, origin, sections, problems)
        entries += [entry] if entry else []
        if has_stubs:
            stubs += _stubs(parts.related, origin, sections, problems)
    return Export((*entries, *stubs), tuple(problems))


def _lines_of_text(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.split("\n"), 1):
        words = " ".join(raw.split())
        yield Line(number, words, paragraph(words))


def _lines_of_html(text: str, origin: str, problems: list[Problem]) -> Sequence[Line]:
    def report(number: int, message: str) -> None:
        problems.append(lost(origin, number, "import-html", message))

    return to_lines(text, report, split_below=RELATED)


def _cut(lines: Sequence[Line]) -> _Parts | str:
    """Find the parts of a page. Returns what is missing where it is none."""
    start = next((n for n, line in enumerate(lines) if _is_head(line, "category")), None)
    if not start:
        return 'no title stands above a line "Category: …"'
    head: dict[str, Line] = {}
    end = start
    while end < len(lines) and (match := _HEAD.fullmatch(lines[end].text)):
        key = _key(match[1])
        if key in head:
            break
        head[key] = Line(lines[end].number, match[2].strip(), "")
        end += 1
    if "time" not in head:
        return 'no line "Time: YYYY-MM-DD" stands below its category'
    title = next((one for one in reversed(lines[:start]) if one.is_title), lines[start - 1])
    rest = lines[end:]
    related = _related_at(rest)
    above, below = rest[:related], rest[related + 1 :]
    at = next(
        (n for n in range(len(above) - 1, -1, -1) if _KEYWORDS.fullmatch(above[n].text)), None
    )
    if at is None:
        return _Parts(title, head, above, _NOTHING, (), below)
    match = _KEYWORDS.fullmatch(above[at].text)
    keywords = Line(above[at].number, match[1] if match else "", "")
    return _Parts(title, head, above[:at], keywords, above[at + 1 :], below)


def _is_head(line: Line, key: str) -> bool:
    match = _HEAD.fullmatch(line.text)
    return bool(match) and _key(match[1] if match else "") == key


def _key(word: str) -> str:
    return "summary" if word.lower().startswith("sum") else word.lower()


def _related_at(lines: Sequence[Line]) -> int:
    """Find the line `Related Information`: the last that is no title of an entry below it."""
    found = [n for n, line in enumerate(lines) if line.text.casefold() == RELATED]
    marks = {n for n, line in enumerate(lines, 1) if line.text == "-"}  # a title follows each
    return next((n for n in reversed(found) if n not in marks), len(lines))


def _items(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None, Line]]:
    """Read what stands below Related Information: the section's line, a title, its time.

    A title of None: the third is a line that is a section's name, or out of place.
    """
    section, number = _NOTHING, 0
    while number < len(lines):
        line = lines[number]
        after = lines[number + 1] if number + 1 < len(lines) else _NOTHING
        number += 1
        if line.text == "-" and after.text != "-":
            continue  # an entry comes
        if _TIME.fullmatch(after.text):
            yield section, line, after
            number += 1
        elif match := _ONE_LINE.fullmatch(line.text):
            yield section, Line(line.number, match[1], ""), Line(line.number, match[2], "")
        else:
            section = section if line.text == "-" or _TIME.fullmatch(line.text) else line
            yield section, None, line


def _entry(
    parts: _Parts, origin: str, sections: SectionMap, problems: list[Problem]
) -> Entry | None:
    category, time = parts.head["category"], parts.head["time"]
    section, _ = section_of([category.text], sections)
    if section is None:
        message = f"this site has no section {shown(category.text)}"
        problems.append(no_section(origin, category.number, [category.text], message))
    day = _day(time, time.text, origin, problems)
    if section is None or day is None:
        return None
    for line in parts.left:
        message = f"{shown(line.text)} stands below the keywords and is left out"
        problems.append(lost(origin, line.number, "import-left", message))
    summary = parts.head.get("summary", _NOTHING)
    words = re.split(r"[,，、]" if re.search(r"[,，、]", parts.keywords.text) else r"[;；]",
                     parts.keywords.text)  # fmt: skip
    return Entry(
        origin=origin,
        line=parts.title.number,
        title=parts.title.text,
        body="\n\n".join(line.markdown for line in parts.body),
        body_lines=tuple(
            line.number
            for line in parts.body
            for _ in range(line.markdown.count("\n") + 2)  # a blank line follows each
        ),
        day=day,
        section=section,
        summary=summary.text,
        keywords=tuple(word.strip() for word in words if word.strip()),
    )


def _day(line: Line, text: str, origin: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        message = f"{shown(text)} is no date; expected one such as 2025-12-25"
        problems.append(failed(origin, line.number, message, "correct it in the page"))
        return None


def _stubs(
    lines: Sequence[Line], origin: str, sections: SectionMap, problems: list[Problem]
) -> Iterator[Entry]:
    for heading, title, time in _items(lines):
        section, _ = section_of([heading.text], sections)
        if title is None:
            if section is None or time is not heading:
                message = f"{shown(time.text)} is neither a section of this site nor an entry"
                problems.append(lost(origin, time.number, "import-left", message))
            continue
        match = _TIME.fullmatch(time.text)
        day = _day(time, match[1] if match else time.text, origin, problems)
        if section is None:
            message = f"{shown(title.text)} stands in no section of this site and is left out"
            problems.append(lost(origin, title.number, "import-left", message))
        if section and day:
            yield Entry(
                origin=origin,
                line=title.number,
                title=title.text,
                body=STUB_BODY,
                day=day,
                section=section,
                summary=f"To be written: {title.text}",
                is_draft=True,
                is_stub=True,
            )
