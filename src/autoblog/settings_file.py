"""The text of `site.yaml`; `config_file` understands it."""

from __future__ import annotations

from pathlib import Path

from autoblog.layout import SETTINGS_FILE
from autoblog.problems import ConfigError, not_utf_8


def settings_text(root: Path) -> str:
    """Read the settings of the site in a folder. Raises ConfigError when that fails."""
    path = root / SETTINGS_FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"there is no {SETTINGS_FILE} in {root}; run autoblog in a site's folder,"
            " name one with --root, or make one with `autoblog init FOLDER`"
        ) from error
    except OSError as error:
        raise ConfigError(f"{SETTINGS_FILE} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        problem = not_utf_8(SETTINGS_FILE, error)
        raise ConfigError(f"{SETTINGS_FILE} has problems", [problem]) from error
    return text.replace("\r\n", "\n")
