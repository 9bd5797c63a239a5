"""Peers are installed on demand into a folder of their own: a virtual environment or npm's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import tool_environment
from benchmarks.tools.base import InstallError

INSTALL_TIMEOUT_S = 900.0


def install_in_venv(folder: Path, name: str, packages: tuple[str, ...]) -> Path:
    """Make a virtual environment with these packages unless it is there. Returns its folder.

    Raises InstallError.
    """
    venv = folder / name
    stamp = venv / "benchmark-stamp"
    wanted = f"{sys.version} {' '.join(packages)}"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return venv
    shutil.rmtree(venv, ignore_errors=True)
    run_once((sys.executable, "-m", "venv", str(venv)))
    pip = (str(venv_python(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run_once((*pip, *packages))
    stamp.write_text(wanted, "utf-8")
    return venv


def venv_python(venv: Path) -> Path:
    """Find the interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_with_npm(folder: Path, name: str, packages: tuple[str, ...]) -> Path:
    """Install npm packages into a folder of their own unless they are there. Returns the folder.

    Raises InstallError.
    """
    place = folder / name
    stamp = place / "benchmark-stamp"
    wanted = " ".join(packages)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return place
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise InstallError("node and npm are not installed")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    quiet = ("--silent", "--no-audit", "--no-fund")
    run_once((npm, "install", *quiet, "--prefix", str(place), *packages))
    stamp.write_text(wanted, "utf-8")
    return place


def version_line(command: tuple[str, ...]) -> str:
    """Run a command and return the last line that it prints. Raises InstallError."""
    return (run_once(command).strip().splitlines() or [""])[-1]


def run_once(command: tuple[str, ...], *, environment: Mapping[str, str] | None = None) -> str:
    """Run a command and return what it prints. Raises InstallError with its last line."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALL_TIMEOUT_S,
            env=tool_environment(environment or {}),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(str(error).splitlines()[0]) from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise InstallError(lines[-1] if lines else f"{command[0]} failed")
    return done.stdout
