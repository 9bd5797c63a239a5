"""One piece of work that a process beside this one does, where that can be."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from autoblog.workers import may_fork

_AT_ONCE = 1 << 20


@contextmanager
def beside(work: Callable[[], bytes]) -> Iterator[Callable[[], bytes]]:
    """Begin some work; what is yielded waits for its answer, and may be called once.

    Where no process can be forked, or the one that was fails, the work is done when it is asked
    for. The process is gone at the end of the block.
    """
    if not may_fork():
        yield work
        return
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)  # else this process would wait for itself to read
        _work(work, writer)
    os.close(writer)
    status = -1

    def answer() -> bytes:
        nonlocal status
        data = b"".join(iter(lambda: os.read(reader, _AT_ONCE), b""))
        _, status = os.waitpid(child, 0)
        return work() if status else data

    try:
        yield answer
    finally:
        os.close(reader)  # who still writes into it fails
        if status == -1:
            os.waitpid(child, 0)


def _work(work: Callable[[], bytes], writer: int) -> None:
    """Do the work, and end this process without a look at anything that it has of its parent."""
    status = 1
    try:
        gc.disable()  # garbage may be files of the parent's, to be closed
        data = memoryview(work())
        while data:
            data = data[os.write(writer, data) :]
        status = 0
    finally:
        os._exit(status)
