"""Where things lie in a site's folder, and what they cannot be called."""

from __future__ import annotations

from collections.abc import Sequence

SETTINGS_FILE = "site.yaml"
LEDGER_FILE = "permalinks.txt"
SHELF = "renditions"  # in the folder of the cache
FOLDERS = ("content", "templates", "static")

# What stands before the first dot of a name that Windows has for a device, and what no name holds.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$",
     *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"))
)  # fmt: skip
_NOT_ON_WINDOWS = frozenset('<>:"|?*\\')


def is_refused_by_windows(name: str) -> bool:
    """Tell whether Windows holds no file or folder of that name."""
    return (
        name.endswith((".", " "))
        or name.partition(".")[0].lower() in _DEVICES
        or not _NOT_ON_WINDOWS.isdisjoint(name)
    )


def holds_refused_by_windows(paths: Sequence[str]) -> bool:
    """Tell whether a name in any of these paths is one; quicker than to ask for each."""
    text = "/".join((*paths, ""))
    if "./" in text or " /" in text or any(sign in text for sign in _NOT_ON_WINDOWS):
        return True
    stems = {name.partition(".")[0].lower() for name in set(text.split("/"))}
    return not _DEVICES.isdisjoint(stems)
