"""What every importer makes of an export, and what the writer takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from autoblog.problems import Place, Problem, Severity, problem_at


@dataclass(frozen=True, slots=True)
class EntryImage:
    """The picture that stands for an entry."""

    address: str  # as the export names it
    alt: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of an export."""

    origin: str  # the file that it stands in, as the user named it
    line: int  # on which it begins
    title: str
    body: str  # Markdown in this site's dialect
    day: date | None  # a datetime where the time is known; aware where the zone is
    section: str | None  # a section's slug; None: a standalone page
    slug: str = ""  # "": the title's
    summary: str = ""  # "": the first sentences of the body
    keywords: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # old URL paths, decoded: they become aliases
    names: tuple[str, ...] = ()  # other names by which links of the export mean it
    updated: date | None = None
    expires: date | None = None
    author: str = ""
    image: EntryImage | None = None
    is_draft: bool = False
    has_noindex: bool = False
    is_stub: bool = False  # a title alone, which any post of that title makes needless
    body_lines: tuple[int, ...] = ()  # the line of the origin of each of the body's; (): unknown


Fetched = tuple[str, bytes] | str | None
"""A name for a file and its bytes; or why it did not come; None: nobody wanted it."""

Fetch = Callable[[Entry, str], Fetched]
"""Gets a picture or download that an entry names."""


def nothing_fetched(entry: Entry, address: str) -> None:
    """Get no file: what is elsewhere stays there."""


@dataclass(frozen=True, slots=True)
class Export:
    """All that an importer found."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]  # what could not be carried, by file and line
    base_url: str = ""  # where the old site was read, such as "https://old.example/blog/"
    fetch: Fetch = field(default=nothing_fetched)


SectionMap = Mapping[str, str]
"""Folded names of old categories -> slugs of sections; "*" stands for all others."""


def lost(
    origin: str, line: int, code: str, message: str, hint: str = "", *, column: int = 1
) -> Problem:
    """Say what could not be carried, as a warning at the line of the export."""
    place = Place(max(line, 1), column)
    return problem_at(place, code, origin, message, hint, severity=Severity.WARNING)


def failed(origin: str, line: int, message: str, hint: str = "") -> Problem:
    """Say what of an export cannot be read at all."""
    return problem_at(Place(max(line, 1), 1), "import-unreadable", origin, message, hint)


def section_of(names: Sequence[str], sections: SectionMap) -> tuple[str | None, str]:
    """Find the section of the first category that has one.

    Returns its slug and the category that named it; None and "" where no category has one.
    """
    for name in names:
        if (slug := sections.get(name.casefold())) is not None:
            return slug, name
    return sections.get("*"), ""


def no_section(origin: str, line: int, names: Sequence[str], what: str) -> Problem:
    """Say that an article belongs to no section of this site."""
    hint = f"name it with --map '{names[0] if names else '*'}=SECTION'"
    return problem_at(Place(max(line, 1), 1), "import-section", origin, what, hint)
