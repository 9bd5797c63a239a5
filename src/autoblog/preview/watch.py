"""The eye on the sources: the door to watchdog.

The system's notices only say when to build; what changed, the build finds out by itself. So a
notice that is lost costs time and no truth: a look now and then makes up for it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from autoblog.preview.storm import Storm
from autoblog.read.sources import is_passed_over

HEEDED: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
LONG_S = 3600.0
STILL_OPEN = (FileCreatedEvent, FileModifiedEvent)
"""Events after which more of the same file is to come."""


class Watch:
    """Watches folders and files of a site as long as the block lasts."""

    def __init__(self, root: Path, *, folders: tuple[str, ...], files: tuple[str, ...]) -> None:
        """folders: watched with all below. files: in the site's own folder."""
        self.trouble = ""  # why the system gives no notices, or no more
        self._root = root.resolve()
        self._folders = folders
        self._names = {*folders, *files}
        self._changed = threading.Condition()
        self._storms = {"": Storm()}  # ending of the files that are waited for -> all changes since
        self._is_over = False
        self._observer: BaseObserver | None = None
        self._watched: dict[str, tuple[ObservedWatch, tuple[int, int]]] = {}

    def __enter__(self) -> Watch:
        """Begin to watch."""
        # watchdog may find a new folder twice, by its walk and by the notice of it, and warns of
        # that from its own thread: nothing is lost, and where warnings are errors the thread ends.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        with self._troubled():
            self._observer = Observer()
            self._observer.start()
            handler = _Handler(self._heed_top, self._root)
            self._observer.schedule(handler, str(self._root), event_filter=HEEDED)
        self._renew()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the threads, and all waiting."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        if self._observer is not None and self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def wait(self, longest_s: float) -> bool:
        """Wait until changes have settled, or for so long; tell whether there were any."""
        if self._settled("", longest_s) is None:
            return False
        self._renew()
        return True

    def wait_for(self, suffix: str) -> bool:
        """Wait until changes have settled among which is one of a file whose name ends so.

        For another thread than that which waits for all. False: the watch is over.
        """
        while (storm := self._settled(suffix, LONG_S)) is not None or not self._is_over:
            if storm is not None and any(path.endswith(suffix) for path in storm.paths):
                return True
        return False

    def _settled(self, suffix: str, longest_s: float) -> Storm | None:
        deadline = time.monotonic() + longest_s
        with self._changed:
            storm = self._storms.setdefault(suffix, Storm())
            while not self._is_over:
                due_at = storm.due_at()
                now = time.monotonic()
                if due_at is not None and now >= due_at:
                    self._storms[suffix] = Storm()
                    return storm
                if due_at is None and now >= deadline:
                    return None
                self._changed.wait((deadline if due_at is None else due_at) - now)
            return None

    def follow(self, paths: Iterable[str]) -> None:
        """Watch more of the site from now on: all in the folders at its top, or files there."""
        tops = {path.partition("/")[0] for path in paths} - self._names
        self._names |= tops
        if tops:
            self._folders += tuple(sorted(tops))
            self._renew()

    def _renew(self) -> None:
        """Watch the folders that stand there now: one may have gone, or taken another's place."""
        if self._observer is None or self.trouble:
            return
        for name in self._folders:
            folder = self._root / name
            try:
                status = folder.stat()
                is_folder = stat.S_ISDIR(status.st_mode)
                identity = (status.st_dev, status.st_ino) if is_folder else None
            except OSError:
                identity = None
            known = self._watched.get(name)
            if known is not None and known[1] != identity:
                with contextlib.suppress(KeyError, OSError):
                    self._observer.unschedule(known[0])
                del self._watched[name]
            if identity is not None and name not in self._watched:
                base = folder.resolve()
                handler = _Handler(self._heed, base)
                with self._troubled():
                    watch = self._observer.schedule(
                        handler, str(base), recursive=True, event_filter=HEEDED
                    )
                    self._watched[name] = watch, identity

    @contextlib.contextmanager
    def _troubled(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def _heed_top(self, path: str, is_done: bool) -> None:
        if path in self._names:
            self._heed(path, is_done)

    def _heed(self, path: str, is_done: bool) -> None:
        with self._changed:
            for storm in self._storms.values():
                storm.feed(path, time.monotonic(), is_done=is_done)
            self._changed.notify_all()


class _Handler(FileSystemEventHandler):
    """Hands on the paths of events that are not about what builds pass over."""

    def __init__(self, heed: Callable[[str, bool], None], base: Path) -> None:
        self._heed = heed
        self._base = base

    def on_any_event(self, event: FileSystemEvent) -> None:
        is_done = not isinstance(event, STILL_OPEN)
        for found in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(found))
            if found and path != self._base and path.is_relative_to(self._base):
                parts = path.relative_to(self._base).parts
                if not any(is_passed_over(part) for part in parts):
                    self._heed("/".join(parts), is_done)
