"""What the preview shows now, and the streams that tell browsers when it changes.

A build thread publishes states; the server's event loop sends each page that is open the message
that it needs. A state is a frozen value, so that either side may hold it as long as it likes.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from autoblog.preview.insight import Insight
from autoblog.problems import Problem

KEEP_ALIVE_S = 15.0


@dataclass(frozen=True, slots=True)
class Told:
    """A problem or warning, with the text that `check` prints."""

    problem: Problem
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """What a build left: what is to be shown, and what is wrong."""

    number: int = 0  # counts what was published
    title: str = ""  # of the site
    base_path: str = "/"  # starts and ends with "/"
    insight: Insight | None = None  # of the last site that could be shown, or else surveyed
    has_pages: bool = False
    stopped_by: tuple[Told, ...] = ()  # what keeps the last good pages from being replaced
    error: str = ""  # the same, where there is no file to blame
    warnings: tuple[Told, ...] = ()  # of the build
    advice: tuple[Told, ...] = ()  # what else `check` says, as of the last calm moment
    is_building: bool = False
    early: Mapping[str, bytes] = field(default_factory=dict)  # output path -> a page to come
    swaps: Mapping[str, str] = field(default_factory=dict)  # address of a style sheet -> its newest
    sheets: Mapping[str, bytes] = field(default_factory=dict)  # output path -> a newest style sheet

    @property
    def is_stopped(self) -> bool:
        """Whether the last build could not be shown."""
        return bool(self.stopped_by or self.error)

    @property
    def findings(self) -> tuple[Told, ...]:
        """All that stops no preview, by file and line."""
        every = (*self.warnings, *self.advice)
        return tuple(sorted(every, key=lambda told: (told.problem.path, told.problem.line)))


class Hub:
    """Holds the present state, and wakes those who wait for the next."""

    def __init__(self) -> None:
        """Begin with nothing to show."""
        self.state = State(is_building=True)
        self.is_closed = False
        self._lock = threading.Lock()
        self._listeners: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, str]] = []

    @property
    def watched(self) -> frozenset[str]:
        """The paths of the pages that browsers have open."""
        with self._lock:
            return frozenset(path for _, _, path in self._listeners)

    def publish(self, state: State) -> None:
        """Show another state from now on. May be called from any thread."""
        with self._lock:
            self.state = replace(state, number=self.state.number + 1)
        self._wake()

    def amend(self, state: State, better: State) -> None:
        """Show a state in the place of another, unless that was replaced already."""
        with self._lock:
            if self.state.number != state.number:
                return
            self.state = replace(better, number=state.number + 1)
        self._wake()

    def close(self) -> None:
        """End all streams."""
        self.is_closed = True
        self._wake()

    async def states(self, path: str) -> AsyncIterator[State | None]:
        """Yield the present state, then each newer one; None when nothing came for a while.

        path: of the page that asks. A state that another overtakes is left out.
        """
        with self._listening(path) as event:
            while not self.is_closed:
                event.clear()
                yield self.state
                while not event.is_set() and not self.is_closed:
                    try:
                        await asyncio.wait_for(event.wait(), KEEP_ALIVE_S)
                    except TimeoutError:
                        yield None

    @contextmanager
    def _listening(self, path: str) -> Iterator[asyncio.Event]:
        entry = asyncio.get_running_loop(), asyncio.Event(), path
        with self._lock:
            self._listeners.append(entry)
        try:
            yield entry[1]
        finally:
            with self._lock:
                self._listeners.remove(entry)

    def _wake(self) -> None:
        with self._lock:
            for loop, event, _ in self._listeners:
                loop.call_soon_threadsafe(event.set)


def by_file(told: Sequence[Told]) -> Mapping[str, tuple[Told, ...]]:
    """Gather problems by the file that they are in, in their order."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(one.problem.path, []).append(one)
    return {path: tuple(ones) for path, ones in found.items()}
