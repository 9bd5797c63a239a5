"""Run a command and measure it with all its descendants: wall time, CPU time, peak memory.

- Wall time: from before the start until the command, and whatever it left running, has ended.
- CPU time: user and system, of every process that has ended. Orphans become our own children
  (Linux: PR_SET_CHILD_SUBREAPER), so daemons and grandchildren count too.
- Peak memory: the sum of PSS (proportional set size: a page shared by n processes counts 1/n in
  each) over the tree. Resident sizes, cheap to read, are looked at every 20 ms; as PSS cannot
  exceed them, PSS, which the kernel takes long to add up, is read only when a new peak is possible,
  at most every 50 ms and for at most 3 % of the time. Where a process peaked between two looks, its
  own high-water mark counts.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_S = 0.02
PSS_EVERY_S = 0.05
PSS_SHARE = 0.03  # of the time that reading PSS may take
ORPHANS_WAIT_S = 10.0  # what still runs so long after the command is ended
PAGE_BYTES = resource.getpagesize()
PROC = Path("/proc")
FOREIGN = (
    "PYTHON",
    "VIRTUAL_ENV",
    "NODE_OPTIONS",
    "NODE_ENV",
    "HUGO_",
    "GOMAXPROCS",
    "GOGC",
    "GOMEMLIMIT",
)


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took."""

    wall_s: float
    cpu_s: float
    peak_bytes: int | None  # None: this system cannot say
    exit_code: int
    orphans: int  # processes that outlived the command and were waited for, or ended


def adopt_orphans() -> bool:
    """Become the parent of descendants whose own parents end. Call once. False: not possible."""
    if sys.platform != "linux":
        return False
    set_child_subreaper = 36
    return bool(ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0) == 0)


def tool_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Make a tool's environment: ours, without what would change how interpreters behave."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {**kept, **more}


def run(
    command: Sequence[str],
    folder: Path,
    *,
    environment: Mapping[str, str],
    log: Path,
    timeout_s: float,
) -> Usage:
    """Run a command in a folder in a fresh process. What it prints goes to `log`."""
    with log.open("wb") as stream, _sampler() as peak:
        start = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=tool_environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        alarm = threading.Timer(timeout_s, _end_session, (child.pid,))
        alarm.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:  # Ctrl-C does not reach another session
            _end_session(child.pid)
            raise
        finally:
            alarm.cancel()
        # Popen must not wait once more for a process that is gone, or whose number is another's.
        child.returncode = os.waitstatus_to_exitcode(status)
        wall_s = time.perf_counter() - start
        orphans = _reap_orphans(child.pid)
        if orphans:
            wall_s = time.perf_counter() - start
    all_used = [used, *orphans]
    # Linux counts the size of this process, at the fork, to the child; such a mark says nothing.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest_kib = max((one.ru_maxrss for one in all_used if one.ru_maxrss > own), default=0)
    return Usage(
        wall_s=wall_s,
        cpu_s=sum(one.ru_utime + one.ru_stime for one in all_used),
        peak_bytes=max(peak.pss_bytes, largest_kib * 1024) if _has_pss() else None,
        exit_code=child.returncode,
        orphans=len(orphans),
    )


@dataclass(slots=True)
class _Peak:
    pss_bytes: int = 0


@contextlib.contextmanager
def _sampler() -> Iterator[_Peak]:
    """Watch the memory of all descendants from another thread."""
    peak = _Peak()
    is_over = threading.Event()
    thread = threading.Thread(target=_sample, args=(peak, is_over), daemon=True)
    if _has_pss():
        thread.start()
    try:
        yield peak
    finally:
        is_over.set()
        if thread.is_alive():
            thread.join()


def _sample(peak: _Peak, is_over: threading.Event) -> None:
    next_pss_at = 0.0
    while not is_over.wait(SAMPLE_S):
        processes = _descendants(os.getpid())
        now = time.perf_counter()
        if now < next_pss_at or sum(map(_rss, processes)) <= peak.pss_bytes:
            continue
        peak.pss_bytes = max(peak.pss_bytes, sum(map(_pss, processes)))
        took_s = time.perf_counter() - now
        next_pss_at = now + max(PSS_EVERY_S, took_s / PSS_SHARE)


def _descendants(process: int) -> list[int]:
    """List the processes below one. Some may have ended meanwhile."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in (PROC / str(process) / "task").iterdir():
            found += map(int, (task / "children").read_bytes().split())
    return [*found, *(below for child in found for below in _descendants(child))]


def _rss(process: int) -> int:
    try:
        return int((PROC / str(process) / "statm").read_bytes().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


def _pss(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_bytes().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)


def _has_pss() -> bool:
    return (PROC / "self" / "smaps_rollup").exists()


def _reap_orphans(session: int) -> list[resource.struct_rusage]:
    """Wait for processes that outlived the command; end those that do not stop by themselves."""
    used: list[resource.struct_rusage] = []
    give_up_at = time.perf_counter() + ORPHANS_WAIT_S
    while True:
        try:
            process, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return used
        if process:
            used.append(usage)
            continue
        if time.perf_counter() > give_up_at:
            _end_session(session)
            for left in _descendants(os.getpid()):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(left, signal.SIGKILL)
        time.sleep(0.002)


def _end_session(session: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)
