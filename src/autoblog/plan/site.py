"""The whole plan: every planner, and the registry of output paths."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from autoblog.layout import is_refused_by_windows
from autoblog.model import Asset, Page, Planned, Planner, Post, Site
from autoblog.plan.assets import plan_pictures, plan_static
from autoblog.plan.cards import plan_cards
from autoblog.plan.feeds import plan_feeds
from autoblog.plan.hosting import plan_hosting
from autoblog.plan.ledger import plan_ledger
from autoblog.plan.lists import (
    plan_archive,
    plan_authors,
    plan_home,
    plan_keywords,
    plan_not_found,
    plan_sections,
)
from autoblog.plan.llms import plan_llms
from autoblog.plan.manifest import plan_manifest
from autoblog.plan.posts import plan_plain_pages, plan_posts
from autoblog.plan.redirects import alias_output_path, plan_redirects
from autoblog.plan.search import plan_search
from autoblog.plan.sitemap import plan_news, plan_robots, plan_sitemap
from autoblog.plan.twins import plan_twins
from autoblog.plan.views import output_path_of
from autoblog.problems import Problem, Severity, shown

PLANNERS: tuple[Planner, ...] = (
    plan_home,
    plan_sections,
    plan_keywords,
    plan_authors,
    plan_archive,
    plan_search,
    plan_posts,
    plan_twins,
    plan_plain_pages,
    plan_redirects,
    plan_ledger,
    plan_feeds,
    plan_sitemap,
    plan_news,
    plan_robots,
    plan_llms,
    plan_not_found,
    plan_manifest,
    plan_hosting,
    plan_static,
    plan_pictures,
    plan_cards,
)

MOST_NAME_BYTES = 255
"""Of a file or folder, on all disks in use."""


def plan(site: Site, planners: Iterable[Planner]) -> tuple[Planned, ...]:
    """Call the planners in order. Raises ValueError where a path would lead out of the output."""
    planned = tuple(item for planner in planners for item in planner(site))
    for item in planned:
        if not {"", ".", ".."}.isdisjoint(item.output_path.split("/")):
            raise ValueError(f"{item.output_path!r} is no path below the output folder")
    return planned


def find_collisions(planned: Sequence[Planned], posts: Sequence[Post]) -> tuple[Problem, ...]:
    """Report output paths that meet, also when only case or Unicode form differs.

    Such files would overwrite one another on some host. A file where another needs a folder is
    such a case as well.
    posts: all, held back ones too, whose addresses must be free on the day that they fall due.
    """
    by_path = {post.source_path: post for post in posts}
    taken: dict[str, Planned] = {}
    folders: dict[str, Planned] = {}
    met: list[tuple[Planned, Planned]] = []
    for item in (*planned, *_held_back(planned, posts)):
        key = folded(item.output_path)
        other = taken.get(key) or folders.get(key)
        parts = key.split("/")
        above = ["/".join(parts[:number]) for number in range(1, len(parts))]
        other = other or next((taken[path] for path in above if path in taken), None)
        if other is not None:
            met.append((item, other))
            continue
        taken[key] = item
        for path in above:
            folders.setdefault(path, item)
    paths = {*taken, *folders}
    return tuple(_collision(by_path, item, other, paths) for item, other in met)


def find_windows_names(site: Site) -> Iterator[Problem]:
    """Warn of keywords and authors whose pages Windows has no folder for: a car's `AUX`."""
    for kind, names in (("keyword", site.keywords), ("author", site.authors)):
        for one in names:
            if is_refused_by_windows(one.slug):
                message = (
                    f"Windows holds no folder for {shown(one.permalink)}, the page of the {kind}"
                    f" {shown(one.name)}, so the site cannot be built there"
                )
                path = min(post.source_path for post in one.posts)
                yield Problem("windows-name", path, message, hint="use another word",
                              severity=Severity.WARNING)  # fmt: skip


def find_long_names(planned: Sequence[Planned]) -> tuple[Problem, ...]:
    """Find the files whose names no disk would take."""
    message = f"the name of its output is longer than {MOST_NAME_BYTES} bytes, which no disk takes"
    return tuple(
        Problem("name-too-long", item.source_path or item.output_path, message, hint="rename it")
        for item in planned
        if len(item.output_path) * 4 > MOST_NAME_BYTES
        and any(len(part.encode()) > MOST_NAME_BYTES for part in item.output_path.split("/"))
    )


def _held_back(planned: Sequence[Planned], posts: Sequence[Post]) -> Iterator[Page]:
    """Stand in for the pages of posts that are not shown now."""
    shown_paths = {item.source_path for item in planned}
    for post in posts:
        if post.source_path not in shown_paths:
            for path in (
                output_path_of(post.permalink),
                *(alias_output_path(alias.url) for alias in post.aliases),
            ):
                yield Page(path, "", None, post.source_path)


def _collision(
    posts: Mapping[str, Post], item: Planned, other: Planned, taken: set[str]
) -> Problem:
    """Name both files, and blame the one that an author can move.

    taken: the folded paths that no suggestion may name; what is suggested joins them.
    """
    if item.source_path is None or (
        isinstance(item, Asset) and isinstance(other, Page) and other.source_path
    ):
        item, other = other, item
    url = "/" + item.output_path.removesuffix("index.html")
    blamed = item.source_path or item.output_path
    against = other.source_path or "a page that autoblog makes"
    post = posts.get(item.source_path or "")
    line = column = 1
    if post is not None:
        line, column = post.title_place.line, post.title_place.column
    aliases = [
        alias
        for alias in (post.aliases if post else ())
        if folded(alias_output_path(alias.url)) == folded(item.output_path)
    ]
    message = f"its address {shown(url)} is also that of {against}"
    hint = "give one of them another name"
    is_own = post is not None and item.output_path == f"{post.permalink.lstrip('/')}index.html"
    if aliases and item.source_path == other.source_path:
        line, column = aliases[-1].place.line, aliases[-1].place.column
        message = f"the alias {shown(aliases[-1].url)} leads to this article already"
        hint = "remove it"
    elif post is not None and is_own:
        hint = f"add a line `slug: {_free_slug(post.slug, post.permalink, taken)}`"
        hint += " to one of them" if other.source_path else ""
    elif post is not None:
        hint = "remove the alias, or move the other page"
        if aliases:
            line, column = aliases[0].place.line, aliases[0].place.column
    return Problem("address-taken", blamed, message, line, column, hint)


def _free_slug(slug: str, permalink: str, taken: set[str]) -> str:
    """Find a slug that no page has, and that was not suggested before."""
    parent, stem = permalink.strip("/").rpartition("/")[0], slug[:72].rstrip("-")
    number = 2
    while (path := folded(f"{parent}/{stem}-{number}/index.html".lstrip("/"))) in taken:
        number += 1
    taken.add(path)
    return f"{stem}-{number}"


def folded(path: str) -> str:
    """Bring an output path to the form in which two that meet on some host are alike."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
