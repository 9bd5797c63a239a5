"""The one reader of files: no link followed, sizes limited, text made plain."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from autoblog.layout import holds_refused_by_windows, is_refused_by_windows
from autoblog.problems import Problem, Severity, escaped, format_problem, not_utf_8

POST_SUFFIX = ".md"
IMAGE_SUFFIXES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
# Control characters and line ends, and what Python makes of bytes that are not UTF-8.
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class FoundFile(NamedTuple):
    """A file on the disk, as one look at its folder shows it. There are many: no dataclass."""

    path: str  # relative to the site's folder, with "/"
    state: str  # size, times and inode: a changed file has another
    changed_ns: int  # the last change of its bytes or of its inode


def find_files(root: Path, folder: str) -> tuple[tuple[FoundFile, ...], tuple[Problem, ...]]:
    """List the files below a folder of the site, by path.

    Hidden files and what editors leave behind (swap and backup files) are passed over. A symbolic
    link is not followed: a warning names it. A folder that cannot be read is a problem, and so is
    what is neither file nor folder: reading it might never end.
    """
    found: list[FoundFile] = []
    problems: list[Problem] = []
    for path, stat in _walk(root / folder, folder):
        if isinstance(stat, OSError):
            problems.append(unreadable(path, stat))
        elif not path.isprintable() and _UNWRITABLE.search(path):
            message = "the file is passed over: its name holds control characters or is not UTF-8"
            problems.append(
                Problem("bad-name", escaped(path), message, hint="rename it",
                        severity=Severity.WARNING)
            )  # fmt: skip
        elif stat is None:
            message = "a symbolic link is not followed, so that no file from outside is published"
            problems.append(
                Problem("symbolic-link", path, message, hint="copy the file here",
                        severity=Severity.WARNING)
            )  # fmt: skip
        else:
            # The inode's time too: it moves when a file is put back with its old times.
            state = f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
            found.append(FoundFile(path, state, max(stat.st_mtime_ns, stat.st_ctime_ns)))
    found.sort(key=itemgetter(0))
    return tuple(found), (
        *problems,
        *_windows_problems([file.path.removeprefix("./") for file in found]),
    )


def _windows_problems(paths: list[str]) -> Iterator[Problem]:
    """Warn of names that keep a site from being checked out on Windows."""
    for path in paths if holds_refused_by_windows(paths) else ():
        if any(map(is_refused_by_windows, path.split("/"))):
            message = "Windows holds no file of that name, so the site cannot be checked out there"
            yield Problem("windows-name", path, message, hint="rename it",
                          severity=Severity.WARNING)  # fmt: skip


def is_post(path: str) -> bool:
    """Tell whether the file at a path of content/ holds a post, by its name."""
    return path.lower().endswith(POST_SUFFIX)


def is_passed_over(name: str) -> bool:
    """Tell whether a file or folder of that name is hidden, or what an editor leaves behind."""
    if name.startswith((".", "#")):
        return name != ".well-known"
    return name.endswith(("~", ".swp", ".bak", ".tmp", ".orig"))


def read_bytes(root: Path, path: str) -> bytes:
    """Read a file of the site, whole. Raises OSError when it is a link or cannot be read."""
    no_follow = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    # A path as text, and a file without a buffer: a build does this for every post.
    descriptor = os.open(os.path.join(root, path), os.O_RDONLY | no_follow)  # noqa: PTH118
    with open(descriptor, "rb", buffering=0) as stream:  # noqa: PTH123 - a descriptor, not a path
        return stream.readall()


def read_lines(root: Path, path: str) -> list[str]:
    """Read the lines of a file to show them below problems; none where it cannot be read."""
    try:
        text = read_bytes(root, path).decode("utf-8-sig", "replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def with_source_lines(problems: Iterable[Problem], root: Path) -> Iterator[tuple[Problem, str]]:
    """Write each problem as people read it: with the line that it is about and a caret below."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.line and problem.path not in lines:
            lines[problem.path] = read_lines(root, problem.path)
        known = lines.get(problem.path, [])
        line = known[problem.line - 1] if 0 < problem.line <= len(known) else ""
        yield problem, format_problem(problem, line)


def unreadable(path: str, error: OSError) -> Problem:
    """Say that a file or folder cannot be read, and why."""
    reason = error.strerror or type(error).__name__
    return Problem("unreadable", path, f"the file cannot be read: {reason}")


def plain_text(data: bytes, path: str, *, limit_kib: int) -> tuple[str | None, tuple[Problem, ...]]:
    r"""Decode a source: UTF-8, without a byte order mark, lines ended by `\n`."""
    if len(data) > limit_kib * 1024:
        message = f"the file has {-(-len(data) // 1024)} KiB; the limit is {limit_kib} KiB"
        return None, (
            Problem("too-large", path, message, 1, 1, "split it, or raise limits.post_kib"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (not_utf_8(path, error),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def _walk(folder: Path, relative: str) -> Iterator[tuple[str, os.stat_result | OSError | None]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        yield relative, error
        return
    for entry in entries:
        if is_passed_over(entry.name):
            continue
        path = f"{relative}/{entry.name}"
        if entry.is_file(follow_symlinks=False):  # most are
            yield path, entry.stat(follow_symlinks=False)
        elif entry.is_symlink():
            yield path, None
        elif entry.is_dir():
            yield from _walk(folder / entry.name, path)
        else:
            yield path, OSError(0, "it is a device, a pipe or a socket")
