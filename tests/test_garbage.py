from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

import autoblog

SOURCE = str(Path(autoblog.__file__).parents[1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only GNU's library can be told")
def test_free_memory_goes_back_though_other_memory_lies_above_it() -> None:
    # In a process of its own, whose memory no other test has used.
    code = """
from pathlib import Path
from autoblog.garbage import give_back

def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

pairs = [(bytes(20_000), bytes(600)) for _ in range(2_000)]
kept = [pair[1] for pair in pairs]
del pairs
before = pages()
give_back()
print((before - pages()) * 4096)
"""

    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": SOURCE}, capture_output=True, check=True
    )

    assert int(done.stdout) > 20_000_000
