"""Problems: what an author did wrong, as values with a place; and the errors that carry them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

SHOWN_CHARACTERS = 80  # of a value within a message
SHOWN_LINE = 160  # characters of a source line below a message
SHOWN_HINT = 600  # of a message or hint: a whole title, quoted to be pasted, has room

FORBIDDEN = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
"""What neither HTML nor XML may hold (XML 1.0, section 2.2, and the discouraged C1 controls)."""
_PLAIN = bytes((*b"\t\n", *range(0x20, 0x7F)))  # all else that is ASCII is forbidden

PASSWORD = re.compile(r"(?<=://)([^/\s:@]*:)([^/\s]+)(?=@)")
"""A password in an address (RFC 3986, section 3.2.1), with the name before it."""


def find_forbidden(text: str) -> re.Match[str] | None:
    """Find the first character that a page may not hold."""
    # No such character is printable; these looks take a tenth of the pattern's time and less.
    if text.isascii():
        return FORBIDDEN.search(text) if text.encode().translate(None, _PLAIN) else None
    return None if text.replace("\n", "").isprintable() else FORBIDDEN.search(text)


class Severity(StrEnum):
    """How much a problem weighs: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    SILENCED = "silenced"  # the author knows, and said why it may stay


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a source file; line and column count from 1, in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of one line that give way to others."""

    line: int  # counted from 1
    start: int  # columns, counted from 0; equal ones insert
    end: int
    text: str  # "\n" in it becomes the line's own ending


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding for the author.

    path: relative to the site's folder, with `/`.
    line, column: counted from 1 in characters; 0 where the finding is about the whole file.
    message: what was found and what was expected. hint: what to do, or "".
    """

    code: str
    path: str
    message: str
    line: int = 0
    column: int = 0
    hint: str = ""
    severity: Severity = Severity.ERROR
    fix: Edit | None = field(default=None, compare=False)  # where there is one right answer

    @property
    def is_error(self) -> bool:
        """Whether it stops the build."""
        return self.severity is Severity.ERROR


def problem_at(
    place: Place,
    code: str,
    path: str,
    message: str,
    hint: str = "",
    *,
    severity: Severity = Severity.ERROR,
    fix: Edit | None = None,
) -> Problem:
    """Make the problem of something that stands at a place."""
    return Problem(code, path, message, place.line, place.column, hint, severity, fix)


def not_utf_8(path: str, error: UnicodeDecodeError) -> Problem:
    """Make the problem of a file with a byte that is not UTF-8, at that byte."""
    # Not the file's bytes: the error counts from behind a byte order mark.
    before = error.object[: error.start].decode("utf-8", "replace")
    message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem("not-utf-8", path, message, line, column, "save the file as UTF-8")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Order problems by path, line, column and code, each of them once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (p.path, p.line, p.column, p.code, p.message)))


def unsilenced(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what the author has silenced."""
    return tuple(problem for problem in problems if problem.severity is not Severity.SILENCED)


def silenced(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep what the author has silenced."""
    return tuple(problem for problem in problems if problem.severity is Severity.SILENCED)


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep those that stop a build, in their order."""
    return tuple(problem for problem in problems if problem.is_error)


def shown(value: object, limit: int = SHOWN_CHARACTERS) -> str:
    """Quote a value for a message: cut, and escaped so that content cannot command a terminal."""
    text = value if isinstance(value, str) else str(value)
    return f'"{escaped(_cut(_hidden(text), limit))}"'


def escaped(text: str) -> str:
    """Write control and format characters as escapes; what a person can read stays."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def listed(words: Iterable[str]) -> str:
    """Join words for a sentence: `a, b or c`."""
    *head, last = [*words] or ["nothing"]
    return f"{', '.join(head)} or {last}" if head else last


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Find the candidate that a misspelt word most likely meant, or None."""
    # Only who misspelt something waits for it to load.
    from difflib import get_close_matches

    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    matches = get_close_matches(word.casefold(), sorted(by_folded), n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def format_problem(problem: Problem, source_line: str = "") -> str:
    """Write a problem as `path:line:column: code: message`, the source line and a caret below.

    source_line: the line that it stands on, or "" where it cannot be shown.
    Never holds a line that begins with author's text, so that it cannot command a CI's log, nor a
    password of an address, which anybody could read there.
    """
    message, hint, source_line = map(_hidden, (problem.message, problem.hint, source_line))
    place = escaped(problem.path)
    if problem.line:
        place += f":{problem.line}:{max(problem.column, 1)}"
    word = "" if problem.is_error else "warning: "
    message = escaped(_cut(message, SHOWN_HINT))
    hint = f"; {escaped(_cut(hint, SHOWN_HINT))}" if hint else ""
    first = f"{place}: {word}{problem.code}: {message}{hint}"
    if not problem.line or not source_line:
        return first
    return "\n".join([first, *_with_caret(problem, source_line)])


def summary_of(problems: Iterable[Problem]) -> str:
    """Count problems and warnings, and the files they are in."""
    found = list(problems)
    errors = sum(problem.is_error for problem in found)
    files = len({problem.path for problem in found})
    parts = [counted(errors, "problem")] if errors else []
    if len(found) > errors:
        parts.append(counted(len(found) - errors, "warning"))
    return f"{' and '.join(parts) or 'no problems'} in {counted(files, 'file')}"


def counted(number: int, word: str) -> str:
    """Write a number of things: `1 file`, `2 files`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _hidden(text: str) -> str:
    return PASSWORD.sub(lambda found: found[1] + "*" * len(found[2]), text)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _with_caret(problem: Problem, source_line: str) -> list[str]:
    column = max(problem.column, 1)
    start = max(0, column - SHOWN_LINE // 2) if len(source_line) > SHOWN_LINE else 0
    line = source_line[start : start + SHOWN_LINE].replace("\t", " ")
    before = escaped(line[: column - 1 - start])
    gutter = f"  {problem.line} | "
    pad = " " * (len(gutter) - 2) + "| " + " " * _width(before)
    return [gutter + before + escaped(line[column - 1 - start :]), pad + "^"]


def _width(text: str) -> int:
    """Count terminal cells: East Asian wide characters take two, combining marks none."""
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide - sum(1 for char in text if unicodedata.combining(char))


class AutoblogError(Exception):
    """Stops a command; carries the problems that it is about. Its children say of what kind."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str = "", problems: Sequence[Problem] = ()) -> None:
        """message: one line in plain words; problems: what to print before it."""
        super().__init__(message)
        self.problems = tuple(problems)


class ConfigError(AutoblogError):
    """The settings, a flag or the folder are not such that a build can start."""

    exit_code = 2


class ContentError(AutoblogError):
    """Posts, pages or pictures have problems."""


class TemplateError(AutoblogError):
    """A template has problems."""


class ExtensionError(AutoblogError):
    """An extension cannot be loaded, or failed."""


class DeployError(AutoblogError):
    """A site could not be published."""


class MissingBodyError(Exception):
    """A body that a page shows is not there: the cache lost it."""
