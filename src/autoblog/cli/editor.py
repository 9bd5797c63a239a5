"""The author's editor: the door to other programs."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from autoblog.problems import ConfigError, shown


def open_editor(path: Path) -> None:
    """Open a file in the program that VISUAL or EDITOR names, and wait until it ends.

    Neither is set: nothing happens. Raises ConfigError when the program cannot be started or fails.
    """
    name = next(filter(str.strip, map(os.environ.get, ("VISUAL", "EDITOR"), ("", ""))), "")
    if not name:
        return
    rest = f"; the file is {path}"
    try:
        status = subprocess.run([*shlex.split(name), str(path)], check=False).returncode
    except ValueError as error:  # of shlex: a quotation that is never closed
        raise ConfigError(f"the editor {shown(name)} cannot be read: {error}{rest}") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"the editor {shown(name)} cannot be started: {reason}; set VISUAL or EDITOR"
        raise ConfigError(message + rest) from error
    if status:
        raise ConfigError(f"the editor {shown(name)} failed with status {status}{rest}")
