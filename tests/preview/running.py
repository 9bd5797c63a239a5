"""`autoblog serve` in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

WAIT_S = 60.0
"""How long a loaded machine may take for what takes a moment."""


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


class Preview:
    """`autoblog serve`, as an editor runs it."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, "-m", "autoblog", "serve", "--root", str(root), *options]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        until(lambda: self.found(r"(http://\S+) shows") or self.process.poll() is not None)
        self.address = self.found(r"(http://\S+?)/ shows")

    def found(self, pattern: str) -> str:
        """Find in what was printed."""
        match = re.search(pattern, "".join(self.lines))
        return match[1] if match else ""

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=WAIT_S)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))
