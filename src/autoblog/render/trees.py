"""Trees of files on the disk: what is in them, and how a file gets from one to another."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

MOVING = ".autoblog-moving"
"""A file of the output folder that is being copied there."""


def entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """List what is in a tree: paths relative to it, with `/`, in no order.

    Links and special files are listed, not followed. An empty folder ends with `/`.
    """
    root, stack = str(folder), [""]  # plain texts: a path for each of ten thousand files is slow
    while stack:
        below = stack.pop()
        try:
            found = list(os.scandir(f"{root}/{below}"))
        except FileNotFoundError:
            continue
        if not found and below:
            yield f"{below}/", (folder / below).lstat()
        for entry in found:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                stack.append(path)
            else:
                yield path, entry.stat(follow_symlinks=False)


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Name all folders that paths lie in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def clashing(paths: Iterable[str], others: Collection[str]) -> list[str]:
    """Find the paths that cannot stand beside others: one is a file where the other needs a folder.

    A path that ends with `/` is a folder itself.
    """
    taken, folders = frozenset(others), folders_of(others)
    return sorted(
        path for path in paths if path in folders or not taken.isdisjoint(folders_of([path]))
    )


def link(source: Path, target: Path, path: str) -> None:
    """Let a file of one tree stand in another as well: a hard link, or a copy where none can be.

    A path that ends with `/` is an empty folder.
    """
    if path.endswith("/"):
        (target / path).mkdir(parents=True, exist_ok=True)
        return
    one, two = f"{source}/{path}", f"{target}/{path}"
    with contextlib.suppress(OSError):
        os.link(one, two, follow_symlinks=False)
        return
    (target / path).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(one, two, follow_symlinks=False)
    except OSError:  # another disk, or one without hard links
        shutil.copy2(one, two, follow_symlinks=False)


def move(source: Path, output: Path, path: str) -> None:
    """Let a file take its place in the output folder; from another disk, by way of a copy."""
    (output / path).parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(output / path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy(source, output, path)


def copy(source: Path, output: Path, path: str) -> None:
    """Let a copy of a file take its place in the output folder, in one step."""
    shutil.copy2(source, output / MOVING)
    (output / MOVING).replace(output / path)


def remove(output: Path, path: str) -> None:
    """Remove a file, and the folders that this empties."""
    (output / path).unlink(missing_ok=True)
    for parent in (output / path).parents:
        if parent == output or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
