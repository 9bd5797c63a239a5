"""What a build leaves of a site, so that the next one need not arrange it where only texts changed.

A post has an outside, which other pages hang on, and an inside: its text, and what follows from its
words alone. Where only insides changed, no page changed but

1. those of the posts themselves,
2. those of posts whose related posts are others now, because the words are,
3. feeds, which carry whole texts.

These are planned by the planners that plan them always, on a `Site` whose posts are fetched as they
are asked for. All other files are those of the last build, or else the whole site is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import overload

from autoblog.arrange.site import status_of, teaser_of
from autoblog.build_relate import Boxes
from autoblog.cache import Cache
from autoblog.config import ReadingSettings
from autoblog.digest import Digest, decode, encode
from autoblog.model import Image, Page, Post, Site, Teaser
from autoblog.plan.feeds import plan_feeds
from autoblog.plan.posts import plan_plain_pages, post_planner
from autoblog.plan.twins import twins_of
from autoblog.render.theme import Closure
from autoblog.report import Report

MOST_CHANGED = 50
"""Where more posts changed, the whole site is planned."""

Fetch = Callable[[str], Post]
"""Finds a post by its source path. Raises LookupError where the cache does not have it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What is noted of a site that was built."""

    report: Report
    since: datetime
    until: datetime | None  # None: no post will change its state by itself
    posts: dict[str, Digest]  # digests of all files that are posts, by path
    reading: ReadingSettings
    site: Site  # but for its posts and what consists of them
    listed: dict[str, list[str]]  # section slug -> source paths, newest first
    newest: list[str]  # source paths of all sections' newest, as many as a feed has
    pages: list[str]  # source paths of the standalone pages
    ground: Digest  # what related posts were chosen by
    key: Digest  # of all that the site was made of, as `Look` has it
    files: int  # how many are planned
    closures: dict[str, Closure]
    static_urls: dict[str, str]
    seconds_per_page: int


def remember_outline(cache: Cache, output: str, frame: Digest, outline: Outline) -> None:
    """Note an outline. output: the folder, as the cache names it. frame: of `build_look.Look`."""
    cache.remember_note(_name(output), frame, encode(outline))


def recall_outline(cache: Cache, output: str, frame: Digest, now: datetime) -> Outline | None:
    """Recall the outline of a site, if nothing but posts changed since."""
    noted = cache.note(_name(output), frame)
    outline = None if noted is None else decode(noted, Outline)
    if outline is None or now < outline.since or (outline.until and now >= outline.until):
        return None
    return outline


def bare(site: Site) -> Site:
    """Leave out a site's posts and what consists of them."""
    return replace(
        site, posts=(), pages=(), by_section={}, keywords=(), teasers={}, related={},
        static_files=(), held_back=(), ledger=(), authors=(), news=(),
    )  # fmt: skip


def changed_posts(outline: Outline, posts: Mapping[str, Digest]) -> list[str] | None:
    """List the posts whose files changed; None where that is none, too many, or not all."""
    if outline.posts.keys() != posts.keys():
        return None
    changed = [path for path, one in posts.items() if outline.posts[path] != one]
    return changed if 0 < len(changed) <= MOST_CHANGED else None


def is_same_outside(one: Post, other: Post) -> bool:
    """Tell whether two states of a post, `is_same_but_longer`, are as long to read, too."""
    return _minutes(one) == _minutes(other)


def is_same_but_longer(one: Post, other: Post) -> bool:
    """Tell whether two states of a post differ in its text, its words and its length alone.

    Its own page can be planned then without a look at the others. How long it is to read stands in
    its teaser. Posts with problems of their own are never the same: their lines may have moved.
    """
    if one.warnings or other.warnings or one.silences or other.silences:
        return False
    return _outside(one) == _outside(other)


def _minutes(post: Post) -> int:
    return teaser_of(post, "", {}).reading_minutes


def _outside(post: Post) -> tuple[Post, list[tuple[str, bool]]]:
    """Take the text out of a post."""
    references = [(one.target, one.is_image) for one in post.references]
    return replace(post, body=Digest(""), word_count=0, terms="", references=()), references


def plan_some(
    outline: Outline, fetch: Fetch, related: Boxes, changed: Sequence[str], *, now: datetime
) -> Iterator[Page]:
    """Plan all pages that may be others than before.

    changed: the posts whose texts, or whose related posts, are. Raises what `fetch` does.
    """
    site = replace(
        outline.site,
        posts=_Posts(outline.newest, fetch),
        pages=tuple(map(fetch, outline.pages)),
        by_section={slug: _Posts(paths, fetch) for slug, paths in outline.listed.items()},
        teasers=_Teasers(outline, fetch, now),
        related=related,
    )
    page_at, wanted = post_planner(site), frozenset(changed)
    for slug, paths in outline.listed.items():
        for index, path in enumerate(paths):
            if path in wanted:
                yield page_at(slug, index)
                yield from twins_of(site, [site.by_section[slug][index]])
    yield from plan_plain_pages(site)
    yield from plan_feeds(site)


class _Posts(Sequence[Post]):
    """Posts in their order, each fetched when it is asked for."""

    def __init__(self, paths: Sequence[str], fetch: Fetch) -> None:
        self._paths, self._fetch = paths, fetch

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, index: int) -> Post: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Post, ...]: ...
    def __getitem__(self, index: int | slice) -> Post | tuple[Post, ...]:
        found = self._paths[index]
        return self._fetch(found) if isinstance(found, str) else tuple(map(self._fetch, found))


class _Teasers(Mapping[str, Teaser]):
    """The teasers of all posts that are shown, each made once, when it is asked for."""

    def __init__(self, outline: Outline, fetch: Fetch, now: datetime) -> None:
        self._shown = {*outline.pages, *(path for some in outline.listed.values() for path in some)}
        self._images: Mapping[str, Image] = outline.site.images
        self._fetch, self._now = fetch, now
        self._made: dict[str, Teaser] = {}

    def __getitem__(self, path: str) -> Teaser:
        if path not in self._shown:
            raise KeyError(path)
        if path not in self._made:
            post = self._fetch(path)
            self._made[path] = teaser_of(post, status_of(post, self._now), self._images)
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        return path in self._shown

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._shown))

    def __len__(self) -> int:
        return len(self._shown)


def _name(output: str) -> str:
    return f"outline {output}"
