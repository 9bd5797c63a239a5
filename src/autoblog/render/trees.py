"""Trees of files on the disk: what is in them, and how a file gets from one to another."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, Union

from autoblog.digest import Digest

MOVING = ".autoblog-moving"
"""A file of the output folder that is being copied there."""

State = tuple[int, int]
"""A plain file's size in bytes and mtime in ns."""

Entries = Mapping[str, State | None]
"""All that is in an output folder, by path; None for what is no plain file."""

_Known = dict[str, Union["_Known", None]]
"""What a folder is known to hold, by name; None for what is no folder."""

_AS_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Digested(Protocol):
    """A file as it is known: an `Output`, or a row of the manifest."""

    @property
    def digest(self) -> Digest:
        """Of its bytes."""

    @property
    def size_bytes(self) -> int:
        """How many these are."""


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


def find_entries(output: Path) -> Entries:
    """Walk through the output folder."""
    return {path: _state(found) for path, found in entries(output)}


def plain_files(found: Entries) -> Mapping[str, State]:
    """Leave out what is no plain file."""
    return {path: state for path, state in found.items() if state is not None}


def find_some(output: Path, paths: Iterable[str]) -> Entries:
    """Look at some paths of the output folder; those where nothing is are left out."""
    found: dict[str, State | None] = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            found[path] = _state(os.lstat(f"{output}/{path}"))
    return found


def are_still_so(output: Path, found: Entries, paths: Collection[str]) -> bool:
    """Tell whether some paths of an output folder, and nothing else, are as they were found."""
    if not found and not os.path.lexists(output):
        return True
    try:
        return find_some(output, paths) == {path: found[path] for path in paths if path in found}
    except OSError:  # a file stands where a folder did
        return False


def _state(found: os.stat_result) -> State | None:
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


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


def link_all(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Let many files of one tree stand in another as well; each folder is made once."""
    made = {""}
    for path in paths:
        _make_folder(target, path.rpartition("/")[0], made)
        try:
            os.link(f"{source}/{path}", f"{target}/{path}", follow_symlinks=False)
        except OSError:
            link(source, target, path)


def _make_folder(root: Path, folder: str, made: set[str]) -> None:
    """Make a folder below root, and those above it. made: those that are there; added to."""
    if folder not in made:
        _make_folder(root, folder.rpartition("/")[0], made)
        with contextlib.suppress(FileExistsError):
            os.mkdir(f"{root}/{folder}")  # noqa: PTH102 - of ten thousand, each costs half
        made.add(folder)


def sweep(folder: Path, paths: Iterable[str]) -> None:
    """Remove what a tree is known to hold, and the folders that this empties, without a look at it.

    What else is there stays, as does what cannot be removed. A link that has taken the place of a
    folder is not followed.
    """
    known: _Known = {}
    for path in paths:
        *above, name = path.split("/")
        inner = known
        for part in above:
            below = inner.get(part)
            if below is None:
                below = inner[part] = {}
            inner = below
        if name:  # there is none where an empty folder is listed
            inner[name] = None
    with contextlib.suppress(OSError):
        root = os.open(folder, _AS_FOLDER)
        try:
            _sweep(root, known)
        finally:
            os.close(root)


def _sweep(folder: int, known: _Known) -> None:
    for name, inner in known.items():
        with contextlib.suppress(OSError):
            if inner is None:
                os.unlink(name, dir_fd=folder)
                continue
            below = os.open(name, _AS_FOLDER, dir_fd=folder)
            try:
                _sweep(below, inner)
            finally:
                os.close(below)
            os.rmdir(name, dir_fd=folder)


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
