"""What a program shows on a pseudo-terminal of its own."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from subprocess import Popen

LONGEST_S = 60.0


def shown_on(terminal: int, process: Popen[bytes]) -> Iterator[bytes]:
    """Yield what a program shows, piece by piece, until it lets go of its terminal; then close it.

    terminal: our end. Yields b"" while the program is quiet. A program that takes longer than
    LONGEST_S is killed.
    """
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.2)[0]:
            yield b""
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not data:
            break
        yield data
    else:
        process.kill()
    os.close(terminal)
