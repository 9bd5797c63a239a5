"""What git remembers of a site's files: the door to its history."""

from __future__ import annotations

import subprocess
from pathlib import Path


def old_bytes(root: Path, path: str) -> bytes | None:
    """Read a file that is gone as it last was; None where git knows nothing of it.

    path: relative to the site's folder.
    """
    staged = _git(root, "show", f"HEAD:./{path}")
    if staged is not None:
        return staged
    commit = _last_commit(root, path)
    return _git(root, "show", f"{commit}^:./{path}") if commit else None


def renamed_to(root: Path, path: str) -> str | None:
    """Follow a file that a commit renamed to where it is now; None where none did."""
    now = path
    for _ in range(50):  # renamed back and forth, it must end
        commit = _last_commit(root, now)
        rows = _git(
            root, "show", "--format=", "--name-status", "-z", "--find-renames", "--relative",
            commit or "HEAD",
        )  # fmt: skip
        parts = (rows or b"").decode("utf-8", "surrogateescape").split("\0")
        moves = {
            old: new
            for kind, old, new in zip(parts, parts[1:], parts[2:], strict=False)
            if kind.startswith("R")
        }
        if commit is None or now not in moves:
            break
        now = moves[now]
        if (root / now).exists():
            return now
    return None


def _last_commit(root: Path, path: str) -> str | None:
    """Name the newest commit that touched a path; one that removed it, where it is gone."""
    found = _git(root, "log", "-1", "--format=%H", "--", path)
    return found.decode("ascii").strip() or None if found else None


def _git(root: Path, *arguments: str) -> bytes | None:
    """Ask git; None where it is not there, or says no."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
