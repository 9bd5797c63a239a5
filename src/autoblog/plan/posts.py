"""The pages of posts and of standalone pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autoblog.digest import Shared
from autoblog.model import Page, Post, SharedTeasers, Site, Teaser
from autoblog.plan.contexts import PlainContext, PostContext, SidebarGroup
from autoblog.plan.views import (
    body_use,
    frames_of,
    output_path_of,
    page_meta,
    permalinks_of,
    post_view,
)


def plan_posts(site: Site) -> Iterator[Page]:
    """Plan one page a post."""
    permalinks, frames = permalinks_of(site), frames_of(site)
    full, short = (_section_tops(site, drop=drop) for drop in (0, 1))
    size = site.settings.sidebar_per_section
    teasers = site.teasers
    groups = _sidebar(site, full)
    for slug, members in site.by_section.items():
        frame = frames[slug]
        for index, post in enumerate(members):
            sidebar = groups
            if index >= size:  # a post older than its section's list takes the last place in it
                sidebar = _with_current(groups, short[slug], teasers[post.source_path])
            yield Page(
                output_path=output_path_of(post.permalink),
                template="post.html",
                context=PostContext(
                    page=page_meta(site, post, frame, kind="post"),
                    post=post_view(site, post, frame.section),
                    body=body_use(site, post, permalinks),
                    related=tuple(teasers[path] for path in site.related[post.source_path]),
                    sidebar=sidebar,
                    newer=_neighbour(site, members, index - 1),
                    older=_neighbour(site, members, index + 1),
                ),
                source_path=post.source_path,
            )


def plan_plain_pages(site: Site) -> Iterator[Page]:
    """Plan the standalone pages: about, imprint and their like."""
    permalinks, frame = permalinks_of(site), frames_of(site)[""]
    for post in site.pages:
        yield Page(
            output_path=output_path_of(post.permalink),
            template="plain.html",
            context=PlainContext(
                page=page_meta(site, post, frame, kind="plain"),
                post=post_view(site, post, None),
                body=body_use(site, post, permalinks),
            ),
            source_path=post.source_path,
        )


def _section_tops(site: Site, *, drop: int) -> Mapping[str, SharedTeasers]:
    """Gather each section's newest posts once, for the sidebars of all pages."""
    size = site.settings.sidebar_per_section - drop
    return {
        slug: Shared(tuple(site.teasers[post.source_path] for post in members[:size]))
        for slug, members in site.by_section.items()
    }


def _sidebar(site: Site, tops: Mapping[str, SharedTeasers]) -> tuple[SidebarGroup, ...]:
    return tuple(
        SidebarGroup(section, len(site.by_section[section.slug]), tops[section.slug], None)
        for section in site.info.sections
    )


def _with_current(
    groups: tuple[SidebarGroup, ...], posts: SharedTeasers, current: Teaser
) -> tuple[SidebarGroup, ...]:
    return tuple(
        SidebarGroup(group.section, group.count, posts, current)
        if group.section.slug == current.section
        else group
        for group in groups
    )


def _neighbour(site: Site, members: Sequence[Post], index: int) -> Teaser | None:
    in_range = 0 <= index < len(members)
    return site.teasers[members[index].source_path] if in_range else None
