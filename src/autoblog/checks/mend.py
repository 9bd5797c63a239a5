"""Findings with one right answer -> changed files, each edit tried before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from autoblog.config import ReadingSettings
from autoblog.config_file import read_settings
from autoblog.editing.changes import Change
from autoblog.editing.edits import edited, lines_of
from autoblog.layout import SETTINGS_FILE
from autoblog.model import Post
from autoblog.problems import Edit, Problem
from autoblog.read.posts import read_post

MOST_ROUNDS = 20
"""A mended line may show what it hid; so often the file is looked at again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and what is wrong with it."""

    post: Post | None
    problems: Sequence[Problem]


Read = Callable[[bytes], Reading]
"""Reads a file's bytes as a build would."""


def reader_of(path: str, settings: ReadingSettings | None) -> Read:
    """Make the reader of a file: of `site.yaml`, or of a source with these settings."""
    if path == SETTINGS_FILE or settings is None:
        return lambda data: Reading(None, read_settings("\n".join(lines_of(data)))[1])

    def read(data: bytes) -> Reading:
        result = read_post(path, data, settings)
        return Reading(result.post, result.problems)

    return read


def mended(path: str, data: bytes, problems: Iterable[Problem], read: Read) -> Change | None:
    """Mend what has one right answer in a file. None where nothing has.

    problems: what was found in these bytes, also by others than the reader. An edit counts when
    the finding is gone with it, and nothing else is said or broken.
    """
    before, now = data, read(data)
    waiting = [problem for problem in problems if problem.fix]
    tried: set[tuple[int, str, str]] = set()
    for _ in range(MOST_ROUNDS):
        edits: list[Edit] = []
        for problem in waiting:
            line = lines_of(data)[problem.line - 1] if problem.line else ""
            attempt = (problem.line, f"{problem.code} {problem.column}", line)
            edit = problem.fix
            if edit is None or attempt in tried or any(_meet(edit, one) for one in edits):
                continue
            tried.add(attempt)
            if _is_good(data, problem, now, read):
                edits.append(edit)
        if not edits:
            break
        data = edited(data, edits)
        now = read(data)
        found = {(one.line, one.code) for one in now.problems}
        done = {edit.line for edit in edits}
        # What others found is still to be mended, where its line is as it was.
        waiting = [one for one in waiting if one.line not in done and (one.line, one.code) not in
                   found] + [one for one in now.problems if one.fix]  # fmt: skip
    return Change(path, path, before, data) if data != before else None


def _meet(one: Edit, other: Edit) -> bool:
    return one.line == other.line and one.start <= other.end and other.start <= one.end


def _is_good(data: bytes, problem: Problem, now: Reading, read: Read) -> bool:
    """Try one edit, and compare what the file says with and without it."""
    edit = problem.fix
    lines = lines_of(data)
    if edit is None or edit.line > len(lines) or edit.end > len(lines[edit.line - 1]):
        return False
    after = read(edited(data, [edit]))
    last = edit.start + max(len(edit.text), edit.end - edit.start) + 1
    for found in after.problems:
        is_there = found.line == problem.line and edit.start < found.column <= last
        if is_there and found.code == problem.code:
            return False
    known = {one.code for one in now.problems}
    if any(one.code.startswith("yaml-") and one.code not in known for one in after.problems):
        return False
    if now.post is None:
        return True
    return after.post is not None and _said_by(after.post, problem) == _said_by(now.post, problem)


def _said_by(post: Post, problem: Problem) -> tuple[object, ...]:
    """List what a post says that mending a finding must not change."""
    keywords = () if problem.code == "keyword-spelling" else post.keywords
    return (
        post.title, post.summary, post.slug, post.section, post.published_at, post.updated_at,
        post.expires_at, post.author, post.is_draft, post.extra, post.word_count, post.anchors,
        keywords, [alias.url for alias in post.aliases], [pin.target for pin in post.pins],
    )  # fmt: skip
