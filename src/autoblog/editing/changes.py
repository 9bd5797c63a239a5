"""What becomes of files, judged and shown before anything is written."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A file that gets other bytes, another path, or both."""

    path: str
    new_path: str
    before: bytes
    after: bytes


def diff_of(changes: Sequence[Change]) -> str:
    """Show changes as a unified diff, which `git apply` reads."""
    parts = []
    for change in changes:
        parts.append(f"diff --git a/{change.path} b/{change.new_path}\n")
        if change.path != change.new_path:
            parts.append(f"rename from {change.path}\nrename to {change.new_path}\n")
        before, after = (
            data.decode("utf-8").splitlines(keepends=True) for data in (change.before, change.after)
        )
        names = f"a/{change.path}", f"b/{change.new_path}"
        parts += [
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(before, after, *names)
        ]
    return "".join(parts)
