"""A second opinion: the site is built anew, from nothing, beside the first and compared with it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from autoblog.build import Request, build
from autoblog.cache import FILE, Cache
from autoblog.digest import Digest
from autoblog.render.output import digest_file, owned_files
from autoblog.workers import Progress


def differing_files(request: Request, *, beside: Path, progress: Progress) -> tuple[str, ...]:
    """Build anew into a scratch folder; list the files in which the output folder differs.

    request: that of the build to verify. beside: a folder to make the scratch folder in.
    Returns output paths, sorted; files that autoblog did not write are not looked at.
    Raises what `build` raises.
    """
    output = request.output
    with tempfile.TemporaryDirectory(dir=beside, prefix="verify-") as scratch:
        anew = Path(scratch) / "site"
        cache = Cache(Path(scratch) / FILE)
        try:
            build(replace(request, output=anew), cache, progress=progress)
        finally:
            cache.close()
        paths = owned_files(output) | owned_files(anew)
        return tuple(
            sorted(path for path in paths if _digest(output / path) != _digest(anew / path))
        )


def _digest(path: Path) -> Digest | None:
    return digest_file(path) if path.is_file() else None
