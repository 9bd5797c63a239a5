"""The judge of output folders: none may be filled that holds what is not autoblog's."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from autoblog.problems import ConfigError

OWNED_LIST = ".autoblog-files"
"""The file that marks a folder as autoblog's, and names what autoblog wrote there."""


def guard(output: Path, root: Path, sources: Iterable[str], *, home: Path) -> Path:
    """Resolve the output folder; refuse it where a build could destroy what is not autoblog's.

    sources: folders of the site, relative to its root. Raises ConfigError before a byte changes.
    """
    folder = _resolved(output)
    if folder == Path(folder.anchor):
        raise ConfigError(f"{folder} is no folder for a site: it is the root of the disk")
    if _lies_in(home.resolve(), folder):
        raise ConfigError(f"{folder} is or holds your home folder; choose one below it")
    if _lies_in(root.resolve(), folder):
        raise ConfigError(f"{folder} is or holds the site's own folder; choose one beside content/")
    for name in (*sources, ".git", "src", ".venv"):
        source = (root / name).resolve()
        if _lies_in(folder, source) or _lies_in(source, folder):
            raise ConfigError(f"{folder} holds or lies in {name}/, which a build reads")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; choose a folder")
    if folder.is_dir() and not is_ours(folder):
        raise ConfigError(
            f"{folder} holds files that autoblog did not write; empty it, or choose another folder"
        )
    return folder


def is_ours(folder: Path) -> bool:
    """Tell whether a folder is marked as autoblog's, or empty."""
    marker = folder / OWNED_LIST
    return (marker.is_file() and not marker.is_symlink()) or not any(folder.iterdir())


def size_of_list(output: Path) -> int:
    """Tell how many bytes the output folder's list has; 0 where there is none."""
    try:
        return (output / OWNED_LIST).lstat().st_size
    except OSError:
        return 0


def _resolved(output: Path) -> Path:
    try:
        folder = output.resolve()
    except RuntimeError as error:  # Python before 3.13 says so of a loop
        raise ConfigError(f"{output} is a loop of symbolic links") from error
    if folder.is_symlink():
        raise ConfigError(f"{output} is a loop of symbolic links")
    return folder


def _lies_in(inner: Path, outer: Path) -> bool:
    """Tell whether a folder is or lies in another, which may have several names.

    On disks that take `Content` for `content`, and where one folder is mounted twice, paths alone
    do not say it; what there is of them on the disk does.
    """
    if inner.is_relative_to(outer):
        return True
    try:
        wanted = outer.stat()
    except OSError:
        return False
    return any(_is_file_of(path, wanted) for path in (inner, *inner.parents))


def _is_file_of(path: Path, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), wanted)
    except OSError:
        return False
