"""The first half of the flow, with its memory: files -> posts, pictures, static files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from autoblog.arrange.site import Material
from autoblog.build_look import Look, Sources
from autoblog.build_measure import recall_images
from autoblog.build_posts import read_posts
from autoblog.cache import Cache
from autoblog.config import Config
from autoblog.model import Post
from autoblog.problems import Problem
from autoblog.read.files import read_static
from autoblog.read.ledger import parse_ledger
from autoblog.workers import Team


def gather(
    root: Path, config: Config, seen: Look, cache: Cache, team: Team
) -> tuple[Material, list[Problem]]:
    """Read all that a site is made of; what did not change since the last build is recalled.

    Returns what could be read, and all problems of all files.
    """
    sources = seen.sources
    posts, unread, problems = read_posts(
        root, config.reading, seen.posts, cache, team, seen.extensions
    )
    with cache.writing():
        cache.keep_only(posts, {post.body for post in posts.values()})
    material, found = _add_files(root, config, sources, posts, cache, team)
    ledger, found_in_ledger = parse_ledger(sources.ledger)
    problems = [*sources.problems, *problems, *found, *found_in_ledger]
    return replace(material, unread=unread, ledger=ledger), problems


def _add_files(
    root: Path,
    config: Config,
    sources: Sources,
    posts: Mapping[str, Post],
    cache: Cache,
    team: Team,
) -> tuple[Material, list[Problem]]:
    """Add the pictures that posts show, the static files, and what else posts may link to."""
    images, problems = recall_images(
        root, posts.values(), sources.content, cache, team, limit_kib=config.limits.image_kib
    )
    static_files, found = read_static(root, sources.static)
    others = {p: d for p, d in sources.content.items() if p not in posts and p not in images}
    return Material(tuple(posts.values()), images, others, static_files), [*problems, *found]
