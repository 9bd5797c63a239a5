"""The middle way: where only texts inside posts changed, only pages that show them are planned.

1. The outline of the last build says which posts changed; they are read.
2. Only their insides may be others than before; related posts are chosen again, as words count.
   A listener is told of the posts before that, and once more of all.
3. The pages that may have changed are planned, and compared and written as in each build.

Whenever something is not as that wants it, `make_again` returns None, and the whole site is made:
`build_site` does the same in full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autoblog.build_choose import choose, choosing
from autoblog.build_fresh import Theme
from autoblog.build_look import Look
from autoblog.build_outline import (
    Outline,
    changed_posts,
    is_same_but_longer,
    is_same_outside,
    plan_some,
    recall_outline,
    remember_outline,
)
from autoblog.build_posts import read_posts, recall_posts
from autoblog.build_recall import forget_build, remember_build
from autoblog.build_relate import Boxes, Relating
from autoblog.build_request import Request
from autoblog.build_walk import Walk
from autoblog.cache import Cache
from autoblog.config import ReadingSettings
from autoblog.digest import Digest
from autoblog.model import Page, Post
from autoblog.plan.posts import TEMPLATES
from autoblog.report import Report
from autoblog.workers import Progress, Team


@dataclass(frozen=True, slots=True)
class Retouch:
    """What such a build changes of the site that the build before it knew."""

    before: Digest  # that site's `Look.key`
    key: Digest  # and that of this one
    posts: Mapping[str, Post]  # source path -> the post as it is now, of those whose text changed
    related: Boxes  # of all posts; those of before, as long as they are not chosen again
    ground: Digest  # of all that these were chosen by
    pages: Sequence[Page]  # all that may be others now


HearAgain = Callable[[Retouch], None]
"""Told what such a build is about to write."""


def make_again(
    request: Request,
    seen: Look,
    cache: Cache,
    output: Path,
    *,
    walk: Walk,
    progress: Progress,
    hear: HearAgain | None,
) -> Report | None:
    """Make what changed since the last build; None where the whole site must be looked at.

    output: resolved by `render.output_guard.guard`. Raises what `build` raises.
    """
    folder = cache.name_of(output)
    outline = recall_outline(cache, folder, seen.frame, request.now)
    changed = changed_posts(outline, seen.posts) if outline else None
    if outline is None or changed is None:
        return None
    has_index = outline.site.info.has_search  # of all texts: all posts must be looked at
    if has_index and hear is None:
        return None
    team = Team(request.workers, request.pool_from_items, progress)
    news = _read(request.root, seen, cache, team, outline=outline, changed=changed)
    if news is None:
        return None
    # How long a post is to read stands on pages of others.
    must_look = has_index or not all(is_same_outside(*pair) for pair in news.values())
    if must_look and hear is None:
        return None
    posts = {path: new for path, (_, new) in news.items()}
    terms = _terms(news, outline)
    ground = outline.ground
    fetch = _fetching(cache, outline.reading, seen.posts)
    theme = Theme(
        seen.templates,
        outline.closures,
        outline.site.info,
        outline.static_urls,
        outline.seconds_per_page,
    )
    try:
        if hear is None and terms:
            with choosing(
                cache.path, team, request.show, changed=changed, ground=ground, terms=terms
            ) as choice:
                # Loads Jinja, which takes a while.
                from autoblog.build_write import prepare

                prepare(theme, TEMPLATES)
                chosen = choice()
        else:
            relating = Relating(cache, team, request.show)
            before = relating.recall(ground)
            if before is None:
                return None
            if hear is not None and (terms or must_look):
                # To choose may take longer than all else; who writes sees the text first.
                planned = list(plan_some(outline, fetch, before, changed, now=request.now))
                hear(Retouch(outline.key, seen.key, posts, before, ground, planned))
            chosen = None if must_look else choose(relating, before, ground, terms)
        if chosen is None:
            return None
        related, others, ground = chosen
        planned = list(plan_some(outline, fetch, related, [*changed, *others], now=request.now))
    except LookupError:  # the cache lost a row
        return None
    if hear is not None:
        hear(Retouch(outline.key, seen.key, posts, related, ground, planned))
    # Loads Jinja: by now that is done, where it could be done meanwhile.
    from autoblog.build_write import write_some

    forget_build(cache, output)
    done = write_some(
        output, planned, theme, cache, team, files=outline.files, walk=walk, root=request.root
    )
    if done is None:
        return None
    report = replace(
        outline.report,
        written=done.published.written,
        removed=done.published.removed,
        kept=done.published.kept,
        reasons=done.reasons,
    )
    bare_report = replace(report, written=(), removed=(), reasons={})
    outline = replace(
        outline,
        report=bare_report,
        since=request.now,
        posts=dict(seen.posts),
        ground=ground,
        key=seen.key,
    )
    remember_build(
        cache,
        output,
        seen.key,
        report,
        states=done.states,
        now=request.now,
        until=outline.until,
    )
    remember_outline(cache, folder, seen.frame, outline)
    return report


def _read(
    root: Path,
    seen: Look,
    cache: Cache,
    team: Team,
    *,
    outline: Outline,
    changed: Sequence[str],
) -> Mapping[str, tuple[Post, Post]] | None:
    """Read the changed posts: each as it was and as it is. None where more than texts changed."""
    settings = outline.reading
    before = recall_posts(settings, {path: outline.posts[path] for path in changed}, cache)
    files = {path: seen.posts[path] for path in changed}
    posts, unread, problems = read_posts(root, settings, files, cache, team)
    if unread or problems or before.keys() != files.keys():
        return None
    if any(problem.path in posts for problem in outline.report.warnings):
        return None
    news = {path: (before[path], posts[path]) for path in changed}
    return news if all(is_same_but_longer(*pair) for pair in news.values()) else None


def _terms(news: Mapping[str, tuple[Post, Post]], outline: Outline) -> Mapping[str, str]:
    """Tell which posts are compared with others by other words now: source path -> terms."""
    return {
        path: new.terms
        for path, (old, new) in news.items()
        if old.terms != new.terms and any(path in paths for paths in outline.listed.values())
    }


def _fetching(
    cache: Cache, settings: ReadingSettings, files: Mapping[str, Digest]
) -> Callable[[str], Post]:
    """Make a function that recalls single posts, each once."""
    known: dict[str, Post] = {}

    def fetch(path: str) -> Post:
        if path not in known:
            known.update(recall_posts(settings, {path: files[path]}, cache))
        return known[path]

    return fetch
