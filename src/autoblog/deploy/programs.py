"""Programs that a deploy runs: the door to subprocess."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from autoblog.deploy.hiding import one_line
from autoblog.problems import DeployError


def run(
    command: Sequence[str],
    *,
    data: bytes = b"",
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    good: Sequence[int] = (0,),
) -> tuple[int, bytes]:
    """Run a program to its end. Returns its status and what it printed.

    data: its standard input. environment: variables besides those of this process. good: statuses
    that are no error. Raises DeployError with the program's first complaint when it fails or is
    missing, without credentials.
    """
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, cwd=folder,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise DeployError(f"{command[0]} is not installed") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DeployError(f"{command[0]} cannot be started: {reason}") from error
    if done.returncode not in good:
        reason = one_line(done.stderr.decode("utf-8", "replace"))
        reason = reason or f"it ended with status {done.returncode}"
        raise DeployError(f"{command[0]}: {reason}")
    return done.returncode, done.stdout
