"""What is wrong with a template, at the word that it is about, with the word that was meant."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from autoblog.likeness import surely_meant
from autoblog.model import Page, SiteInfo
from autoblog.problems import Problem, nearest
from autoblog.render.theme import FOLDER

_TAGS = ("block", "else", "elif", "endblock", "endfor", "endif", "endmacro", "endset", "endwith",
         "extends", "for", "from", "if", "import", "include", "macro", "set", "with")  # fmt: skip
_UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
_NO_FIELD = re.compile(r"'[\w.]*?(\w+) object' has no attribute '(\w+)'")
_UNDEFINED = re.compile(r"'(\w+)' is undefined")
_DEEPEST = 6


def column_of(text: str, line: int, word: str) -> int:
    """Find the column of a word on a line; 1 where it does not stand there."""
    lines = text.split("\n")
    found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(
        lines[line - 1] if 0 < line <= len(lines) else ""
    )
    return found.start() + 1 if found and word else 1


def syntax_problem(message: str, line: int, name: str, text: str) -> Problem:
    """Make the problem of a text that is no template. message: Jinja's."""
    tag = _UNKNOWN_TAG.search(message)
    near = nearest(tag[1], _TAGS) if tag and tag[1] not in _TAGS else None
    hint = f'did you mean "{near}"?' if near else ""
    column = column_of(text, line, tag[1]) if tag else 1
    told = f"this is not a template: {message}"
    return Problem("template-syntax", f"{FOLDER}/{name}", told, line, column, hint)


def runtime_problem(
    error: Exception, page: Page, texts: Mapping[str, str], info: SiteInfo
) -> Problem:
    """Say what went wrong while a page was rendered, at the template's line."""
    path, line = _place_of(error, page)
    said = str(error) or type(error).__name__
    word, known = _unknown_name(said, page, info)
    near = surely_meant(word, known) if word else None
    hint = f'did you mean "{near}"?' if near else ""
    message = f"{said} (while rendering {page.output_path})"
    text = texts.get(path.removeprefix(f"{FOLDER}/"), "")
    column = column_of(text, line, word) if line else 0
    return Problem("template-error", path, message, line, column, hint)


def slow_problem(page: Page, seconds: float, error: Exception | None = None) -> Problem:
    """Say that a page takes too long. error: what stopped it, where the template was at."""
    path, line = _place_of(error, page)
    message = f"rendering {page.output_path} takes longer than {seconds:g} s, most of it here"
    hint = "look for a loop over more than there is, or raise limits.seconds_per_page"
    return Problem("template-slow", path, message, line, 1 if line else 0, hint)


def _place_of(error: Exception | None, page: Page) -> tuple[str, int]:
    """Find the template's file and line in the traceback, where Jinja puts them."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else ()
    ours = [frame for frame in frames if frame.filename.startswith(f"{FOLDER}/")]
    if not ours:
        return f"{FOLDER}/{page.template}", 0
    return ours[-1].filename, ours[-1].lineno or 0


def _unknown_name(said: str, page: Page, info: SiteInfo) -> tuple[str, tuple[str, ...]]:
    """Find the name that Jinja did not find, and those that it could have been."""
    match = _UNDEFINED.search(said)
    if match:
        return match[1], (*(field.name for field in fields(page.context)), "site")
    match = _NO_FIELD.search(said)
    if match is None:
        return "", ()
    records = (*_records(page.context, _DEEPEST), *_records(info, _DEEPEST))
    record = next((one for one in records if type(one).__name__ == match[1]), None)
    return match[2], tuple(field.name for field in fields(record)) if record is not None else ()


def _records(value: Any, depth: int) -> Iterator[Any]:
    """List the records within a context; of a list the first will do."""
    if depth and is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _records(getattr(value, field.name), depth - 1)
    elif depth and isinstance(value, tuple):
        yield from _records(value[0] if value else None, depth - 1)
