"""Changed files on the disk: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from autoblog.editing.changes import Change
from autoblog.problems import ConfigError

_ASIDE = ".autoblog-aside"  # hidden, so that no build reads it


@contextmanager
def changed(root: Path, changes: Sequence[Change]) -> Iterator[None]:
    """Write changes; when writing or the block fails, put every file back as it was.

    A plain rename is enough where git keeps the site: it sees renames by what files hold, and what
    is staged stays the author's own affair. Nothing is ever written over a file that is not the
    one that was read. Raises OSError, or ConfigError when a file was changed meanwhile.
    """
    undo: list[Callable[[], None]] = []
    left: list[Path] = []
    try:
        for change in changes:
            if (root / change.path).read_bytes() != change.before:
                raise ConfigError(f"{change.path} has just been changed; nothing was written")
            if change.path == change.new_path:
                _replace(root / change.path, change.after)
                undo.append(partial(_replace, root / change.path, change.before))
            else:
                left.append(_move(root, change, undo))
        yield
    except BaseException:
        for step in reversed(undo):
            step()
        raise
    for aside in left:
        aside.unlink()


def _move(root: Path, change: Change, undo: list[Callable[[], None]]) -> Path:
    """Write a file at its new path and put the old one aside. Returns where that lies."""
    old, new = root / change.path, root / change.new_path
    for folder in reversed([new.parent, *new.parent.parents]):
        if not folder.exists():
            folder.mkdir()
            undo.append(folder.rmdir)
    with new.open("xb") as stream:  # never over another file
        undo.append(new.unlink)
        stream.write(change.after)
    new.chmod(old.stat().st_mode & 0o777)
    aside = old.with_name(f".{old.name}{_ASIDE}")
    old.rename(aside)
    undo.append(lambda: _give_back(aside, old))
    return aside


def _give_back(aside: Path, path: Path) -> None:
    aside.rename(path)


def _replace(path: Path, data: bytes) -> None:
    """Give a file other bytes in one step; its rights stay."""
    aside = path.with_name(f".{path.name}{_ASIDE}")
    try:
        aside.write_bytes(data)
        aside.chmod(path.stat().st_mode & 0o777)
        aside.rename(path)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()
