"""How each build begins, and how one with nothing to do ends.

1. `render.output_guard.guard` judges the output folder, before a byte changes.
2. `build_look` looks at the files of the site.
3. `build_recall` recalls the last build, if nothing changed since.
4. Else `build_again` makes the pages that show it, if nothing but texts of posts changed.
5. Else `build_site` makes the site: content/ -> read -> arrange -> plan -> render -> public/.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from autoblog.build_look import look
from autoblog.build_recall import recall_build
from autoblog.build_request import Request
from autoblog.build_walk import walking
from autoblog.cache import CACHE_FAULTS, Cache
from autoblog.garbage import collecting_seldom
from autoblog.layout import FOLDERS
from autoblog.problems import MissingBodyError
from autoblog.render.output import discard_left
from autoblog.render.output_guard import guard
from autoblog.report import Report
from autoblog.workers import Progress

if TYPE_CHECKING:
    from autoblog.build_retouch import Hear

__all__ = ["Request", "build"]


def build(
    request: Request,
    cache: Cache,
    *,
    progress: Progress = lambda *_: None,
    hear: Hear | None = None,
) -> Report:
    """Build a site; what earlier builds did, as the cache knows, is not done again.

    Raises ContentError or TemplateError with all problems of all files, ConfigError when the
    settings are wrong or the output folder is not autoblog's; that folder is then as it was.
    Raises OSError when the disk fails.
    """
    output = guard(request.output, request.root, FOLDERS, home=request.home)
    try:
        with collecting_seldom():
            return _build(request, cache, output, progress, hear)
    except (*CACHE_FAULTS, MissingBodyError):
        cache.notice = "the cache was damaged; everything is built anew"
        cache.wipe()
        try:
            return _build(request, cache, output, progress, hear)
        except CACHE_FAULTS as error:  # not damage, then: a disk that is full, for example
            raise OSError(f"{cache.path} cannot be used: {error}") from error


def _build(
    request: Request, cache: Cache, output: Path, progress: Progress, hear: Hear | None
) -> Report:
    with walking(output) as walk:
        seen = look(request, cache, meanwhile=_load_stages)
        recalled = recall_build(cache, output, seen.key, request.now, walk=walk)
        if recalled is not None:
            discard_left(output)
            return recalled
        if not seen.extensions.every:  # theirs see the whole site
            # The stages and their libraries take 0.2 s to load, which nothing to do need not cost.
            from autoblog.build_again import make_again

            again = make_again(
                request, seen, cache, output, walk=walk, progress=progress, hear=hear
            )
            if again is not None:
                return again
    # Where only texts changed, half of what this loads is not needed.
    from autoblog.build_site import make_site

    return make_site(request, seen, cache, output, progress=progress, hear=hear)


def _load_stages() -> None:
    # Only a first build is sure to need them.
    import autoblog.build_site  # noqa: F401
