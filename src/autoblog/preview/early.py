"""What the pages that somebody looks at need of a build, before all of it is written.

A build writes all pages before it publishes one, and a changed title or template changes all. So
the pages that browsers have open are made first, and served from memory until the build is done: of
the same plan, by the same renderer, hence the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from autoblog.build_bodies import StoredBodies
from autoblog.build_site import Survey
from autoblog.model import Asset, Page
from autoblog.preview.files import STYLE_SUFFIX
from autoblog.problems import ExtensionError, MissingBodyError, TemplateError
from autoblog.render.templates import Renderer
from autoblog.workers import TimeLimitError, time_limit

MOST_PAGES = 8


def early_pages(
    cache_path: Path, seen: Survey, before: Survey, paths: Collection[str]
) -> Mapping[str, bytes]:
    """Render the pages at some output paths: output path -> bytes.

    before: what is served now. None where a page may show a picture that is not written yet, nor
    where rendering fails: the build will say why.
    """
    pages = [item for item in seen.planned if isinstance(item, Page) and item.output_path in paths]
    if not pages or _pictures(seen) - _pictures(before):
        return {}
    theme = seen.theme
    bodies = StoredBodies(cache_path)
    renderer = Renderer(
        theme.texts,
        theme.info,
        static_urls=theme.static_urls,
        bodies=bodies,
        extensions=theme.extensions,
    )
    made: dict[str, bytes] = {}
    for page in pages[:MOST_PAGES]:
        try:
            with time_limit(theme.seconds_per_page):
                made[page.output_path] = renderer.render(page).encode()
        except (TemplateError, ExtensionError, MissingBodyError, TimeLimitError):
            return {}
    return made


def _pictures(seen: Survey) -> set[str]:
    """Name all files but pages, style sheets, and cards, which no page shows."""
    return {
        item.output_path
        for item in seen.planned
        if isinstance(item, Asset)
        and item.card is None
        and not item.output_path.endswith(STYLE_SUFFIX)
    }
