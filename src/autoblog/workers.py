"""One function over many items, in this process or in several: the door to process pools.

Results do not depend on the number of workers. Where the system can fork, workers inherit the
items; elsewhere each gets them once. Only results travel back.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any, TypeVar

from autoblog.garbage import give_back
from autoblog.problems import AutoblogError

Item = TypeVar("Item")
Result = TypeVar("Result")
State = TypeVar("State")

CHUNKS_PER_WORKER = 64
"""Small ones: results travel while others are made, and at the end no worker waits for long."""

POOL_FROM_ITEMS = 200
"""Fewer items than this are done in this process: a pool costs more than it saves."""

ITEMS_A_FORK = 50_000
"""Then new workers are forked: what the old ones looked at they no longer share with this process,
and in a large site that is most of the memory."""

SPAWN_COST = 20
"""How many times as many, where workers do not inherit what is loaded: each loads it for itself."""

STOPS = (signal.SIGINT, signal.SIGTERM)
"""What a terminal or a system sends to have a command end."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done and how many there are."""


class TimeLimitError(Exception):
    """One item took longer than its time."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who does the work of a build, and who is told how far it is."""

    workers: int
    pool_from_items: int
    progress: Progress
    meanwhile: Callable[[], object] = lambda: None
    """What this process does ahead where it would wait for others; it may, and need not, happen."""

    def map(
        self,
        name: str,
        function: Callable[[State, Item], Result],
        items: Sequence[Item],
        *,
        setup: Callable[[], State],
    ) -> Iterator[Result]:
        """Do `parallel_map` with as many workers as that many items deserve, telling progress.

        name: what is being done, as people read it.
        """
        least = self.pool_from_items * (1 if may_fork() else SPAWN_COST)
        workers = self.workers if len(items) >= least else 1
        results = parallel_map(
            function, items, setup=setup, workers=workers, meanwhile=self.meanwhile
        )
        # Whatever is raised here finds all workers at rest: they write where others then clear up.
        with contextlib.closing(results):
            for number, result in enumerate(results, 1):
                self.progress(name, number, len(items))
                yield result


def parallel_map(
    function: Callable[[State, Item], Result],
    items: Sequence[Item],
    *,
    setup: Callable[[], State],
    workers: int,
    items_a_fork: int = ITEMS_A_FORK,
    meanwhile: Callable[[], object] = lambda: None,
) -> Generator[Result, None, None]:
    """Call `function(state, item)` for each item; yield the results in the order of the items.

    setup: makes the state, once in each process. workers: below 2 all happens in this process.
    meanwhile: what this process does, perhaps more than once, while others are at work.
    Function, items and setup must be picklable where the system cannot fork.
    Raises what the function raises; AutoblogError when a worker dies.
    """
    if workers < 2 or len(items) < 2:
        state = setup()
        with _hearing_alarms():
            for item in items:
                yield function(state, item)
        return
    most = len(items)
    if _start_method() == "fork":
        most = items_a_fork
        give_back()
    for start in range(0, len(items), most):
        span = range(start, min(start + most, len(items)))
        yield from _pooled(function, items, span, setup=setup, workers=workers, meanwhile=meanwhile)


def _pooled(
    function: Callable[[State, Item], Result],
    items: Sequence[Item],
    span: range,
    *,
    setup: Callable[[], State],
    workers: int,
    meanwhile: Callable[[], object],
) -> Generator[Result, None, None]:
    """Do the items whose numbers lie in a span by workers of their own."""
    # They take 15 ms to load, which work without a pool need not pay.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(256, len(span) // (workers * CHUNKS_PER_WORKER)))
    gc.freeze()  # what exists now is shared with the workers: let no collection touch it
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context(_start_method()),
        initializer=_start,
        initargs=(function, items, setup),
    ) as pool:
        starts = span[::size]
        stops = [*starts[1:], span.stop]
        try:
            with _unheard_by_children():
                found = pool.map(_run, starts, stops)
            meanwhile()
            for results in found:
                yield from results
        except BrokenProcessPool as error:
            raise AutoblogError(
                "a worker process died; with --workers 1 its message can be seen"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)
            gc.unfreeze()


@contextlib.contextmanager
def _unheard_by_children() -> Iterator[None]:
    """Let processes that begin in this block hear no signal to stop before `_start` says how.

    Nor may this one stop halfway through beginning one: what it hears it minds at the end. The mask
    is what children inherit; in this process another thread would take the signal.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    heard: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    handlers = {one: signal.getsignal(one) for one in STOPS} if is_main else {}
    for one in handlers:
        signal.signal(one, lambda number, _: heard.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for one, handler in handlers.items():
            signal.signal(one, handler)
        if heard:
            signal.raise_signal(heard[0])


def end_after_stop(longest_s: float) -> None:
    """Let this process end so long after it is told to, whatever may hold it then.

    A stop is an exception in the main thread: it is lost where it strikes within a destructor, and
    waits where another thread does not end. So a thread heeds the signals alone. Call it once, in
    the main thread, and fork no more.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    threading.Thread(target=_end_after_stop, args=(heard, longest_s), daemon=True).start()


def _end_after_stop(heard: int, longest_s: float) -> None:
    # It takes 15 ms to load, which work without a pool need not pay.
    import multiprocessing

    while not {*os.read(heard, 64)} & {*STOPS}:
        pass  # other signals, such as those that limit the time of a page
    threading.Event().wait(longest_s)
    for worker in multiprocessing.active_children():
        worker.terminate()
    os._exit(0)


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitError in this block when it takes more of the processor's time.

    Not of the clock's: on a machine that is busy, or asleep, a sound post would fail.
    Needs the main thread and a system with interval timers; elsewhere there is no limit.
    """
    if not _may_have_alarms():
        yield
        return
    with contextlib.nullcontext() if _has_alarm else _hearing_alarms():
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


@contextlib.contextmanager
def _hearing_alarms() -> Iterator[None]:
    """Let alarms in this block be ours: Python takes a while to say whose they were before."""
    global _has_alarm
    before = None
    if not _has_alarm and _may_have_alarms():
        before = signal.signal(signal.SIGPROF, _on_alarm)
        _has_alarm = True
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGPROF, before)
            _has_alarm = False


def _may_have_alarms() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


_has_alarm = False  # in workers all alarms are ours, always
_work: tuple[Callable[[Any, Any], Any], Sequence[Any], Any]


def _start(
    function: Callable[[Any, Any], Any], items: Sequence[Any], setup: Callable[[], Any]
) -> None:
    global _has_alarm, _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # which is how it does
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, _on_alarm)
        _has_alarm = True
    threading.Thread(target=_die_with_parent, daemon=True).start()
    gc.freeze()
    _work = (function, items, setup())


def _die_with_parent() -> None:
    """End this worker when its parent is killed.

    It would wait for more work for ever, and keep the lock on the site that it inherited.
    """
    # Loaded already, where there are workers.
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _run(start: int, stop: int) -> list[Any]:
    function, items, state = _work
    return [function(state, item) for item in items[start:stop]]


def _start_method() -> str:
    """Fork where that is safe."""
    # Only called where there will be workers.
    import multiprocessing

    is_allowed = multiprocessing.get_start_method(allow_none=True) != "spawn"
    return "fork" if is_allowed and may_fork() else "spawn"


def may_fork() -> bool:
    """Tell whether forking is safe: on Linux, in a process that has no other threads."""
    return sys.platform == "linux" and threading.active_count() == 1


def _on_alarm(signum: int, frame: FrameType | None) -> None:
    raise TimeLimitError
