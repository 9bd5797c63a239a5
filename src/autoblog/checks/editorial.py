"""Titles, summaries, headings and paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from autoblog.checks.desk import Desk, advice
from autoblog.checks.outline import LONG_PARAGRAPH
from autoblog.editing.edits import written
from autoblog.model import Post
from autoblog.problems import Edit, Place, Problem, Severity, problem_at, shown

SHORTEST_SUMMARY, LONGEST_SUMMARY = 50, 160
LONGEST_TITLE = 65
_SHOUT = re.compile(r"[^\W\d_]{5,}")
_LOUD_SHARE = 0.7  # of a title's letters


def check_summaries(desk: Desk) -> Iterator[Problem]:
    """Find summaries that are missing, or that search results would cut or leave lonely."""
    for post in desk.posts:
        length = width(post.summary)
        if not post.summary:
            hint = "add a line `summary: …`; search engines and feeds show it"
            message = "this page has no summary"
            yield advice(post.title_place, "summary-missing", post.source_path, message, hint)
        elif not SHORTEST_SUMMARY <= length <= LONGEST_SUMMARY:
            hint = "say in a sentence more what it holds" if length < SHORTEST_SUMMARY else "cut it"
            message = (
                f"the summary has {length} characters; expected {SHORTEST_SUMMARY}"
                f" to {LONGEST_SUMMARY}"
            )
            place = desk.text_of(post.source_path).place_of_key("summary") or post.title_place
            yield advice(place, "summary-length", post.source_path, message, hint)


def check_titles(desk: Desk) -> Iterator[Problem]:
    """Find titles that search results would cut, and shouted ones."""
    for post in desk.posts:
        length = width(post.title)
        if length > LONGEST_TITLE:
            message = f"the title has {length} characters; expected {LONGEST_TITLE} at most"
            hint = "shorten it, and let the summary say the rest"
            yield advice(post.title_place, "title-long", post.source_path, message, hint)
        if is_shouted(post.title):
            message = "the title is shouted"
            hint = "write it in small letters, with one mark at its end at most"
            yield advice(post.title_place, "title-shouted", post.source_path, message, hint)


def check_twice(desk: Desk) -> Iterator[Problem]:
    """Find titles and summaries that an older post has as well."""
    yield from _twice(desk, "title-twice", "title", lambda post: post.title)
    yield from _twice(desk, "summary-twice", "summary", lambda post: post.summary)


def check_headings(desk: Desk) -> Iterator[Problem]:
    """Find headings that lie more than one level below the one before."""
    for path, outline in desk.outlines.items():
        before = 0
        for level, place in outline.headings:
            if before and level > before + 1:
                message = f"a heading of level {level} follows one of level {before}"
                hint = f"write {'#' * (before + 1)}, so that no level is left out"
                yield advice(place, "heading-skipped", path, message, hint)
            before = level


def check_paragraphs(desk: Desk) -> Iterator[Problem]:
    """Find paragraphs that few will read to their end."""
    for path, outline in desk.outlines.items():
        for words, place in outline.long_paragraphs:
            message = f"this paragraph has {words} words; expected {LONG_PARAGRAPH} at most"
            yield advice(place, "paragraph-long", path, message, "break it where the thought turns")


def check_lists(desk: Desk) -> Iterator[Problem]:
    """Find lists in front matter that are written as text with commas."""
    for path, outline in desk.outlines.items():
        for key, place in outline.comma_lists:
            line = desk.text_of(path).lines[place.line - 1]
            words = [" ".join(word.split()) for word in line[place.column - 1 :].split(",")]
            mended = f"[{', '.join(written(word) for word in words if word)}]"
            message = f"{shown(key)} is a list, and written as text"
            fix = Edit(place.line, place.column - 1, len(line.rstrip()), mended)
            yield problem_at(
                place, "list-as-text", path, message, f"write: {key}: {mended}",
                severity=Severity.WARNING, fix=fix,
            )  # fmt: skip


def width(text: str) -> int:
    """Count characters as wide as Latin ones: a Chinese or Japanese one counts twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def is_shouted(title: str) -> bool:
    """Tell whether most of a title stands in capitals, or several marks at its end.

    Names such as BYD, NIO and SAIC are short; a shout has a long word in it.
    """
    letters = [char for char in title if char.isalpha()]
    loud = sum(char.isupper() for char in letters)
    is_loud = any(word.isupper() for word in _SHOUT.findall(title))
    return (is_loud and loud > _LOUD_SHARE * len(letters)) or bool(re.search(r"[!?！？]{2}", title))


def _twice(desk: Desk, code: str, key: str, said_by: Callable[[Post], str]) -> Iterator[Problem]:
    """Name for each post but the oldest which other one says the same."""
    alike: dict[str, list[Post]] = defaultdict(list)
    for post in sorted(desk.posts, key=lambda post: (post.published_at, post.source_path)):
        if said := said_by(post):
            alike[" ".join(said.casefold().split())].append(post)
    for first, *others in alike.values():
        for post in others:
            place: Place | None = post.title_place
            if key != "title":
                place = desk.text_of(post.source_path).place_of_key(key)
            message = f"{first.source_path} has the same {key}"
            hint = "say what sets this one apart; lists and search results show both"
            yield advice(place or post.title_place, code, post.source_path, message, hint)
