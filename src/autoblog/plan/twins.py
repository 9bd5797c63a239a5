"""The Markdown twins of posts: `index.md` beside each `index.html`, for language models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from autoblog.model import Page, Post, Site
from autoblog.plan.contexts import TwinContext
from autoblog.plan.views import body_use, frames_of, post_view, twin_path


def plan_twins(site: Site) -> Iterator[Page]:
    """Plan a twin of each published post, where the settings ask for them."""
    yield from twins_of(site, site.posts)


def twins_of(site: Site, posts: Iterable[Post]) -> Iterator[Page]:
    """Plan the twins of some posts."""
    if not site.settings.has_twins:
        return
    frames = frames_of(site)
    for post in posts:
        path = twin_path(site, post)
        if path is not None:
            view = post_view(site, post, frames[post.section].section)
            yield Page(path.lstrip("/"), "post.md", TwinContext(view, body_use(site, post)))
