"""RSS 2.0, Atom and JSON Feed, for the whole site and for each section, with full text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autoblog.model import Page, Post, Section, Site
from autoblog.plan.cards import network_picture
from autoblog.plan.contexts import FeedContext, FeedEntry
from autoblog.plan.views import Frame, body_use, frames_of, post_view

FORMATS = (
    ("feed.xml", "feeds/rss.xml"),
    ("atom.xml", "feeds/atom.xml"),
    ("feed.json", "feeds/feed.json"),
)


def plan_feeds(site: Site) -> Iterator[Page]:
    """Plan the feeds. They date themselves by their entries, never by the build."""
    frames = frames_of(site)
    yield from _plan_formats(site, site.posts, None, frames)
    for section in site.info.sections:
        posts = site.by_section[section.slug]
        yield from _plan_formats(site, posts, section, frames)


def _plan_formats(
    site: Site,
    posts: Sequence[Post],
    section: Section | None,
    frames: Mapping[str, Frame],
) -> Iterator[Page]:
    newest = posts[: site.settings.feed_limit]
    entries = tuple(
        FeedEntry(
            post=post_view(site, post, frames[post.section].section),
            body=body_use(site, post),
            updated_at=post.updated_at or post.published_at,
            card=network_picture(site, post),
        )
        for post in newest
    )
    home = section.permalink if section else "/"
    for name, template in FORMATS:
        context = FeedContext(
            title=f"{site.info.title}: {section.name}" if section else site.info.title,
            summary=(section.summary if section else site.info.summary) or site.info.title,
            path=home + name,
            home=home,
            updated_at=max((entry.updated_at for entry in entries), default=None),
            entries=entries,
        )
        yield Page(context.path.lstrip("/"), template, context)
