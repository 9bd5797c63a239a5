"""The whole plan: every planner, and the registry of output paths."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from autoblog.model import Asset, Page, Planner, Site
from autoblog.plan.assets import plan_pictures, plan_static
from autoblog.plan.feeds import plan_feeds
from autoblog.plan.lists import (
    plan_archive,
    plan_home,
    plan_keywords,
    plan_not_found,
    plan_sections,
)
from autoblog.plan.posts import plan_plain_pages, plan_posts
from autoblog.plan.redirects import plan_redirects
from autoblog.plan.sitemap import plan_robots, plan_sitemap
from autoblog.problems import Problem, shown

PLANNERS: tuple[Planner, ...] = (
    plan_home,
    plan_sections,
    plan_keywords,
    plan_archive,
    plan_posts,
    plan_plain_pages,
    plan_redirects,
    plan_feeds,
    plan_sitemap,
    plan_robots,
    plan_not_found,
    plan_static,
    plan_pictures,
)

Planned = Page | Asset


def plan(site: Site, planners: Iterable[Planner]) -> tuple[Planned, ...]:
    """Call the planners in order."""
    return tuple(planned for planner in planners for planned in planner(site))


def find_collisions(site: Site, planned: Sequence[Planned]) -> tuple[Problem, ...]:
    """Report output paths that meet, also when only case or Unicode form differs.

    Such files would overwrite one another on some host. A file where another needs a folder is
    such a case as well.
    """
    taken: dict[str, Planned] = {}
    folders: dict[str, Planned] = {}
    problems = []
    for item in planned:
        key = _folded(item.output_path)
        other = taken.get(key) or folders.get(key)
        parts = key.split("/")
        above = ["/".join(parts[:number]) for number in range(1, len(parts))]
        other = other or next((taken[path] for path in above if path in taken), None)
        if other is not None:
            problems.append(_collision(site, item, other, taken))
            continue
        taken[key] = item
        for path in above:
            folders.setdefault(path, item)
    return tuple(problems)


def _collision(site: Site, item: Planned, other: Planned, taken: dict[str, Planned]) -> Problem:
    """Name both files, and blame the one that an author can move."""
    if item.source_path is None or (
        isinstance(item, Asset) and isinstance(other, Page) and other.source_path
    ):
        item, other = other, item
    url = "/" + item.output_path.removesuffix("index.html")
    blamed = item.source_path or item.output_path
    against = other.source_path or "a page that autoblog makes"
    post = next((p for p in (*site.posts, *site.pages) if p.source_path == item.source_path), None)
    line = column = 1
    if post is not None:
        line, column = post.title_place.line, post.title_place.column
    hint = "give one of them another name"
    if post is not None and item.output_path == f"{post.permalink.lstrip('/')}index.html":
        hint = f"add a line `slug: {_free_slug(post.slug, post.permalink, taken)}` to one of them"
    elif post is not None:
        hint = "remove the alias, or move the other page"
        alias = next((a for a in post.aliases if a.url.strip("/") in item.output_path), None)
        if alias:
            line, column = alias.place.line, alias.place.column
    message = f"its address {shown(url)} is also that of {against}"
    return Problem("address-taken", blamed, message, line, column, hint)


def _free_slug(slug: str, permalink: str, taken: dict[str, Planned]) -> str:
    parent = permalink.strip("/").rpartition("/")[0]
    number = 2
    while _folded(f"{parent}/{slug}-{number}/index.html".lstrip("/")) in taken:
        number += 1
    return f"{slug}-{number}"


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
