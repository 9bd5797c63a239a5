"""One build at a time works in a site's folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autoblog.problems import AutoblogError

if sys.platform != "win32":
    import fcntl


@contextmanager
def lock(folder: Path, *, tell: Callable[[str], None], wait_s: float) -> Iterator[None]:
    """Let one build at a time work in a site's folder; the second waits for the first.

    tell: told in one line whom it waits for. Raises LockedError when that takes too long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as stream:
        if sys.platform == "win32":  # has no flock: two builds at once are the user's care
            yield
            return
        deadline = time.monotonic() + wait_s
        has_told = False
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stream.seek(0)
                holder = stream.read().strip() or "another process"
                if time.monotonic() >= deadline:
                    raise LockedError(f"{holder} is building this site") from None
                if not has_told:
                    tell(f"waiting: {holder} is building this site")
                    has_told = True
                time.sleep(0.05)
        stream.truncate(0)
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


class LockedError(AutoblogError):
    """Another build holds the site's folder."""

    exit_code = 3
