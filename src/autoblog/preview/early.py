"""What the pages that somebody looks at need of a build, before all of it is written.

A build writes all pages before it publishes one, and a changed title or template changes all. So
the style sheets and the pages that browsers have open are made first, and served from memory until
the build is done: of the same plan, by the same renderer, hence the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from autoblog.build_bodies import StoredBodies
from autoblog.build_site import Survey
from autoblog.digest import digest_bytes
from autoblog.model import Asset, Page, StaticFile
from autoblog.plan.assets import STATIC, plan_static, static_urls
from autoblog.preview.files import STYLE_SUFFIX
from autoblog.problems import ExtensionError, MissingBodyError, TemplateError
from autoblog.read.sources import read_bytes
from autoblog.render.templates import Renderer
from autoblog.workers import TimeLimitError, time_limit

MOST_PAGES = 8


def restyled(root: Path, seen: Survey) -> Survey | None:
    """Put the style sheets as they are now into a survey, and plan the theme's files alone.

    None where no style sheet changed, or one cannot be read: the build will say why.
    """
    files: list[StaticFile] = []
    for file in seen.site.static_files:
        if file.css is not None:
            try:
                data = read_bytes(root, f"{STATIC}/{file.path}")
                css = data.decode("utf-8-sig")
            except (OSError, UnicodeDecodeError):
                return None
            if css != file.css:
                file = replace(file, digest=digest_bytes(data), css=css)
        files.append(file)
    site = replace(seen.site, static_files=tuple(files))
    if site.static_files == seen.site.static_files:
        return None
    theme = replace(seen.theme, static_urls=static_urls(site.static_files))
    return replace(seen, site=site, planned=tuple(plan_static(site)), theme=theme)


def new_styles(before: Survey, now: Survey) -> Mapping[str, str]:
    """Map the addresses of style sheets that changed to their next ones, without base path."""
    was, will = before.theme.static_urls, now.theme.static_urls
    return {
        was[path]: will[path]
        for path in was.keys() & will.keys()
        if path.endswith(STYLE_SUFFIX) and was[path] != will[path]
    }


def early_styles(root: Path, seen: Survey, urls: Iterable[str]) -> Mapping[str, bytes]:
    """Gather the style sheets at some URL paths: output path -> bytes."""
    wanted = {url.lstrip("/") for url in urls}
    return {
        item.output_path: read_bytes(root, item.source_path) if item.data is None else item.data
        for item in (seen.planned if wanted else ())
        if isinstance(item, Asset) and item.output_path in wanted
    }


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
