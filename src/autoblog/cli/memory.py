"""The cache of a site, opened for a command: nobody else builds that site meanwhile."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from autoblog.cache import FILE, FOLDER, Cache
from autoblog.lock import lock
from autoblog.problems import escaped

WAIT_S = 600


@contextmanager
def open_cache(root: Path, *, wait_s: float = WAIT_S) -> Iterator[Cache]:
    """Open what earlier builds of a site remembered, and close it; say what was wrong with it.

    Raises LockedError when another build holds the site for longer than that.
    """
    with (
        _memory(root / FOLDER) as folder,
        lock(folder, tell=lambda line: click.echo(line, err=True), wait_s=wait_s),
    ):
        cache = Cache(folder / FILE)
        try:
            yield cache
        finally:
            if cache.notice:
                click.echo(f"autoblog: {cache.notice}", err=True)
            cache.close()


@contextmanager
def _memory(folder: Path) -> Iterator[Path]:
    """Lend the folder that a build remembers in: a scratch one where that cannot be written.

    Sources may be mounted so that nobody can change them; the site goes elsewhere then.
    """
    reason = "Permission denied"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        can_write = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        can_write, reason = False, error.strerror or reason
    if can_write:
        yield folder
        return
    line = f"autoblog: {folder} cannot be written ({reason}); nothing is remembered"
    click.echo(escaped(line), err=True)
    # Only who has nowhere to remember waits for it to load.
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        yield Path(scratch)
