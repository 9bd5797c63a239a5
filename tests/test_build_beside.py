"""What a process beside this one says is what this one would have said."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import autoblog
from autoblog.build_beside import beside


def who() -> bytes:
    return str(os.getpid()).encode()


# In a process of its own, which has no other children.
ASKED_OR_NOT = """
import os
from autoblog.build_beside import beside
for is_asked in (True, False):
    with beside(lambda: b"x" * 5_000_000) as answer:
        if is_asked:
            answer()
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        print("gone")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no such processes")
@pytest.mark.parametrize("size", [0, 1, 5_000_000], ids=["nothing", "little", "much"])
def test_an_answer_arrives_whole(size: int) -> None:
    with beside(lambda: b"x" * size) as answer:
        assert answer() == b"x" * size


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no such processes")
def test_the_process_is_gone_whether_it_was_asked_or_not() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(autoblog.__file__).parents[1])}

    said = subprocess.check_output([sys.executable, "-c", ASKED_OR_NOT], env=environment)

    assert said.split() == [b"gone", b"gone"]


def test_work_that_fails_there_is_done_here() -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            raise ValueError
        return who()

    with beside(work) as answer:
        assert answer() == who()


def test_beside_other_threads_no_process_is_begun() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()

    with beside(who) as answer:
        assert answer() == who()

    stop.set()
    thread.join()
