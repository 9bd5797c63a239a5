"""New files on the disk: all of them or none, and never over another file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from autoblog.importers.writer import NewFile


def write_files(root: Path, files: Sequence[NewFile]) -> None:
    """Write new files below a site's folder.

    When one cannot be written, because the disk is full or a file of that name has just appeared,
    those written so far are removed again. Raises OSError then.
    """
    written: list[Path] = []
    try:
        for file in files:
            path = root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                written.append(path)
                stream.write(file.data)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
