"""Memory that is no longer needed: when Python looks for it, and who has it then."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage more seldom in this block, and in workers that it starts.

    A build makes a hundred thousand values that it keeps. To look through them again and again
    takes a tenth of its time, and finds nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def spare_what_stays() -> None:
    """Let no collection look at what exists now, in a process that holds a site for hours.

    To be called after each build: a pool of workers ends this.
    """
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Give the system what memory is free, where C's library does so when it is told.

    GNU's keeps what lies below anything that is still used: in a large site a fifth of all, once
    related posts are chosen.
    """
    # Work without a pool need not load it.
    import ctypes

    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
