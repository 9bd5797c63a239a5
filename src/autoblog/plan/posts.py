"""The pages of posts and of standalone pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from autoblog.digest import Shared
from autoblog.model import Page, Post, SharedTeasers, Site, Teaser
from autoblog.plan.contexts import PlainContext, PostContext, SidebarGroup
from autoblog.plan.views import body_use, output_path_of, page_meta, permalinks_of, post_view


def plan_posts(site: Site) -> Iterator[Page]:
    """Plan one page a post."""
    permalinks = permalinks_of(site)
    full, short = (_section_tops(site, drop=drop) for drop in (0, 1))
    size = site.settings.sidebar_per_section
    teasers = site.teasers
    for members in site.by_section.values():
        for index, post in enumerate(members):
            # A post older than its section's list takes the last place in it.
            tops = full if index < size else {**full, post.section: short[post.section]}
            current = teasers[post.source_path] if index >= size else None
            yield Page(
                output_path=output_path_of(post.permalink),
                template="post.html",
                context=PostContext(
                    page=page_meta(site, post, kind="post"),
                    post=post_view(site, post),
                    body=body_use(site, post, permalinks),
                    related=tuple(teasers[path] for path in site.related[post.source_path]),
                    sidebar=_sidebar(site, post, tops, current),
                    newer=_neighbour(site, members, index - 1),
                    older=_neighbour(site, members, index + 1),
                ),
                source_path=post.source_path,
            )


def plan_plain_pages(site: Site) -> Iterator[Page]:
    """Plan the standalone pages: about, imprint and their like."""
    permalinks = permalinks_of(site)
    for post in site.pages:
        yield Page(
            output_path=output_path_of(post.permalink),
            template="plain.html",
            context=PlainContext(
                page=page_meta(site, post, kind="plain"),
                post=post_view(site, post),
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


def _sidebar(
    site: Site, post: Post, tops: Mapping[str, SharedTeasers], current: Teaser | None
) -> tuple[SidebarGroup, ...]:
    return tuple(
        SidebarGroup(
            section=section,
            count=len(site.by_section[section.slug]),
            posts=tops[section.slug],
            current=current if section.slug == post.section else None,
        )
        for section in site.info.sections
    )


def _neighbour(site: Site, members: Sequence[Post], index: int) -> Teaser | None:
    in_range = 0 <= index < len(members)
    return site.teasers[members[index].source_path] if in_range else None
