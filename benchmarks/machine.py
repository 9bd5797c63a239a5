"""The machine that a benchmark ran on, in a few lines."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path


def describe() -> dict[str, str]:
    """Say what a reader needs to compare figures: processor, memory, system, Python, disk."""
    return {
        "processor": f"{_processor()}, {usable_cores()} of {os.cpu_count()} cores used",
        "memory": f"{_memory_gib():.0f} GiB",
        "system": f"{_distribution()}, {platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": f"{os.getloadavg()[0]:.2f} before the first run",
    }


def usable_cores() -> int:
    """Count the processors that this process, and so a tool, may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def file_system(folder: Path) -> str:
    """Name the kind of file system that a folder is on, or say that it is not known."""
    try:
        lines = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    mounts = [line.split()[1:3] for line in lines]
    place = str(folder.resolve())
    fitting = [m for m in mounts if f"{place}/".startswith(f"{m[0].rstrip('/')}/")]
    return max(fitting, key=lambda mount: len(mount[0]), default=["", "unknown"])[1]


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    try:
        command = ("sysctl", "-n", "machdep.cpu.brand_string")
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return platform.processor() or platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(terse=True)
